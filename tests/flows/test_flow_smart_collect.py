"""Smart Collect: what is sent to an account is kept, or given back; each transfer found by its reference."""

from __future__ import annotations

import pytest

from fakerzp import BadRequestError, NotPayable, PaymentPending
from tests.flows.steps import DAY, GAURAV

NOW = 1767607200  # 2026-01-05T10:00:00Z, where the fixture's clock stands
PAYER = {"name": "Saurav Kumar", "account_number": "914010012345679", "ifsc": "KKBK0000007"}
ALLOWED = {"type": "bank_account", "bank_account": {"ifsc": "UTIB0000013", "account_number": "914010012345679"}}
BOTH = ("bank_account", "vpa")


def account_of(rzp, *types, **more):
    return rzp.virtual_account.create({"receivers": {"types": list(types or ("bank_account",))}, **more})


def send(rzp, account, amount=61900, **how):
    """A transfer; the payment that Razorpay makes of it, as it is by now."""
    paid = rzp.checkout.pay(account, amount=amount, **how)["razorpay_payment_id"]
    return rzp.payment.fetch(paid)


def patch(rzp, account, **body):
    return rzp.request("PATCH", f"/v1/virtual_accounts/{account}", json=body).body


def names(rzp):
    return [event["event"] for event in rzp.events]


# ---------------------------------------------------------------------- accounts


def test_an_account_in_test_mode_and_in_live_mode(rzp, build):
    customer = rzp.customer.create(GAURAV)["id"]
    body = {
        "receivers": {
            "types": ["vpa", "bank_account", "qr_code"],
            "bank_account": {"descriptor": "1234567890"},
            "vpa": {"descriptor": "gaurikumari"},
        },
        "description": "Rent",
        "customer_id": customer,
        "amount_expected": 230000,
        "close_by": NOW + 900,
        "notes": {"flat no": "105"},
    }
    account = rzp.virtual_account.create(body)
    bank, vpa, code = account.pop("receivers")
    assert account == {
        "id": account["id"],
        "name": "Acme Corp",
        "entity": "virtual_account",
        "status": "active",
        "description": "Rent",
        "amount_expected": 230000,
        "notes": {"flat no": "105"},
        "amount_paid": 0,
        "customer_id": customer,
        "close_by": NOW + 900,
        "closed_at": None,
        "created_at": NOW,
    }
    assert bank == {
        "id": bank["id"],
        "entity": "bank_account",
        "ifsc": "RAZR0000001",
        "bank_name": None,
        "name": "Acme Corp",
        "notes": [],
        "account_number": "1112221234567890",
    }
    assert vpa["address"] == "rzr.payto00000gaurikumari@icic" == f"{vpa['username']}@{vpa['handle']}"
    assert (code["reference"], code["created_at"]) == (code["id"].removeprefix("qr_"), NOW)
    live = build(account={"test_mode": False, "billing_label": "Word Express"})
    bank, vpa = account_of(live, *BOTH)["receivers"]
    assert (bank["ifsc"], bank["bank_name"], bank["name"]) == ("RATN0VAAPIS", "RBL Bank", "Word Express")
    assert (len(bank["account_number"]), bank["account_number"][:6]) == (16, "222333")
    assert vpa["username"].startswith("rpy.payto00000")
    assert (len(vpa["username"]), vpa["handle"]) == (24, "icici")


def test_the_older_format_of_a_request(rzp):
    account = rzp.virtual_account.create({"receiver_types": ["bank_account"], "description": "First"})
    assert [receiver["entity"] for receiver in account["receivers"]] == ["bank_account"]


def test_a_descriptor_is_free_again_when_its_account_is_closed(rzp):
    body = {"receivers": {"types": ["bank_account"], "bank_account": {"descriptor": "4711"}}}
    account = rzp.virtual_account.create(body)
    assert account["receivers"][0]["account_number"] == "1112220000004711"
    with pytest.raises(BadRequestError, match="An active Customer Identifier with the same descriptor already exists"):
        rzp.virtual_account.create(body)
    rzp.virtual_account.close(account["id"])
    assert rzp.virtual_account.create(body)["status"] == "active"


def test_receivers_are_added_in_the_order_in_which_accounts_show_them(rzp):
    account = account_of(rzp, "vpa")["id"]
    added = rzp.virtual_account.add_receiver(account, {"types": ["bank_account"]})
    assert [receiver["entity"] for receiver in added["receivers"]] == ["bank_account", "vpa"]
    assert rzp.virtual_account.fetch(account) == added
    added = rzp.virtual_account.add_receiver(account, {"types": ["qr_code"]})
    assert [receiver["entity"] for receiver in added["receivers"]] == ["bank_account", "vpa", "qr_code"]


# ---------------------------------------------------------------------- transfers


def test_a_bank_transfer(rzp):
    customer = rzp.customer.create(GAURAV)["id"]
    account = account_of(rzp, customer_id=customer)["id"]
    rzp.clock.advance(seconds=60)
    payment = send(rzp, account, method="bank_transfer", payer={**PAYER, "mode": "RTGS"})
    assert (payment["status"], payment["method"], payment["amount"], payment["description"]) == (
        "captured",
        "bank_transfer",
        61900,
        "NA",
    )
    assert (payment["fee"], payment["tax"]) == (730, 111)  # 1 % and its tax
    assert (payment["email"], payment["customer_id"]) == (GAURAV["email"], customer)
    transfer = rzp.payment.bank_transfer(payment["id"])
    whole = transfer.pop("virtual_account")
    assert (whole["id"], whole["amount_paid"]) == (account, 61900)
    assert transfer == {
        "id": transfer["id"],
        "entity": "bank_transfer",
        "payment_id": payment["id"],
        "mode": "RTGS",
        "bank_reference": payment["acquirer_data"]["rrn"],
        "amount": 61900,
        "payer_bank_account": {
            "id": transfer["payer_bank_account"]["id"],
            "entity": "bank_account",
            "ifsc": "KKBK0000007",
            "bank_name": "Kotak Mahindra Bank",
            "name": "Saurav Kumar",
            "notes": [],
            "account_number": "914010012345679",
        },
        "virtual_account_id": account,
    }
    assert names(rzp) == [
        "virtual_account.created",
        "payment.authorized",
        "payment.captured",
        "virtual_account.credited",
    ]
    told = rzp.events[-1]
    assert told["contains"] == ["payment", "virtual_account", "bank_transfer"]
    assert told["payload"]["virtual_account"]["entity"]["amount_paid"] == 61900
    assert told["payload"]["bank_transfer"]["entity"]["bank_reference"] == transfer["bank_reference"]
    assert rzp.ledger.balance("merchant") == 61900 - 730


def test_a_transfer_by_upi(rzp):
    account = account_of(rzp, *BOTH)["id"]
    payment = send(rzp, account, 500, method="upi", vpa="gauravkumar@icic", payer=PAYER)
    assert (payment["method"], payment["vpa"], payment["description"]) == (
        "upi",
        "gauravkumar@icic",
        "Virtual UPI ID payment",
    )
    transfer = rzp.payment.upi_transfer(payment["id"])
    assert transfer.pop("virtual_account")["amount_paid"] == 500
    assert transfer == {
        "id": transfer["id"],
        "entity": "upi_transfer",
        "amount": 500,
        "payer_vpa": "gauravkumar@icic",
        "payer_bank": "Kotak Mahindra Bank",
        "payer_account": "914010012345679",
        "payer_ifsc": "KKBK0000007",
        "payment_id": payment["id"],
        "npci_reference_id": payment["acquirer_data"]["rrn"],
        "virtual_account_id": account,
    }
    told = rzp.events[-1]
    assert told["contains"] == ["payment", "virtual_account", "upi_transfer"]
    assert told["payload"]["upi_transfer"]["entity"]["rrn"] == transfer["npci_reference_id"]
    with pytest.raises(BadRequestError, match="The id provided does not exist"):
        rzp.payment.bank_transfer(payment["id"])


def test_a_receiver_is_paid_by_its_own_id(rzp):
    account = account_of(rzp, "bank_account", "vpa", "qr_code")
    bank, vpa, code = [receiver["id"] for receiver in account["receivers"]]
    by_bank, by_upi = send(rzp, bank, 100), send(rzp, vpa, 200)
    by_code, by_card = send(rzp, code, 300), send(rzp, code, 400, method="card")
    methods = [payment["method"] for payment in (by_bank, by_upi, by_code, by_card)]
    assert methods == ["bank_transfer", "upi", "upi", "card"]
    assert rzp.payment.upi_transfer(by_upi["id"])["amount"] == 200
    for payment in (by_code, by_card):
        assert payment["description"] == "Bharat Qr Payment"
        with pytest.raises(BadRequestError):
            rzp.payment.upi_transfer(payment["id"])
    assert rzp.virtual_account.fetch(account["id"])["amount_paid"] == 1000
    assert rzp.events[-1]["contains"] == ["payment", "virtual_account"]
    with pytest.raises(NotPayable, match="takes bank_transfer only, not upi"):
        rzp.checkout.pay(bank, method="upi", amount=100)


def test_what_an_account_does_not_take(rzp):
    account = account_of(rzp)["id"]
    for method in ("upi", "card", "netbanking"):
        with pytest.raises(NotPayable, match=f"{account} takes bank_transfer only, not {method}"):
            rzp.checkout.pay(account, method=method, amount=100)
    upi_only = rzp.virtual_account.create({"receivers": {"types": ["qr_code"], "qr_code": {"method": {"card": False}}}})
    with pytest.raises(NotPayable, match="takes upi only, not card"):
        rzp.checkout.pay(upi_only["id"], method="card", amount=100)
    with pytest.raises(ValueError, match="bank_transfer pays a virtual account"):
        rzp.checkout.pay(rzp.order.create({"amount": 100, "currency": "INR"})["id"], method="bank_transfer")
    with pytest.raises(ValueError, match="has no amount of its own"):
        rzp.checkout.pay(account)
    for payer, says in (
        ({"iban": "1"}, "payer= takes name, account_number, ifsc and mode, not 'iban'"),
        ({"ifsc": "UTIB000001"}, "ifsc='UTIB000001'"),
        ({"mode": "SWIFT"}, "mode='SWIFT': choose one of NEFT, RTGS, IMPS, UPI"),
    ):
        with pytest.raises(ValueError, match=says):
            rzp.checkout.pay(account, amount=100, payer=payer)
    with pytest.raises(ValueError, match="a bank transfer that fails never reaches Razorpay"):
        rzp.checkout.fail(account, amount=100)
    for answer in (rzp.bank.pending(), rzp.bank.time_out(), rzp.bank.authorize_late(failed_first=True)):
        rzp.bank.script(answer)
        with pytest.raises(ValueError, match="a bank transfer that fails never reaches Razorpay"):
            rzp.checkout.pay(account, amount=100)
    rzp.clock.advance(days=1)
    assert rzp.payment.all()["count"] == 0


def test_what_is_expected_is_what_is_paid_unless_told_otherwise_and_more_is_kept_too(rzp):
    account = account_of(rzp, amount_expected=230000)["id"]
    send(rzp, account, 100000)
    send(rzp, account, None)
    assert rzp.virtual_account.fetch(account)["amount_paid"] == 230000
    send(rzp, account, 9000)
    found = rzp.virtual_account.fetch(account)
    assert (found["amount_paid"], found["amount_expected"], found["status"]) == (239000, 230000, "active")


def test_what_was_given_back_was_paid_all_the_same(rzp):
    account = account_of(rzp)["id"]
    payment = send(rzp, account, 5000)
    refund = rzp.payment.refund(payment["id"], {"amount": 2000})
    assert (refund["status"], refund["amount"]) == ("processed", 2000)
    assert rzp.virtual_account.fetch(account)["amount_paid"] == 5000


def test_a_payment_is_found_by_the_reference_of_its_transfer(rzp):
    account = account_of(rzp, *BOTH)["id"]
    rzp.checkout.pay(amount=100, method="card")
    payments = [send(rzp, account, 100), send(rzp, account, 200, method="upi"), send(rzp, account, 300)]
    references = [payment["acquirer_data"]["rrn"] for payment in payments]
    for payment, reference in zip(payments, references, strict=True):
        found = rzp.payment.all({"va_transaction_id": reference, "virtual_account": 1, "skip": 0, "count": 25})
        assert [one["id"] for one in found["items"]] == [payment["id"]]
    assert rzp.payment.all({"va_transaction_id": "209817848101", "virtual_account": 1})["items"] == []
    every = rzp.payment.all({"virtual_account": 1})["items"]
    assert [one["id"] for one in every] == [payment["id"] for payment in payments[::-1]]
    page = rzp.payment.all({"virtual_account": 1, "count": 1, "skip": 1})["items"]
    assert [one["id"] for one in page] == [payments[1]["id"]]
    of_account = rzp.virtual_account.payments(account, {"count": 2})["items"]
    assert [one["id"] for one in of_account] == [payments[2]["id"], payments[1]["id"]]


# ---------------------------------------------------------------------- who may pay


def test_only_allowed_payers_are_kept(rzp):
    account = account_of(rzp, allowed_payers=[ALLOWED])
    assert account["allowed_payers"] == [{**ALLOWED, "id": account["allowed_payers"][0]["id"]}]
    va = account["id"]
    kept = send(rzp, va, 1000)  # who pays by default is one who may
    assert kept["status"] == "captured"
    assert rzp.payment.bank_transfer(kept["id"])["payer_bank_account"]["ifsc"] == "UTIB0000013"
    for payer in ({**PAYER}, {**PAYER, "ifsc": "UTIB0000013", "account_number": "0914010012345679"}):
        returned = send(rzp, va, 2000, payer=payer)
        assert (returned["status"], returned["captured"], returned["description"]) == (
            "refunded",
            False,
            "Bank Account Validation Failed",
        )
        assert rzp.payment.bank_transfer(returned["id"])["payer_bank_account"]["name"] == "Saurav Kumar"
    assert rzp.virtual_account.fetch(va)["amount_paid"] == 1000
    assert names(rzp).count("virtual_account.credited") == 1
    assert names(rzp)[-3:] == ["payment.authorized", "refund.created", "refund.processed"]
    added = {"type": "bank_account", "bank_account": {key: PAYER[key] for key in ("ifsc", "account_number")}}
    payers = rzp.virtual_account.add_allowed_player(va, added)["allowed_payers"]
    assert [payer["bank_account"]["ifsc"] for payer in payers] == ["UTIB0000013", "KKBK0000007"]
    assert send(rzp, va, 2000, payer=PAYER)["status"] == "captured"
    assert rzp.virtual_account.delete_allowed_player(va, payers[1]["id"]) is None
    assert send(rzp, va, 2000, payer=PAYER)["status"] == "refunded"
    assert rzp.virtual_account.fetch(va)["amount_paid"] == 3000
    # A UPI ID that is added later is validated as well.
    rzp.virtual_account.add_receiver(va, {"types": ["vpa"]})
    assert send(rzp, va, 500, method="upi", payer=PAYER)["status"] == "refunded"
    assert send(rzp, va, 500, method="upi")["status"] == "captured"


def test_without_allowed_payers_all_are(rzp):
    va = account_of(rzp, allowed_payers=[ALLOWED])["id"]
    rzp.virtual_account.delete_allowed_player(va, rzp.virtual_account.fetch(va)["allowed_payers"][0]["id"])
    assert "allowed_payers" not in rzp.virtual_account.fetch(va)
    assert send(rzp, va, payer=PAYER)["status"] == "captured"


def test_money_of_whom_the_bank_does_not_tell(rzp):
    va = account_of(rzp)["id"]
    payment = send(rzp, va, 1000, payer={})
    assert (payment["status"], rzp.payment.bank_transfer(payment["id"])["payer_bank_account"]) == ("captured", None)
    # It can't be given back by itself, since nobody knows to whom.
    rzp.virtual_account.close(va)
    stuck = send(rzp, va, 1000, payer={})
    rzp.clock.advance(days=30)
    assert rzp.payment.fetch(stuck["id"])["status"] == "authorized"


# ---------------------------------------------------------------------- closed


def test_what_comes_to_a_closed_account_is_given_back(rzp):
    va = account_of(rzp, *BOTH)["id"]
    kept = send(rzp, va, 5000)
    rzp.clock.advance(minutes=10)
    closed = rzp.virtual_account.close(va)
    assert (closed["status"], closed["closed_at"], closed["amount_paid"]) == ("closed", NOW + 600, 5000)
    assert (rzp.events[-1]["event"], rzp.events[-1]["contains"]) == ("virtual_account.closed", ["virtual_account"])
    for method in ("bank_transfer", "upi"):
        payment = send(rzp, va, 7000, method=method)
        assert (payment["status"], payment["amount_refunded"], payment["captured"]) == ("refunded", 7000, False)
    assert rzp.virtual_account.fetch(va) == closed
    assert [one["id"] for one in rzp.virtual_account.payments(va)["items"]][-1] == kept["id"]
    assert rzp.virtual_account.payments(va)["count"] == 3
    assert rzp.ledger.balance("customer") == -5000
    refunds = rzp.refund.all()["items"]
    assert [(refund["amount"], refund["status"]) for refund in refunds] == [(7000, "processed")] * 2


def test_it_closes_when_it_was_told_to(rzp):
    va = account_of(rzp, close_by=NOW + 3600)["id"]
    moved = patch(rzp, va, close_by=NOW + 7200, description="Later", notes={"a": "b"})
    assert (moved["close_by"], moved["description"], moved["notes"]) == (NOW + 7200, "Later", {"a": "b"})
    rzp.clock.advance(hours=1)
    assert rzp.virtual_account.fetch(va)["status"] == "active"
    rzp.clock.advance(hours=1)
    closed = rzp.virtual_account.fetch(va)
    assert (closed["status"], closed["closed_at"]) == ("closed", NOW + 7200)
    assert rzp.events[-1]["event"] == "virtual_account.closed"
    assert rzp.events[-1]["created_at"] == NOW + 7200
    assert patch(rzp, va, description="Still")["description"] == "Still"
    assert rzp.virtual_account.fetch(va)["close_by"] == NOW + 7200


def test_it_may_be_told_not_to_close(rzp):
    va = account_of(rzp, close_by=NOW + 3600)["id"]
    assert patch(rzp, va, close_by=None)["close_by"] is None
    rzp.clock.advance(days=2)
    assert rzp.virtual_account.fetch(va)["status"] == "active"


def test_it_closes_after_90_days_without_use(rzp):
    unused, used = account_of(rzp)["id"], account_of(rzp)["id"]
    rzp.clock.advance(days=60)
    send(rzp, used, 100)
    rzp.clock.advance(days=30, seconds=-1)
    assert rzp.virtual_account.fetch(unused)["status"] == "active"
    rzp.clock.advance(seconds=1)
    closed = rzp.virtual_account.fetch(unused)
    assert (closed["status"], closed["closed_at"]) == ("closed", NOW + 90 * DAY)
    assert rzp.virtual_account.fetch(used)["status"] == "active"
    rzp.clock.advance(days=60)
    assert rzp.virtual_account.fetch(used)["closed_at"] == NOW + 150 * DAY
    assert names(rzp)[-1] == "virtual_account.closed"


@pytest.mark.parametrize("seconds", [60, 3600])  # longer than what a customer is waited for, too
def test_a_late_transfer_is_kept_or_given_back_by_what_the_account_is_then(rzp, seconds):
    kept, returned = account_of(rzp)["id"], account_of(rzp)["id"]
    rzp.bank.script(rzp.bank.always(rzp.bank.authorize_late(after=seconds)))
    for va in (kept, returned):
        with pytest.raises(PaymentPending) as pending:
            rzp.checkout.pay(va, amount=1000)
        with pytest.raises(BadRequestError):
            rzp.payment.bank_transfer(pending.value.payment_id)  # it has not arrived
    rzp.virtual_account.close(returned)
    rzp.clock.advance(seconds=seconds)
    assert [rzp.virtual_account.fetch(va)["amount_paid"] for va in (kept, returned)] == [1000, 0]
    assert [one["status"] for one in rzp.virtual_account.payments(returned)["items"]] == ["refunded"]
    assert rzp.payment.bank_transfer(pending.value.payment_id)["amount"] == 1000


# ---------------------------------------------------------------------- books


def test_an_account_of_a_sub_merchant_is_in_its_own_books(rzp):
    mine = {"headers": {"X-Razorpay-Account": "acc_Ef7ArAsdU5t0XL"}}
    account = rzp.virtual_account.create({"receivers": {"types": ["bank_account"]}}, **mine)
    send_to = account["receivers"][0]["id"]
    rzp.checkout.pay(send_to, amount=500)
    assert rzp.virtual_account.all()["count"] == 0
    assert rzp.virtual_account.fetch(account["id"], **mine)["amount_paid"] == 500
    assert rzp.payment.all({"virtual_account": 1})["count"] == 0
    assert rzp.payment.all({"virtual_account": 1}, **mine)["count"] == 1


def test_a_test_payment_of_the_qr_code_of_an_account(rzp):
    account = account_of(rzp, *BOTH, "qr_code")
    code = account["receivers"][2]["id"]
    reply = rzp.request("POST", "/v1/bharatqr/pay/test", json={"reference": code, "amount": 500, "method": "upi"})
    assert (reply.status, reply.body["description"]) == (200, "Bharat Qr Payment")
    assert rzp.virtual_account.fetch(account["id"])["amount_paid"] == 500
    assert (names(rzp)[-1], rzp.events[-1]["contains"]) == ("virtual_account.credited", ["payment", "virtual_account"])
    rzp.bank.next("payment_failed")
    reply = rzp.request("POST", "/v1/bharatqr/pay/test", json={"reference": code, "amount": 600, "method": "card"})
    assert (reply.status, reply.body["status"]) == (200, "failed")
    assert rzp.virtual_account.fetch(account["id"])["amount_paid"] == 500


@pytest.mark.parametrize("name", ["virtual_accounts", "payments/qr_codes"])
def test_the_same_seed_makes_the_same_bytes(build, name):
    def play(rzp):
        send(rzp, account_of(rzp, *BOTH, "qr_code")["id"], 100)
        rzp.qrcode.create({"type": "bharat_qr", "usage": "multiple_use"})
        return rzp.request("GET", f"/v1/{name}").content, [str(event) for event in rzp.events]

    assert play(build(seed=7)) == play(build(seed=7))
    assert play(build(seed=7)) != play(build(seed=8))
