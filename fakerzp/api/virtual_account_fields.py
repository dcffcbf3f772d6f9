"""What requests of Smart Collect hold: receivers, and the bank accounts that may pay."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from ..entities.virtual_accounts import (
    AllowedPayer,
    BankReceiver,
    QrReceiver,
    Receiver,
    VirtualAccount,
    VpaReceiver,
)
from ..errors import Text
from ..errors import virtual_accounts as texts
from ..world.banks import is_ifsc
from .fields import Choice, Field, Flag, Shape, String

if TYPE_CHECKING:
    from .endpoint import Call

KINDS: dict[str, type[Receiver]] = {"bank_account": BankReceiver, "vpa": VpaReceiver, "qr_code": QrReceiver}
"""The types of receivers, in the order in which accounts show them."""
MOST_PAYERS = 10
_PREFIX = "payto00000"


class Bank(NamedTuple):
    """Where virtual accounts and UPI IDs are kept: in test mode with Razorpay's own bank, which has no name."""

    ifsc: str
    name: str | None
    numbers: str
    namespace: str
    handle: str


# The samples of api/payments/smart-collect-tpv/add-allowed-payer.md and update.md, and of all others.
TEST = Bank("RAZR0000001", None, "111222", "rzr", "icic")
LIVE = Bank("RATN0VAAPIS", "RBL Bank", "222333", "rpy", "icici")


@dataclass(frozen=True, slots=True)
class Types:
    """A list of types of receivers."""

    required: bool = True

    def read(self, call: Call, name: str, value: Any) -> tuple[str, ...]:
        """The types, in the order in which accounts show them."""
        if not isinstance(value, list):
            raise call.error("object", field=name)
        if not value:
            raise call.error("required", field=name)
        if "qr" in value:
            raise texts.QR_RECEIVER.error(field=name)
        for kind in value:
            if not isinstance(kind, str) or kind not in KINDS:
                raise call.error("one_of", field=name)
        return tuple(kind for kind in KINDS if kind in value)


RECEIVERS: dict[str, Field] = {
    "types": Types(),
    "bank_account": Shape({"descriptor": String(least=1, most=10), "numeric": Flag(), "name": String()}),
    "vpa": Shape({"descriptor": String(least=10, most=16)}),
    "qr_code": Shape({"method": Shape({"card": Flag(), "upi": Flag()})}),
}
PAYER = Shape(
    {
        "type": Choice(("bank_account",), required=True),
        "bank_account": Shape({"ifsc": String(), "account_number": String(most=40)}, required=True),
    }
)


class PayerTexts(NamedTuple):
    """How a page words what is wrong with an allowed payer."""

    ifsc_required: Text
    ifsc_length: Text
    ifsc_invalid: Text
    only_bank_accounts: Text
    too_many: Text


NEW = PayerTexts(
    texts.IFSC_REQUIRED_NEW,
    texts.IFSC_LENGTH_NEW,
    texts.IFSC_INVALID,
    texts.ONLY_BANK_ACCOUNTS_NEW,
    texts.TOO_MANY_NEW,
)
ADDED = PayerTexts(
    texts.IFSC_REQUIRED, texts.IFSC_LENGTH, texts.IFSC_INVALID, texts.ONLY_BANK_ACCOUNTS, texts.TOO_MANY
)


def made(call: Call, account_id: str, asked: dict[str, Any]) -> tuple[Receiver, ...]:
    """New receivers, as they were asked for, for the account of that id."""
    makers = {"bank_account": _bank_account, "vpa": _vpa, "qr_code": _qr_code}
    receivers = tuple(makers[kind](call, account_id, asked.get(kind, {})) for kind in asked["types"])
    for receiver in receivers:
        call.books.claim(("receiver", receiver.id), account_id)
    return receivers


def _bank(call: Call) -> Bank:
    return TEST if call.world.account.test_mode else LIVE


def _bank_account(call: Call, account_id: str, asked: dict[str, Any]) -> Receiver:
    descriptor, bank, ledger = asked.get("descriptor"), _bank(call), call.world.ledger
    if asked.get("numeric") is False:
        raise texts.DESCRIPTOR_HANDLE.error()
    if asked.get("numeric") is True and descriptor is not None:
        raise texts.DESCRIPTOR_NUMERIC.error()
    if descriptor is not None:
        _take(call, account_id, "bank_account", descriptor)
    number = bank.numbers + (descriptor or ledger.digits(10)).rjust(10, "0")
    return BankReceiver(ledger.new_id("ba_"), bank.ifsc, bank.name, call.world.account.billing_label, number)


def _vpa(call: Call, account_id: str, asked: dict[str, Any]) -> Receiver:
    descriptor, bank, ledger = asked.get("descriptor"), _bank(call), call.world.ledger
    if descriptor is not None:
        _take(call, account_id, "vpa", descriptor)
    username = f"{bank.namespace}.{_PREFIX}{descriptor or ledger.digits(10)}"
    return VpaReceiver(ledger.new_id("vpa_"), username, bank.handle)


def _qr_code(call: Call, account_id: str, asked: dict[str, Any]) -> Receiver:
    if not call.world.account.bharat_qr:
        raise texts.QR_DISABLED.error(field="receivers")
    methods = asked.get("method", {})
    card, upi = methods.get("card", True), methods.get("upi", True)
    if not (card or upi):
        raise texts.QR_METHODS.error(field="receivers.qr_code.method")
    ledger = call.world.ledger
    return QrReceiver(ledger.new_id("qr_"), ledger.short_url(), call.now, card, upi)


def _take(call: Call, account_id: str, kind: str, descriptor: str) -> None:
    """Take a descriptor for an account; one of an account that is closed is free again."""
    if not (descriptor.isascii() and descriptor.isalnum()):
        raise texts.DESCRIPTOR_CHARACTERS.error(field=f"receivers.{kind}.descriptor")
    key = ("descriptor", kind, descriptor.lower())
    owner: VirtualAccount | None = call.books.get(call.books.claimed(key))
    if owner is not None and call.world.law.allows(owner, "use"):
        raise texts.DESCRIPTOR_TAKEN.error()
    call.books.claim(key, account_id)


def payer_of(call: Call, said: PayerTexts, asked: dict[str, Any]) -> AllowedPayer:
    """An allowed payer, as it was asked for."""
    account = asked["bank_account"]
    if account.get("account_number") in (None, ""):
        raise texts.ACCOUNT_REQUIRED.error(field="bank_account.account_number")
    ifsc = account.get("ifsc")
    if ifsc in (None, ""):
        raise said.ifsc_required.error(field="bank_account.ifsc")
    if len(ifsc) != 11:
        raise said.ifsc_length.error(field="bank_account.ifsc")
    if not is_ifsc(ifsc.upper()):
        raise said.ifsc_invalid.error(field="bank_account.ifsc")
    return AllowedPayer(call.world.ledger.new_id("ba_"), ifsc.upper(), account["account_number"])


def allowed(said: PayerTexts, receivers: tuple[Receiver, ...], payers: tuple[AllowedPayer, ...]) -> None:
    """Refuse payers that are too many or there twice, and any where money does not come to a bank account only."""
    if any(isinstance(receiver, QrReceiver) for receiver in receivers):
        raise texts.QR_RECEIVER.error(field="receivers")
    if any(isinstance(receiver, VpaReceiver) for receiver in receivers):
        raise said.only_bank_accounts.error(field="receivers")
    if len(payers) > MOST_PAYERS:
        raise said.too_many.error(field="allowed_payers")
    if len({(payer.ifsc, payer.account_number) for payer in payers}) < len(payers):
        raise texts.PAYER_EXISTS.error(field="allowed_payers")
