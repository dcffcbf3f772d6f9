"""The mandate asked for by an order or registration link, and the token that it becomes."""

from __future__ import annotations

from typing import Any, ClassVar, NamedTuple

from .base import Notes, Record, notes_json, record


class BankAccount(NamedTuple):
    """The account that a mandate debits."""

    account_number: str
    ifsc: str
    name: str
    account_type: str | None
    bank_name: str | None
    beneficiary_email: str | None
    beneficiary_mobile: str | None


class NachForm(NamedTuple):
    """The paper form of a physical NACH mandate."""

    create_form: bool
    form_reference1: str | None
    form_reference2: str | None
    description: str | None
    prefilled_form: str
    upload_form_url: str
    transient_form: str | None


class Mandate(NamedTuple):
    """What a customer is asked to authorise. Amounts in paise, `expire_at` in Unix seconds."""

    method: str | None
    max_amount: int | None
    expire_at: int | None
    auth_type: str | None
    frequency: str | None
    notes: Notes
    bank_account: BankAccount | None
    nach: NachForm | None
    first_payment_amount: int
    shown_expire_at: int | None
    blocks: bool = False
    """Whether its `max_amount` is blocked at once, to be debited in parts (UPI Reserve Pay)."""


@record
class Card(Record):
    """A card as it was used or saved (`card_`); never its number, only what may be told of it.

    `fingerprint` tells whether two are the same card.
    """

    KIND: ClassVar[str] = "card"

    name: str
    last4: str
    network: str
    type: str
    issuer: str | None
    international: bool
    emi: bool
    sub_type: str
    expiry_month: int
    expiry_year: int
    fingerprint: str = ""


@record
class Token(Record):
    """A saved instrument (`token_`). `status` is that of its mandate; amounts in paise, times in Unix seconds."""

    KIND: ClassVar[str] = "token"
    INDEXED: ClassVar[tuple[str, ...]] = ("customer_id",)

    token: str
    customer_id: str
    method: str
    mandate: Mandate | None = None
    bank: str | None = None
    wallet: str | None = None
    vpa: str | None = None
    card_id: str | None = None
    failure_reason: str | None = None
    mrn: str | None = None
    used_at: int | None = None
    charges: int = 0
    expired_at: int | None = None
    payment_id: str | None = None
    subscription_id: str | None = None
    debited: int = 0

    @property
    def reserves(self) -> bool:
        """Whether money is blocked for it (UPI Reserve Pay)."""
        return self.mandate is not None and self.mandate.blocks

    @property
    def blocked(self) -> int:
        """How much."""
        return (self.mandate.max_amount or 0) if self.mandate is not None and self.mandate.blocks else 0

    @property
    def left(self) -> int | None:
        """What may still be debited of that; None where no money is blocked."""
        return self.blocked - self.debited if self.reserves else None


def mandate_json(mandate: Mandate) -> dict[str, Any]:
    """The `token` object of an order or registration link."""
    body: dict[str, Any] = {
        "method": mandate.method,
        "notes": notes_json(mandate.notes),
        "recurring_status": None,
        "failure_reason": None,
        "currency": "INR",
        "max_amount": mandate.max_amount,
        "auth_type": mandate.auth_type,
        "expire_at": mandate.shown_expire_at,
    }
    if mandate.nach is not None:
        body["nach"] = _nach_json(mandate.nach)
    if mandate.bank_account is not None:
        account = mandate.bank_account
        body["bank_account"] = {
            "ifsc": account.ifsc,
            "bank_name": account.bank_name,
            "name": account.name,
            "account_number": account.account_number,
            "account_type": account.account_type,
            "beneficiary_email": account.beneficiary_email,
            "beneficiary_mobile": account.beneficiary_mobile,
        }
    body["first_payment_amount"] = mandate.first_payment_amount
    return body


def _nach_json(form: NachForm) -> dict[str, Any]:
    body: dict[str, Any] = {
        "create_form": form.create_form,
        "form_reference1": form.form_reference1,
        "form_reference2": form.form_reference2,
        "prefilled_form": form.prefilled_form,
    }
    if form.transient_form is not None:
        body["prefilled_form_transient"] = form.transient_form
    body["upload_form_url"] = form.upload_form_url
    body["description"] = form.description
    return body


def card_json(card: Card) -> dict[str, Any]:
    """A card as a payment shows it."""
    return {
        "id": card.id,
        "entity": "card",
        "name": card.name,
        "last4": card.last4,
        "network": card.network,
        "type": card.type,
        "issuer": card.issuer,
        "international": card.international,
        "emi": card.emi,
        "sub_type": card.sub_type,
        "token_iin": None,
    }


def token_json(token: Token, card: Card | None) -> dict[str, Any]:
    """A token as the customer's list shows it; keys differ by method, as the pages show them."""
    body: dict[str, Any] = {
        "id": token.id,
        "entity": "token",
        "token": token.token,
        "bank": token.bank,
        "wallet": token.wallet,
        "method": token.method,
    }
    if card is not None:
        body["card"] = _saved_card_json(card)
    body["vpa"] = _vpa_json(token.vpa)
    body["recurring"] = token.status == "confirmed"
    body["recurring_details"] = {"status": token.status, "failure_reason": token.failure_reason}
    if token.reserves:
        return _with_reserve(body, token)
    body["auth_type"] = token.mandate.auth_type if token.mandate else None
    body["mrn"] = token.mrn
    body["used_at"] = token.used_at
    body["created_at"] = token.created_at
    body.update(_of_method(token))
    body["dcc_enabled"] = False
    return body


def _with_reserve(body: dict[str, Any], token: Token) -> dict[str, Any]:
    """A token of UPI Reserve Pay: its page shows more of the address, what is blocked, and what was debited of that."""
    body["vpa"] |= {"status": "valid", "received_at": token.created_at}
    body["recurring_details"] |= {"amount_blocked": token.blocked, "amount_debited": token.debited}
    return {
        **body,
        "auth_type": None,
        "mrn": None,
        "used_at": token.used_at if token.debited else None,
        "created_at": token.created_at,
        "start_time": token.created_at,
        "notes": notes_json(token.mandate.notes) if token.mandate else [],
        "error_description": None,
        "entity_id": None,
        "dcc_enabled": False,
        "max_amount": token.blocked,
        "expired_at": token.expired_at,
    }


def _of_method(token: Token) -> dict[str, Any]:
    if token.method == "card":
        return {
            "expired_at": token.expired_at,
            "status": None,
            "notes": notes_json(token.mandate.notes) if token.mandate else [],
            "billing_address": None,
            "compliant_with_tokenisation_guidelines": False,
        }
    if token.method == "upi":
        return {"start_time": token.created_at}
    account = token.mandate.bank_account if token.mandate else None
    if token.method == "emandate" and account is not None and token.mandate is not None:
        return {
            "bank_details": {
                "beneficiary_name": account.name,
                "account_number": account.account_number,
                "ifsc": account.ifsc,
                "account_type": account.account_type,
            },
            "max_amount": token.mandate.max_amount,
            "expired_at": token.expired_at,
        }
    return {}


def _saved_card_json(card: Card) -> dict[str, Any]:
    body = card_json(card)
    del body["id"]
    body["expiry_month"] = card.expiry_month
    body["expiry_year"] = card.expiry_year
    body["flows"] = {"otp": True, "recurring": True}
    return body


def _vpa_json(vpa: str | None) -> dict[str, Any] | None:
    if vpa is None:
        return None
    username, _, handle = vpa.partition("@")
    return {"username": username, "handle": handle, "name": None}
