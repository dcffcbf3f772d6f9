"""A story as Mermaid and HTML: word for word where it is small, and well-formed whatever is in it."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from fakerzp.story.mermaid import PARTICIPANTS, is_final, label
from tests.story.words import HOSTILE

LABEL = r"[\w .,/@+()=!?'→₹#;-]*"


# -- Mermaid


def test_a_sequence_says_who_said_what_to_whom(paid):
    rzp, order, payment = paid
    rzp.request("POST", f"/v1/payments/{payment}/refund", json={"amount": 0})
    refusal = rzp.calls[-1].answer["error"]["description"]
    assert (
        rzp.story().mermaid()
        == f"""\
sequenceDiagram
    participant Merchant
    participant Razorpay
    participant Customer
    participant Webhook
    Note over Merchant,Webhook: 2026-01-05 15#58;30#58;00 IST
    Merchant->>Razorpay: POST /v1/orders
    Note over Razorpay: {order} created
    Razorpay-->>Merchant: 200
    Customer->>Razorpay: pays ₹500.00 by upi
    Note over Razorpay: {payment} created → authorized → captured
    Note over Razorpay: {order} created → attempted → paid
    Razorpay-)Webhook: payment.authorized
    Razorpay-)Webhook: payment.captured
    Razorpay-)Webhook: order.paid
    Merchant->>Razorpay: POST /v1/payments/{payment}/refund
    Razorpay--xMerchant: 400 {refusal}
"""
    )


def test_webhooks_are_drawn_as_they_were_delivered_once_one_was(rzp):
    answers = iter((500, 200, 200, 200))
    rzp.webhooks.subscribe(lambda body, headers: next(answers), secret="s" * 12, events=["order.paid"])
    rzp.checkout.pay(rzp.order.create({"amount": 50000, "currency": "INR"})["id"])
    rzp.clock.advance(hours=1)
    lines = [line.strip() for line in rzp.story().mermaid().splitlines()]
    assert [line for line in lines if "Webhook" in line and "Note" not in line] == [
        "participant Webhook",
        "Razorpay-)Webhook: order.paid to #60;lambda#62;",
        "Webhook--)Razorpay: 500",
        "Razorpay-)Webhook: order.paid to #60;lambda#62;, attempt 2",
        "Webhook--)Razorpay: 200",
    ]


def test_a_state_diagram_is_the_path_that_was_taken(paid):
    rzp, order, payment = paid
    rzp.clock.advance(seconds=5)
    rzp.payment.refund(payment, {"amount": 50000})
    assert (
        rzp.story(payment).mermaid("state").partition('    state "rfnd')[0]
        == f"""\
stateDiagram-v2
    state "{order}" as {order} {{
        state "created" as {order}_created
        state "attempted" as {order}_attempted
        state "paid" as {order}_paid
        [*] --> {order}_created: 1 create, 2026-01-05 15#58;30#58;00
        {order}_created --> {order}_attempted: 2 attempt, 2026-01-05 15#58;30#58;00
        {order}_attempted --> {order}_paid: 3 pay, 2026-01-05 15#58;30#58;00
        {order}_paid --> [*]
    }}
    state "{payment}" as {payment} {{
        state "created" as {payment}_created
        state "authorized" as {payment}_authorized
        state "captured" as {payment}_captured
        state "refunded" as {payment}_refunded
        [*] --> {payment}_created: 1 create, 2026-01-05 15#58;30#58;00
        {payment}_created --> {payment}_authorized: 2 authorize, 2026-01-05 15#58;30#58;00
        {payment}_authorized --> {payment}_captured: 3 capture, 2026-01-05 15#58;30#58;00
        {payment}_captured --> {payment}_refunded: 4 refund_all, 2026-01-05 15#58;30#58;05
    }}
"""
    )


def test_what_the_law_lets_go_on_has_no_end():
    assert is_final("order", "paid")
    assert not is_final("order", "attempted")
    assert not is_final("payment", "captured")


def test_an_empty_story_is_a_diagram_too(rzp):
    assert rzp.story().mermaid() == "sequenceDiagram\n    participant Razorpay\n"
    assert rzp.story().mermaid("state") == "stateDiagram-v2\n"


def test_there_are_two_diagrams(rzp):
    with pytest.raises(ValueError, match="a story is drawn as 'sequence' or 'state', not 'pie'"):
        rzp.story().mermaid("pie")


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("POST /v1/orders", "POST /v1/orders"),
        ("15:30", "15#58;30"),
        ("a;b#c", "a#59;b#35;c"),
        ("%%{init}", "#37;#37;#123;init#125;"),
        ("the end, End of it, ending", "the #101;nd, #69;nd of it, ending"),
        ("<b>\n", "#60;b#62;#92;n"),
        ("₹500 → नमस्ते", "₹500 → " + "".join(f"#{ord(c)};" for c in "नमस्ते")),
    ],
)
def test_a_label_is_no_syntax(text, written):
    assert label(text) == written


def test_hostile_words_stay_words_in_a_sequence(hostile):
    head, *lines = hostile.story().mermaid().splitlines()
    assert head == "sequenceDiagram"
    declared = [line.split()[1] for line in lines if line.startswith("    participant ")]
    assert declared == [name for name in PARTICIPANTS.values() if name in declared]
    names = "|".join(declared)
    note = rf"Note over (?:{names})(?:,(?:{names}))?"
    said = re.compile(rf"    (?:(?:{names})(?:->>|-->>|--x|-\)|--\))(?:{names})|{note}): {LABEL}")
    spoken = lines[len(declared) :]
    assert [line for line in spoken if not said.fullmatch(line)] == []
    assert [line for line in spoken if re.search(r"#(?!\d+;)|(?<!\d);|\bend\b", line.partition(": ")[2])] == []
    assert any("#60;script#62;" in line for line in spoken)


def test_hostile_words_stay_words_in_a_state_diagram(hostile):
    state = re.compile(r'    (?:    )?state "[\w]+" as \w+(?: \{)?|    \}')
    arrow = re.compile(rf"        (?:\[\*\]|\w+) --> (?:\[\*\]|\w+: {LABEL})")
    _, *lines = hostile.story().mermaid("state").splitlines()
    assert [line for line in lines if not state.fullmatch(line) and not arrow.fullmatch(line)] == []


# -- HTML


class Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.open, self.tags, self.attributes, self.said = [], set(), set(), []

    def handle_starttag(self, tag, attrs):
        self.open.append(tag)
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        assert not any(re.search(r"url|http|expression|@|\\", value or "") for _, value in attrs)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.said.append(data)


def read(html):
    reader = Reader()
    reader.feed(html)
    reader.close()
    assert reader.open == []
    return reader


def test_hostile_words_stay_words_in_html(hostile):
    html = hostile.story()._repr_html_()
    reader = read(html)
    assert reader.tags == {"div"}
    assert reader.attributes <= {"class", "style"}
    said = "".join(reader.said)
    harmless = HOSTILE.replace("\n", "\\n").replace("\x1b", "\\x1b")
    assert f"₹500.00 · {harmless}={harmless} · plain=red" in said
    assert f"₹500.00 · {harmless} · {harmless}={harmless}" in said
    assert f"GET /v1/nowhere/{harmless.partition('#')[0]}  400" in said
    assert "payment.failed to handler  500  ! RuntimeError: " in said
    assert "<script" not in html
    assert "\x1b" not in html


def test_html_tells_what_the_text_tells(paid):
    rzp, order, payment = paid
    rzp.clock.advance(days=1)
    rzp.request("POST", f"/v1/payments/{payment}/refund", json={"amount": 0})
    refusal = rzp.calls[-1].answer["error"]["description"]
    assert [words for words in read(rzp.story()._repr_html_()).said if words.strip()] == [
        "2026-01-05 15:30:00 IST",
        "Merchant",
        "POST /v1/orders  200",
        f"{order} created",
        "₹500.00",
        "Customer",
        "pays ₹500.00 by upi",
        f"{payment} created → authorized → captured",
        "₹500.00",
        f"{order} created → attempted → paid",
        "₹500.00 customer → gateway",
        "₹488.20 gateway → merchant",
        "₹10.00 gateway → fees",
        "₹1.80 gateway → tax",
        "payment.authorized",
        "payment.captured",
        "order.paid",
        "2026-01-06 15:30:00 IST, 1 day later",
        "Merchant",
        f"POST /v1/payments/{payment}/refund  400",
        refusal,
        f"last error: POST /v1/payments/{payment}/refund: {refusal} (page {rzp.story().last_error.page})",
        "2 calls (1 refused), 2 entities, 4 transitions, 3 events, 0 messages",
    ]


def test_an_empty_story_is_html_too(rzp):
    assert [words for words in read(rzp.story()._repr_html_()).said if words.strip()] == ["nothing happened yet"]
