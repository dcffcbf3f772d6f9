"""Calls about subscriptions, transfers, disputes, settlements, cards and servers' payments, by each of their names.

For test_surface_answers: what a call is about is made when its arguments are asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import SimpleNamespace
from typing import Any

from tests.flows.saved_cards import token_body
from tests.flows.steps import order_of, paid
from tests.ledger.subscribing import plan, subscribed

DAY = 86400
LINKED = "acc_IRQWUleX4BqvYn"
CARD = {"number": "4386289407660153", "name": "Gaurav", "expiry_month": 11, "expiry_year": 30}
ADDRESS = {"line1": "84th floor", "line2": "2nd main", "city": "Bengaluru", "state": "Karnataka", "country": "IND"}
WHO = {"email": "gaurav.kumar@example.com", "contact": "9000090000"}
ITEM = {"item": {"name": "Extra", "amount": 30000, "currency": "INR"}, "quantity": 1}
SHARE = {"transfers": [{"account": LINKED, "amount": 1000, "currency": "INR"}]}


def _paid_by_server(have: Any) -> str:
    answer = have.rzp.payment.createPaymentJson(
        {"amount": 5000, "currency": "INR", "order_id": order_of(have.rzp, 5000), "method": "card", "card": CARD, **WHO}
    )
    return str(answer["razorpay_payment_id"])


def _with_password(have: Any) -> str:
    have.rzp.payment.otpGenerate(have.begun)
    return str(have.begun)


def _transfer(have: Any) -> str:
    return str(have.rzp.payment.transfer(paid(have.rzp), SHARE)["items"][0]["id"])


def _settlement(have: Any) -> str:
    paid(have.rzp)
    return str(have.rzp.bank.settle()["id"])


def _on_demand(have: Any) -> str:
    paid(have.rzp)
    return str(have.rzp.settlement.create_ondemand_settlement({"amount": 20000})["id"])


def _updating(have: Any) -> str:
    made = subscribed(have.rzp)
    have.rzp.subscription.edit(made, {"quantity": 2, "schedule_change_at": "cycle_end"})
    return made


def _paused(have: Any) -> str:
    made = subscribed(have.rzp)
    have.rzp.subscription.pause(made)
    return made


def _with_offer(have: Any) -> str:
    return str(have.rzp.subscription.create({"plan_id": have.plan, "total_count": 6, "offer_id": have.offer})["id"])


def _addon(have: Any) -> str:
    return str(have.rzp.subscription.createAddon(subscribed(have.rzp), ITEM)["id"])


def _reviewed_order(have: Any) -> str:
    details = {"name": "Gaurav Kumar", "contact": "+919000090000", "shipping_address": ADDRESS}
    order = order_of(have.rzp, 1000, rto_review=True, line_items_total=1000, customer_details=details)
    have.rzp.dashboard.rate_order(order, "low")
    return order


def _fund(have: Any) -> str:
    return str(have.rzp.fund_account.create(_fund_body(have))["id"])


def _fund_body(have: Any) -> dict[str, Any]:
    account = {"name": "Gaurav Kumar", "account_number": "11214311215411", "ifsc": "HDFC0000053"}
    return {"customer_id": have.customer, "account_type": "bank_account", "bank_account": account}


def _asked(have: Any) -> str:
    answer = have.rzp.customer.requestEligibilityCheck(_eligibility(have))
    return str(answer["instruments"][0]["eligibility_req_id"])


def _eligibility(have: Any) -> dict[str, Any]:
    return {"amount": 500000, "currency": "INR", "customer": {"id": have.customer, "contact": "+919000090000"}}


MAKERS: Mapping[str, Callable[[Any], str]] = {
    "plan": lambda s: plan(s.rzp),
    "subscription": lambda s: subscribed(s.rzp),
    "updating": _updating,
    "paused": _paused,
    "discounted": _with_offer,
    "offer": lambda s: str(s.rzp.dashboard.create_offer("card", percentage=10)["id"]),
    "addon": _addon,
    "whole": lambda s: paid(s.rzp),
    "shared": _transfer,
    "dispute": lambda s: str(s.rzp.bank.dispute(s.payment)["id"]),
    "settlement": _settlement,
    "on_demand": _on_demand,
    "begun": _paid_by_server,
    "guarded": _with_password,
    "reviewed": _reviewed_order,
    "down": lambda s: str(s.rzp.bank.downtime(method="card")["id"]),
    "provider": lambda s: str(s.rzp.token.fetchToken({"id": s.saved})["service_provider_tokens"][0]["id"]),
    "saved": lambda s: str(s.rzp.token.create(token_body())["id"]),
    "card": lambda s: str(s.rzp.payment.fetch(s.payment)["card_id"]),
    "fund": _fund,
    "asked": _asked,
}


class Stage(SimpleNamespace):
    """One of each thing in a world, those of MAKERS as they are asked for."""

    def __getattr__(self, name: str) -> str:
        if name not in MAKERS:
            raise AttributeError(name)
        made = MAKERS[name](self)
        setattr(self, name, made)
        return made


ALIKE: Mapping[str, Callable[[Any], tuple[Any, ...]]] = {
    # subscriptions
    "plan.create plans.create": lambda s: (
        {"period": "weekly", "interval": 1, "item": {"name": "Test", "amount": 69900, "currency": "INR"}},
    ),
    "plan.all plans.all": lambda s: ({"count": 1},),
    "plan.fetch plans.fetch": lambda s: (s.plan,),
    "subscription.create subscriptions.create": lambda s: ({"plan_id": s.plan, "total_count": 6},),
    "subscription.all subscriptions.all": lambda s: ({"plan_id": s.plan},),
    "subscription.fetch subscriptions.fetch": lambda s: (s.subscription,),
    "subscription.edit subscriptions.update": lambda s: (s.subscription, {"quantity": 2}),
    "subscription.pending_update subscriptions.pendingUpdate": lambda s: (s.updating,),
    "subscription.cancel_scheduled_changes subscriptions.cancelScheduledChanges": lambda s: (s.updating,),
    "subscription.pause subscriptions.pause": lambda s: (s.subscription, {"pause_at": "now"}),
    "subscription.resume subscriptions.resume": lambda s: (s.paused, {"resume_at": "now"}),
    "subscription.delete_offer subscriptions.deleteOffer": lambda s: (s.discounted, s.offer),
    "subscription.createAddon subscriptions.createAddon": lambda s: (s.subscription, dict(ITEM)),
    "addon.all": lambda s: ({"count": 1},),
    "addon.fetch addons.fetch": lambda s: (s.addon,),
    "addon.delete addons.delete": lambda s: (s.addon,),
    # transfers
    "payment.transfer payments.transfer": lambda s: (s.whole, dict(SHARE)),
    "payment.transfers payments.fetchTransfer": lambda s: (s.payment,),
    "transfer.create transfers.create": lambda s: ({"account": LINKED, "amount": 100, "currency": "INR"},),
    "transfer.all transfer.fetch_all transfers.all": lambda s: ({"count": 1},),
    "transfer.fetch transfers.fetch": lambda s: (s.shared,),
    "transfer.edit transfers.edit": lambda s: (s.shared, {"on_hold": True}),
    "transfer.reverse transfers.reverse": lambda s: (s.shared, {"amount": 100}),
    "transfer.reversals": lambda s: (s.shared,),
    # disputes and settlements
    "dispute.all disputes.all": lambda s: ({"count": 1},),
    "dispute.fetch disputes.fetch": lambda s: (s.dispute,),
    "dispute.accept disputes.accept": lambda s: (s.dispute,),
    "dispute.contest disputes.contest": lambda s: (
        s.dispute,
        {"amount": 5000, "summary": "delivered", "shipping_proof": [s.paper], "action": "draft"},
    ),
    "settlement.all settlements.all": lambda s: ({"count": 1},),
    "settlement.fetch settlements.fetch": lambda s: (s.settlement,),
    "settlement.report settlements.reports": lambda s: ({"year": 2026, "month": 1},),
    "settlement.create_ondemand_settlement settlements.createOndemandSettlement": lambda s: ({"amount": 20000},),
    "settlement.fetch_all_ondemand_settlement settlements.fetchAllOndemandSettlement": lambda s: ({"count": 1},),
    "settlement.fetch_ondemand_settlement_id settlements.fetchOndemandSettlementById": lambda s: (
        s.on_demand,
        {"expand[]": "ondemand_payouts"},
    ),
    # payments from a server, and what is down
    "payment.createPaymentJson payments.createPaymentJson": lambda s: (
        {"amount": 1000, "currency": "INR", "order_id": s.order, "method": "card", "card": dict(CARD), **WHO},
    ),
    "payment.createUpi payments.createUpi": lambda s: (
        {
            "amount": 1000, "currency": "INR", "order_id": s.order, "method": "upi", **WHO,
            "upi": {"flow": "collect", "vpa": "gaurav@okbank", "expiry_time": 5}, "ip": "1.1.1.1",
        },
    ),
    "payment.otpGenerate payments.otpGenerate": lambda s: (s.begun,),
    "payment.otpSubmit payments.otpSubmit": lambda s: (s.guarded, {"otp": "123456"}),
    "payment.otpResend payments.otpResend": lambda s: (s.guarded,),
    "payment.validateVpa payments.validateVpa": lambda s: ({"vpa": "gaurav@okbank"},),
    "payment.fetchDownTime payments.fetchPaymentDowntime": lambda s: (),
    "payment.fetchDownTimeById payments.fetchPaymentDowntimeById": lambda s: (s.down,),
    "order.viewRtoReview orders.viewRtoReview": lambda s: (s.reviewed,),
    "order.editFulfillment orders.editFulfillment": lambda s: (
        s.reviewed,
        {"payment_method": "upi", "shipping": {"waybill": "123456789", "status": "rto", "provider": "Bluedart"}},
    ),
    # cards, tokens, funds
    "token.create tokens.create": lambda s: (token_body(),),
    "token.fetchToken tokens.fetch": lambda s: ({"id": s.saved},),
    "token.deleteToken tokens.delete": lambda s: ({"id": s.saved},),
    "token.processPaymentOnAlternatePAorPG tokens.processPaymentOnAlternatePAorPG": lambda s: ({"id": s.provider},),
    "card.fetch cards.fetch": lambda s: (s.card,),
    "card.requestCardReference cards.requestCardReference": lambda s: ({"number": "4854980604708430"},),
    "iin.all iins.all": lambda s: ({"flow": "otp"},),
    "iin.fetch iins.fetch": lambda s: ("411111",),
    "fund_account.create fundAccount.create": lambda s: (_fund_body(s),),
    "fund_account.fetch": lambda s: (s.fund, {}),
    "customer.requestEligibilityCheck customers.requestEligibilityCheck": lambda s: (_eligibility(s),),
    "customer.fetchEligibility customers.fetchEligibility": lambda s: (s.asked,),
}
# Where the SDKs' parameters differ, and the answer is one.
APART: Mapping[str, Callable[[Any], tuple[Any, ...]]] = {
    "subscription.cancel": lambda s: (s.subscription, {"cancel_at_cycle_end": True}),
    "subscriptions.cancel": lambda s: (s.subscription, True),
    "addons.all": lambda s: (),
    "fund_account.all": lambda s: ({"customer_id": s.customer},),
    "fundAccount.fetch": lambda s: (s.customer,),
    "transfers.fetchSettlements": lambda s: (),
}
