"""QR codes: scanned once or many times, closed by hand, by a payment or by the clock; every paisa in their sums."""

from __future__ import annotations

import pytest

from fakerzp import BadRequestError, NotPayable, PaymentFailed, PaymentPending
from tests.flows.steps import DAY, GAURAV

NOW = 1767607200  # 2026-01-05T10:00:00Z, where the fixture's clock stands
HOUR = 3600


def code_of(rzp, **more):
    return rzp.qrcode.create({"type": "upi_qr", "name": "Store Front Display", "usage": "multiple_use", **more})


def single(rzp, amount=300, **more):
    return code_of(rzp, usage="single_use", fixed_amount=True, payment_amount=amount, **more)


def sums(code):
    return (code["status"], code["payments_amount_received"], code["payments_count_received"])


def names(rzp):
    return [event["event"] for event in rzp.events]


def test_a_code_as_it_is_made(rzp):
    customer = rzp.customer.create(GAURAV)["id"]
    code = single(rzp, description="For Store 1", customer_id=customer, notes={"purpose": "Tea"}, close_by=NOW + 600)
    assert code["id"].startswith("qr_")
    assert code["image_url"].startswith("https://rzp.io/i/")
    reference = code["id"].removeprefix("qr_")
    assert code.pop("image_content") == (
        f"upi://pay?pa=acmecorp.rzp@icici&pn=AcmeCorp&tr=RZP{reference}qrv2"
        "&tn=AcmeCorpStoreFrontDisplay&am=3&cu=INR&mc=5411"
    )
    assert code == {
        "id": code["id"],
        "entity": "qr_code",
        "created_at": NOW,
        "name": "Store Front Display",
        "usage": "single_use",
        "type": "upi_qr",
        "image_url": code["image_url"],
        "payment_amount": 300,
        "status": "active",
        "description": "For Store 1",
        "fixed_amount": True,
        "payments_amount_received": 0,
        "payments_count_received": 0,
        "notes": {"purpose": "Tea"},
        "customer_id": customer,
        "close_by": NOW + 600,
        "closed_at": None,
        "close_reason": None,
    }
    assert names(rzp) == ["qr_code.created"]


def test_the_first_payment_closes_a_code_for_one(rzp):
    customer = rzp.customer.create(GAURAV)["id"]
    code = single(rzp, customer_id=customer, notes={"Branch": "Rajaji Nagar"})
    rzp.clock.advance(seconds=70)
    paid = rzp.checkout.pay(code["id"], vpa="gauri.kumari@okhdfcbank")
    assert list(paid) == ["razorpay_payment_id"]
    payment = rzp.payment.fetch(paid["razorpay_payment_id"])
    assert (payment["status"], payment["method"], payment["amount"], payment["description"]) == (
        "captured",
        "upi",
        300,
        "QRv2 Payment",
    )
    assert (payment["email"], payment["contact"], payment["customer_id"]) == (
        GAURAV["email"],
        GAURAV["contact"],
        customer,
    )
    assert (payment["order_id"], payment["fee"], payment["tax"]) == (None, 0, 0)
    assert payment["notes"] == {"Branch": "Rajaji Nagar"}
    closed = rzp.qrcode.fetch(code["id"])
    assert sums(closed) == ("closed", 300, 1)
    assert (closed["closed_at"], closed["close_reason"]) == (NOW + 70, "paid")
    # Only a code that the merchant closes is told of; what is told of a payment is the code before it.
    assert names(rzp) == ["qr_code.created", "payment.authorized", "payment.captured", "qr_code.credited"]
    told = rzp.events[-1]["payload"]
    assert told["payment"]["entity"]["id"] == payment["id"]
    assert sums(told["qr_code"]["entity"]) == ("active", 0, 0)
    with pytest.raises(NotPayable, match=f"{code['id']} is closed: nobody can pay it") as refused:
        rzp.checkout.pay(code["id"])
    assert (refused.value.target, refused.value.status) == (code["id"], "closed")
    assert rzp.payment.all()["count"] == 1
    assert rzp.ledger.balance("merchant") == 300


def test_a_code_for_many_sums_up_what_was_captured(rzp):
    code = code_of(rzp)
    assert (code["payment_amount"], code["close_by"], code["fixed_amount"]) == (None, None, False)
    payments = [rzp.checkout.pay(code["id"], amount=amount)["razorpay_payment_id"] for amount in (500, 1000, 200)]
    with pytest.raises(PaymentFailed):
        rzp.checkout.pay(code["id"], amount=900, vpa="failure@razorpay")
    waiting = rzp.checkout.pay(code["id"], amount=50, capture=False)["razorpay_payment_id"]
    assert sums(rzp.qrcode.fetch(code["id"])) == ("active", 1700, 3)
    rzp.payment.refund(payments[1])  # what was given back was received all the same
    rzp.payment.capture(waiting, 50)
    assert sums(rzp.qrcode.fetch(code["id"])) == ("active", 1750, 4)
    listed = rzp.qrcode.fetch_all_payments(code["id"])
    assert [(one["amount"], one["status"]) for one in listed["items"]] == [
        (50, "captured"),
        (900, "failed"),
        (200, "captured"),
        (1000, "refunded"),
        (500, "captured"),
    ]
    assert rzp.ledger.balance("merchant") == 750
    with pytest.raises(ValueError, match=f"^{code['id']} has no amount of its own, pay"):
        rzp.checkout.pay(code["id"])


@pytest.mark.parametrize("amount", [299, 301, 1])
def test_a_fixed_amount_is_the_only_one(rzp, amount):
    code = code_of(rzp, fixed_amount=True, payment_amount=300)["id"]
    with pytest.raises(NotPayable, match=f"{code} takes 300 only, not {amount}"):
        rzp.checkout.pay(code, amount=amount)
    rzp.checkout.pay(code)
    rzp.checkout.pay(code, amount=300)
    assert sums(rzp.qrcode.fetch(code)) == ("active", 600, 2)


def test_closed_by_hand(rzp):
    code = code_of(rzp)["id"]
    rzp.checkout.pay(code, amount=200)
    rzp.clock.advance(minutes=2)
    closed = rzp.qrcode.close(code)
    assert sums(closed) == ("closed", 200, 1)
    assert (closed["closed_at"], closed["close_reason"]) == (NOW + 120, "on_demand")
    told = rzp.events[-1]
    assert (told["event"], told["contains"], told["created_at"]) == ("qr_code.closed", ["qr_code"], NOW + 120)
    assert told["payload"]["qr_code"]["entity"]["close_reason"] == "on_demand"
    with pytest.raises(BadRequestError, match="The operation is not allowed in closed status"):
        rzp.qrcode.close(code)
    edited = rzp.request("PATCH", f"/v1/payments/qr_codes/{code}", json={"notes": {"key1": "value1"}}).body
    assert (edited["status"], edited["notes"]) == ("closed", {"key1": "value1"})
    assert [step.status for step in rzp.history(code)] == ["active", "closed"]


@pytest.mark.parametrize(
    ("asked", "granted"),
    [(None, 2 * HOUR), (0, 2 * HOUR), (120, 120), (HOUR, HOUR), (2 * HOUR, 2 * HOUR), (30 * DAY, 2 * HOUR)],
)
def test_a_code_for_one_payment_lasts_two_hours_at_most(rzp, asked, granted):
    wanted = {} if asked is None else {"close_by": asked and NOW + asked}
    code = single(rzp, **wanted)
    assert code["close_by"] == NOW + granted
    rzp.clock.move_to(NOW + granted - 1)
    assert rzp.qrcode.fetch(code["id"])["status"] == "active"
    rzp.clock.advance(seconds=1)
    closed = rzp.qrcode.fetch(code["id"])
    assert (closed["status"], closed["closed_at"], closed["close_reason"]) == ("closed", NOW + granted, None)
    assert names(rzp) == ["qr_code.created"]  # nobody is told
    with pytest.raises(NotPayable):
        rzp.checkout.pay(code["id"])


def test_a_code_for_many_closes_when_it_was_told_to_or_never(rzp):
    told, other = code_of(rzp, close_by=NOW + 40 * DAY)["id"], code_of(rzp)["id"]
    rzp.clock.advance(days=40)
    assert rzp.qrcode.fetch(told)["closed_at"] == NOW + 40 * DAY
    rzp.clock.advance(days=4000)
    assert rzp.qrcode.fetch(other)["status"] == "active"


def test_a_late_yes_is_kept_if_the_code_still_takes_it(rzp):
    codes = [single(rzp)["id"] for _ in range(2)]
    rzp.bank.script(rzp.bank.sequence(*[rzp.bank.authorize_late(after=60)] * 2))
    for code in codes:
        with pytest.raises(PaymentPending):
            rzp.checkout.pay(code)
        assert sums(rzp.qrcode.fetch(code)) == ("active", 0, 0)
    rzp.checkout.pay(codes[1])  # by somebody else, who was quicker
    rzp.clock.advance(seconds=60)
    kept, returned = [rzp.qrcode.fetch(code) for code in codes]
    assert sums(kept) == ("closed", 300, 1)
    assert sums(returned) == ("closed", 300, 1)
    found = rzp.qrcode.fetch_all_payments(codes[1])["items"]
    assert [(one["status"], one["captured"], one["refund_status"]) for one in found] == [
        ("captured", True, None),
        ("refunded", False, "full"),
    ]
    assert [one["status"] for one in rzp.qrcode.fetch_all_payments(codes[0])["items"]] == ["captured"]


def test_a_code_that_cards_pay_too(rzp):
    code = code_of(rzp, type="bharat_qr", fixed_amount=True, payment_amount=123450)
    rzp.checkout.pay(code["id"])
    card = rzp.checkout.pay(code["id"], method="card")["razorpay_payment_id"]
    assert [one["method"] for one in rzp.qrcode.fetch_all_payments(code["id"])["items"]] == ["card", "upi"]
    assert rzp.payment.fetchCardDetails(card)["entity"] == "card"
    with pytest.raises(PaymentFailed) as refused:
        rzp.checkout.pay(code["id"], method="card", card="4012888888881881")
    assert refused.value.error["error"]["reason"] == "international_transaction_not_allowed"
    with pytest.raises(NotPayable, match="takes upi and card only, not netbanking"):
        rzp.checkout.pay(code["id"], method="netbanking")
    with pytest.raises(NotPayable, match="takes upi only, not card"):
        rzp.checkout.pay(code_of(rzp)["id"], method="card", amount=100)
    assert sums(rzp.qrcode.fetch(code["id"])) == ("active", 246900, 2)


def fields(content):
    """What a code of the card networks holds, by tag."""
    found = {}
    while content:
        tag, size = content[:2], int(content[2:4])
        found[tag], content = content[4 : 4 + size], content[4 + size :]
    return found


def checksum(text):
    """CRC-16/CCITT-FALSE, bit by bit."""
    register = 0xFFFF
    for byte in text.encode():
        for bit in range(8):
            top = register >> 15 ^ byte >> (7 - bit) & 1
            register = (register << 1 & 0xFFFF) ^ (0x1021 if top else 0)
    return f"{register:04X}"


@pytest.mark.parametrize("amount", [None, 123450, 100])
def test_what_is_in_the_image_of_such_a_code(rzp, amount):
    fixed = {"fixed_amount": True, "payment_amount": amount} if amount else {}
    code = code_of(rzp, type="bharat_qr", **fixed)
    content = code["image_content"]
    assert checksum("123456789") == "29B1"  # the check value of this checksum
    assert content[-8:] == "6304" + checksum(content[:-4])
    held = fields(content)
    assert (held["00"], held["01"], held["53"], held["58"]) == ("01", "12" if amount else "11", "356", "IN")
    assert held.get("54") == (f"{amount / 100:.2f}" if amount else None)
    assert fields(held["27"])["01"] == "RZP" + code["id"].removeprefix("qr_")


def test_an_account_without_the_feature_does_not_show_the_content(build):
    rzp = build(account={"qr_image_content": False})
    code = code_of(rzp)
    assert "image_content" not in code
    assert "image_content" not in rzp.qrcode.all()["items"][0]


def test_a_tax_invoice_is_shown_as_it_was_given(rzp):
    invoice = {"number": "INV001", "customer_name": "Gaurav Kumar", "gst_amount": 4000, "supply_type": "interstate"}
    code = code_of(rzp, tax_invoice=invoice)
    assert code["tax_invoice"] == {**invoice, "date": NOW}
    assert rzp.qrcode.fetch(code["id"]) == code
    assert rzp.events[-1]["payload"]["qr_code"]["entity"]["tax_invoice"] == code["tax_invoice"]
    assert "tax_invoice" not in code_of(rzp)


def test_lists(rzp):
    customer = rzp.customer.create(GAURAV)["id"]
    codes = []
    for n in range(5):
        codes.append(code_of(rzp, **({"customer_id": customer} if n % 2 else {}))["id"])
        rzp.clock.advance(seconds=10)
    found = rzp.qrcode.all()
    assert [one["id"] for one in found["items"]] == codes[::-1]
    assert [one["id"] for one in rzp.qrcode.all({"count": 2, "skip": 1})["items"]] == [codes[3], codes[2]]
    assert [one["id"] for one in rzp.qrcode.all({"from": NOW + 10, "to": NOW + 20})["items"]] == [codes[2], codes[1]]
    assert [one["id"] for one in rzp.qrcode.all({"customer_id": customer})["items"]] == [codes[3], codes[1]]
    payments = []
    for amount in (100, 200, 300):
        payments.append(rzp.checkout.pay(codes[3], amount=amount)["razorpay_payment_id"])
        rzp.clock.advance(seconds=10)
    assert [one["id"] for one in rzp.qrcode.all({"payment_id": payments[0]})["items"]] == [codes[3]]
    other = rzp.customer.create({**GAURAV, "email": "other@example.com"})["id"]
    assert rzp.qrcode.all({"payment_id": payments[0], "customer_id": other})["items"] == []
    page = rzp.qrcode.fetch_all_payments(codes[3], {"count": 1, "skip": 1})
    assert [one["id"] for one in page["items"]] == [payments[1]]
    since = rzp.qrcode.fetch_all_payments(codes[3], {"from": NOW + 60, "to": NOW + 69})
    assert [one["id"] for one in since["items"]] == [payments[1]]


def test_a_code_of_a_sub_merchant_is_in_its_own_books(rzp):
    mine = {"headers": {"X-Razorpay-Account": "acc_Ef7ArAsdU5t0XL"}}
    code = rzp.qrcode.create({"type": "upi_qr", "usage": "multiple_use"}, **mine)["id"]
    rzp.checkout.pay(code, amount=500)
    assert rzp.qrcode.all()["count"] == 0
    assert sums(rzp.qrcode.fetch(code, **mine)) == ("active", 500, 1)
    assert rzp.events[-1]["account_id"] == "acc_Ef7ArAsdU5t0XL"
    assert (rzp.ledger.balance("merchant"), rzp.ledger.balance("merchant", account="acc_Ef7ArAsdU5t0XL")) == (0, 500)


def test_a_snapshot_brings_the_code_back(rzp):
    code = single(rzp)["id"]
    before = rzp.snapshot()
    rzp.checkout.pay(code)
    assert rzp.qrcode.fetch(code)["status"] == "closed"
    rzp.restore(before)
    assert sums(rzp.qrcode.fetch(code)) == ("active", 0, 0)
    rzp.clock.advance(hours=2)
    assert rzp.qrcode.fetch(code)["status"] == "closed"


def test_who_walks_away_leaves_a_failed_payment(rzp):
    code = single(rzp)["id"]
    error = rzp.checkout.abandon(code)["error"]
    assert error["reason"] == "payment_cancelled"
    assert sums(rzp.qrcode.fetch(code)) == ("active", 0, 0)
    assert rzp.payment.fetch(error["metadata"]["payment_id"])["status"] == "failed"


def test_a_test_payment_as_the_page_of_bharat_qr_has_it(rzp):
    code = code_of(rzp, type="bharat_qr")["id"]
    reply = rzp.request("POST", "/v1/bharatqr/pay/test", json={"reference": code, "amount": 500, "method": "card"})
    assert (reply.status, reply.body["status"], reply.body["method"]) == (200, "captured", "card")
    assert sums(rzp.qrcode.fetch(code)) == ("active", 500, 1)
    assert names(rzp)[-1] == "qr_code.credited"
