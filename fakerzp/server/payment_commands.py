"""The customer and the bank, for the control API: whoever pays, fails or walks away, and what the bank says."""

from __future__ import annotations

from functools import partial
from typing import Any

from . import outcomes
from .arguments import (
    ANYTHING,
    BODY,
    COUNT,
    FLAG,
    LIST,
    MOMENT,
    NUMBER,
    OBJECT,
    TEXT,
    TEXT_OR_OBJECT,
    WHOLE,
    Takes,
)
from .command import Bench, Command

_HOW: Takes = {
    "target": TEXT,
    "method": TEXT,
    "amount": WHOLE,
    "currency": TEXT,
    "card": TEXT_OR_OBJECT,
    "vpa": TEXT,
    "bank": TEXT,
    "wallet": TEXT,
    "emi_duration": WHOLE,
    "provider": TEXT,
    "payer": OBJECT,
    "offer_id": TEXT,
    "email": TEXT,
    "contact": TEXT,
    "customer_id": TEXT,
    "notes": OBJECT,
}


def _pay(bench: Bench, **how: Any) -> Any:
    return bench.fake.checkout.pay(**how)


def _fail(bench: Bench, **how: Any) -> Any:
    return bench.fake.checkout.fail(**how)


def _abandon(bench: Bench, **how: Any) -> Any:
    return bench.fake.checkout.abandon(**how)


def _authenticate(bench: Bench, id: str, **how: Any) -> Any:  # noqa: A002 - as the caller spells it
    return bench.fake.checkout.authenticate(id, **how)


def _decline(bench: Bench, id: str, **how: Any) -> Any:  # noqa: A002
    return bench.fake.checkout.decline(id, **how)


def _create_offer(bench: Bench, **how: Any) -> Any:
    return bench.fake.dashboard.create_offer(**how)


def _account_code(bench: Bench, linked: str, code: str | None, account: str | None = None) -> Any:
    bench.fake.dashboard.account_code(linked, code, account=account)
    return {"linked": linked, "account_code": code}


def _of_an_offer(verb: str, bench: Bench, id: str) -> Any:  # noqa: A002 - as the caller spells it
    return getattr(bench.fake.dashboard, verb)(id)


def _script(bench: Bench, script: Any, repeat: bool = False) -> Any:
    bank = bench.fake.bank
    bank.script(outcomes.script(bank, script, repeat))
    return {"script": script}


def _next(bench: Bench, outcome: Any) -> Any:
    bank = bench.fake.bank
    bank.next(outcomes.outcome(bank, outcome))
    return {"next": outcome}


def _of_the_bank(verb: str, bench: Bench, id: str, **how: Any) -> Any:  # noqa: A002 - as the caller spells it
    return getattr(bench.fake.bank, verb)(id, **how)


def _downtime(bench: Bench, **how: Any) -> Any:
    return bench.fake.bank.downtime(**how)


def _script_tokens(bench: Bench, answers: Any) -> Any:
    bench.fake.bank.script_tokens(answers)
    return {"answers": answers}


def _script_eligibility(bench: Bench, answers: Any) -> Any:
    bench.fake.bank.script_eligibility(answers)
    return {"answers": answers}


def _answer_eligibility(bench: Bench, id: str, **how: Any) -> Any:  # noqa: A002 - as the caller spells it
    return {"instruments": bench.fake.bank.answer_eligibility(id, **how)}


def _settle(bench: Bench, **how: Any) -> Any:
    return {"settlement": bench.fake.bank.settle(**how)}


def _deposit(verb: str, bench: Bench, **how: Any) -> Any:
    return {verb: getattr(bench.fake.bank, verb)(**how)}


def _inject(bench: Bench, endpoint: str, **how: Any) -> Any:
    bench.fake.faults.inject(endpoint, **how)
    return _faults(bench)


def _faults(bench: Bench) -> Any:
    planned = bench.fake.faults.active
    return {
        "items": [
            {
                "endpoint": plan.endpoint,
                "answer": plan.answer.kind if plan.answer is not None else None,
                "status": (plan.answer.status or None) if plan.answer is not None else None,
                "latency": plan.latency,
                "times": plan.times,
                "every": plan.every,
                "after": plan.after,
            }
            for plan in planned
        ]
    }


def _clear(bench: Bench) -> Any:
    bench.fake.faults.clear()
    return _faults(bench)


def _trigger(bench: Bench, event: str, **overrides: Any) -> Any:
    return bench.fake.trigger(event, **overrides)


_ID: Takes = {"id": TEXT}
_OFFER: Takes = {
    "method": TEXT,
    "offer_type": TEXT,
    "percentage": NUMBER,
    "flat": WHOLE,
    "max_discount": WHOLE,
    "min_amount": WHOLE,
    "max_amount": WHOLE,
    "issuer": TEXT,
    "network": TEXT,
    "card_type": TEXT,
    "iins": LIST,
    "durations": LIST,
    "starts_at": MOMENT,
    "ends_at": MOMENT,
    "max_usage": WHOLE,
    "max_usage_per_card": WHOLE,
    "pay_without_offer": FLAG,
    "show_on_checkout": FLAG,
    "name": TEXT,
    "account": TEXT,
}
_DEPOSIT: Takes = {"amount": WHOLE, "currency": TEXT, "account": TEXT}
_FAULT: Takes = {
    "endpoint": TEXT,
    "error": TEXT,
    "status": WHOLE,
    "code": TEXT,
    "body": BODY,
    "reset": FLAG,
    "timeout": FLAG,
    "rate_limit": FLAG,
    "latency": NUMBER,
    "times": COUNT,
    "every": WHOLE,
    "after": FLAG,
}
_INSTRUMENT: Takes = dict.fromkeys(("network", "issuer", "card_type", "bank", "psp", "vpa_handle", "flow"), TEXT)
_DOWNTIME: Takes = {"method": TEXT, "severity": TEXT, "begin": MOMENT, "end": MOMENT, "declines": FLAG, **_INSTRUMENT}
_TRIGGER: Takes = {
    "event": TEXT,
    "customer": TEXT_OR_OBJECT,
    "notes": OBJECT,
    "account": TEXT,
    "amount": WHOLE,
    "currency": TEXT,
    "method": TEXT,
    "phase": TEXT,
    "reason": TEXT,
    "recipient": TEXT,
    "severity": TEXT,
    **_INSTRUMENT,
}

COMMANDS = (
    Command("POST", "pay", "a customer pays", _pay, {**_HOW, "description": TEXT, "capture": FLAG}),
    Command("POST", "fail", "a payment fails for a documented reason", _fail, {**_HOW, "reason": TEXT}),
    Command("POST", "abandon", "a customer walks away", _abandon, _HOW),
    Command(
        "POST",
        "authenticate",
        "a customer says yes to a payment that a server made",
        _authenticate,
        {**_ID, "vpa": TEXT},
        ("id",),
    ),
    Command("POST", "decline", "a customer says no to it", _decline, {**_ID, "reason": TEXT}, ("id",)),
    Command("POST", "offers", "the merchant makes an offer on the Dashboard", _create_offer, _OFFER, ("method",)),
    Command("GET", "offers/<id>", "an offer as it stands", partial(_of_an_offer, "fetch_offer")),
    Command("DELETE", "offers/<id>", "the merchant takes an offer back", partial(_of_an_offer, "disable_offer")),
    Command(
        "POST",
        "account_code",
        "the merchant gives a linked account an alias, or null: none any more",
        _account_code,
        {"linked": TEXT, "code": ANYTHING, "account": TEXT},
        ("linked", "code"),
    ),
    Command(
        "POST",
        "script",
        "how the bank decides the payments to come; null for the usual",
        _script,
        {"script": ANYTHING, "repeat": FLAG},
        ("script",),
    ),
    Command("POST", "next", "how the bank decides the next payment only", _next, {"outcome": ANYTHING}, ("outcome",)),
    *(
        Command("POST", verb, does, partial(_of_the_bank, verb), takes, ("id",))
        for verb, does, takes in (
            ("confirm_token", "the bank registers the mandate of a token", _ID),
            ("reject_token", "the bank refuses it", {**_ID, "reason": TEXT}),
            ("pause_token", "the customer pauses a UPI mandate", _ID),
            ("resume_token", "the customer resumes it", _ID),
            ("process_refund", "a pending refund reaches the customer", _ID),
            ("fail_refund", "a pending refund fails", _ID),
            ("slow_refund", "an instant refund goes at normal speed", _ID),
            ("process_transfer", "a pending transfer reaches its linked account", _ID),
            ("fail_transfer", "a pending transfer fails", _ID),
            ("activate_token", "a network takes a card that is to be saved, or a token can be used again", _ID),
            ("fail_token", "a network refuses a card", {**_ID, "description": TEXT}),
            ("suspend_token", "an issuer suspends the token of a card", _ID),
            ("deactivate_token", "an issuer ends it", {**_ID, "reason": TEXT}),
        )
    ),
    Command(
        "POST",
        "update_token_expiry",
        "an issuer changes when the token of a card expires",
        partial(_of_the_bank, "update_token_expiry"),
        {**_ID, "month": WHOLE, "year": WHOLE},
        ("id", "month", "year"),
    ),
    Command(
        "POST",
        "script_tokens",
        "how networks answer to cards that are to be saved; null for the usual",
        _script_tokens,
        {"answers": ANYTHING},
        ("answers",),
    ),
    Command(
        "POST",
        "script_eligibility",
        "what lenders say of customers; null for the usual",
        _script_eligibility,
        {"answers": ANYTHING},
        ("answers",),
    ),
    Command(
        "POST",
        "answer_eligibility",
        "lenders answer that were silent",
        _answer_eligibility,
        {**_ID, "answer": TEXT, "provider": TEXT},
        ("id", "answer"),
    ),
    Command("POST", "downtime", "a payment method goes down, now or at a moment", _downtime, _DOWNTIME, ("method",)),
    Command(
        "POST",
        "update_downtime",
        "the severity of a downtime changes",
        partial(_of_the_bank, "update_downtime"),
        {**_ID, "severity": TEXT},
        ("id", "severity"),
    ),
    Command(
        "POST", "resolve_downtime", "a downtime is over", partial(_of_the_bank, "resolve_downtime"), _ID, ("id",)
    ),
    Command(
        "POST", "settle", "the balance is paid out to the merchant", _settle, {"currency": TEXT, "account": TEXT}
    ),
    *(
        Command("POST", verb, does, partial(_deposit, verb), _DEPOSIT, ("amount",))
        for verb, does in (
            ("reserve", "money is added to the reserve, or taken back"),
            ("refund_credits", "money is added to the refund credits, or taken back"),
        )
    ),
    Command("POST", "faults", "calls of an endpoint go wrong", _inject, _FAULT, ("endpoint",)),
    Command("GET", "faults", "the faults that calls can still meet", _faults),
    Command("DELETE", "faults", "take all of them back", _clear),
    Command("POST", "trigger", "the calls that lead to an event", _trigger, _TRIGGER, ("event",)),
)
"""What merchants cannot make happen themselves."""
