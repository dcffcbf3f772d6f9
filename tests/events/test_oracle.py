"""The tables of these tests against the oracle's webhooks, and every event against the scorer of fidelity."""

from __future__ import annotations

import pytest

import fakerzp
from fakerzp.world.event_names import EVENTS
from tests.contract.documented_world import MISSING, PRESENT, oracle, shapes, tool
from tests.events.documented import BUILT, MANDATES, RECURRING, SAMPLES
from tests.events.steps import played

pytestmark = pytest.mark.skipif(not PRESENT, reason=MISSING)

RECORDS = {record["event"]: record for record in oracle("webhooks")["events"]} if PRESENT else {}
LABELS = {
    "netbanking": {"Netbanking", "Normal Refunds"},
    "card": {"Card", "Cards"},
    "wallet": {"Wallets"},
    "upi": {"UPI"},
    "emandate": {"Emandate"},
    "nach": {"Paper NACH"},
    "bank_transfer": set(),
}
# Samples put together from several, or from prose.
COMPOSED = {
    ("payment_link.paid", "card"),
    ("payment_link.paid", "netbanking"),
    ("payment_link.partially_paid", "upi"),
}
# Where an event differs from the sample of its very method: what is missing, and why.
EXPECTED = {
    # the page: `flow` is there only in the case of Turbo UPI
    ("payment.authorized", "upi"): ["payment.upi.flow"],
    ("payment.captured", "upi"): ["payment.upi.flow"],
    ("payment.failed", "upi"): ["payment.upi.flow"],
}
# A registration that failed leaves no token here.
EXPECTED_OF_MANDATES = {("payment.failed", method): ["payment.token_id"] for method in ("emandate", "nach", "upi")}


def name(sample):
    return f"{sample.event} {sample.method}".strip()


def shown(body):
    """The keys of each entity that a sample shows; some wrap an entity, some date the payload."""
    parts = {entity: part for entity, part in body["payload"].items() if isinstance(part, dict)}
    return {entity: set(part.get("entity", part)) for entity, part in parts.items()}


def of_page(sample):
    """The oracle's payloads of that event on pages of that sort: of recurring payments, or not."""
    recurring = sample in MANDATES
    record = RECORDS[sample.event]
    return [p for p in record["payloads"] if ("recurring-payments" in p["source"]) == recurring]


def of_method(sample):
    """Those of the sample's own method."""
    return [p for p in of_page(sample) if p["label"] in LABELS[sample.method]]


@pytest.mark.parametrize("sample", [*SAMPLES, *MANDATES], ids=name)
def test_a_sample_of_the_tables_is_one_of_the_oracle(sample):
    if (sample.event, sample.method) in COMPOSED:
        assert all(shown(p["body"]) != {e: set(k.split()) for e, k in sample.keys.items()} for p in of_page(sample))
        return
    expected = {entity: set(keys.split()) for entity, keys in sample.keys.items()}
    assert expected in [shown(payload["body"]) for payload in of_page(sample)]
    record = RECORDS[sample.event]
    assert list(sample.keys) in [record["contains"], *record.get("contains_variants", [])]
    assert sample.page in {*RECORDS[sample.event]["sources"], RECURRING}


# Its sample is in an envelope of its own, so the oracle has none of it; the page is that of token.service_provider.*.
UNREAD = {"token.service_provider.failed"}


def test_the_table_of_events_is_whole():
    assert set(EVENTS) - UNREAD == set(RECORDS)
    for event in EVENTS.values():
        if event.name in UNREAD:
            continue
        record = RECORDS[event.name]
        assert event.page in record["sources"]
        if record["product"] is not None:
            assert event.product == record["product"]


@pytest.mark.parametrize("event", [event for event in BUILT if event not in UNREAD])
def test_an_event_is_shaped_as_documented(event):
    record = RECORDS[event]
    verdict, misses = tool().score_event(fakerzp, shapes(), record)
    assert misses == []
    assert verdict == ("shaped" if record["payloads"] else "accepted")


@pytest.mark.parametrize("event", sorted(set(EVENTS) - set(BUILT)))
def test_an_event_that_is_not_built_is_not_answered(event):
    assert tool().score_event(fakerzp, shapes(), RECORDS[event])[0] == "unanswered"


def misses(sample, happened):
    """What the sample of the event's own method has and the event has not, or has of another type."""
    found = []
    for payload in of_method(sample):
        body = payload["body"]
        if set(shown(body)) == set(sample.keys):
            found.append([where for _, where in shapes().misfits(body, happened)])
    return min(found, key=len)


@pytest.mark.parametrize("sample", [s for s in SAMPLES if s.method and of_method(s)] if PRESENT else [], ids=name)
def test_an_event_of_a_method_is_shaped_as_the_sample_of_that_method(rzp, sample):
    happened = rzp.trigger(sample.event, method=sample.method)
    assert misses(sample, happened) == EXPECTED.get((sample.event, sample.method), [])


@pytest.mark.parametrize("sample", [s for s in MANDATES if of_method(s)] if PRESENT else [], ids=name)
def test_an_event_of_a_mandate_is_shaped_as_the_sample_of_its_method(rzp, sample):
    happened = played(rzp, sample.event, sample.method)
    assert misses(sample, happened) == EXPECTED_OF_MANDATES.get((sample.event, sample.method), [])
