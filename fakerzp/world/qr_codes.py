"""QR codes in front of a customer, and what is in their images.

Sources: payments/qr-codes/how-it-works.md, payments/qr-codes/faqs.md; what an image holds is laid out as the two
samples in api/qr-codes/image-content/create.md are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..entities.payment import Payment
from ..entities.qr_codes import QrCode
from ..exceptions import NotPayable
from ..ledger.books import Books
from .checkout import Target
from .windows import Landing

if TYPE_CHECKING:
    from .world import World

METHODS = {"upi_qr": ("upi",), "bharat_qr": ("upi", "card")}
"""What each type of QR code is paid with."""
DESCRIPTION = "QRv2 Payment"
_VPA = "acmecorp.rzp@icici"
_MCC = "5411"
_INDIA = "A000000524"


class QrCodes:
    """What customers and banks do with QR codes."""

    def __init__(self, world: World) -> None:
        self._world = world
        world.payables["qr_code"] = self._payable
        world.landings["qr_code"] = self._landing

    def _payable(self, books: Books, code: QrCode) -> Target:
        if not self._world.law.allows(code, "scan"):
            raise NotPayable(f"{code.id} is {code.status}: nobody can pay it", target=code.id, status=code.status)
        customer = books.get(code.customer_id)
        return Target(
            books,
            code,
            None,
            0,
            customer.email if customer is not None else None,
            customer.contact if customer is not None else None,
            code.customer_id,
            amount=code.payment_amount,
            carries=(("qr_code_id", code.id),),
            exact=code.fixed_amount,
            methods=METHODS[code.type],
            domestic=True,
            description=DESCRIPTION,
            notes=code.notes,
        )

    def _landing(self, books: Books, code: Any, payment: Payment) -> Landing:
        """Money that comes late, when the code is closed by now, is given back."""
        return Landing(kept=self._world.law.allows(code, "scan"))


def content(kind: str, reference: str, label: str, note: str, amount: int | None) -> str:
    """What the image of a QR code holds; `amount` in paise, None where the customer says how much."""
    if kind == "upi_qr":
        return _upi(reference, label, note, amount)
    return _bharat(reference, label, amount)


def _rupees(amount: int) -> str:
    whole, paise = divmod(amount, 100)
    return f"{whole}.{paise:02d}" if paise else str(whole)


def _plain(text: str) -> str:
    return "".join(character for character in text if character.isascii() and character.isalnum())


def _upi(reference: str, label: str, note: str, amount: int | None) -> str:
    due = f"&am={_rupees(amount)}" if amount is not None else ""
    said = _plain(label) + _plain(note)
    return f"upi://pay?pa={_VPA}&pn={_plain(label)}&tr=RZP{reference}qrv2&tn={said}{due}&cu=INR&mc={_MCC}"


def _bharat(reference: str, label: str, amount: int | None) -> str:
    """The fields of a QR code as the card networks and NPCI have them, each with its length, and a checksum."""
    fields = [
        ("00", "01"),
        ("01", "12" if amount is not None else "11"),
        ("26", _tlv(("00", _INDIA), ("01", _VPA))),
        ("27", _tlv(("00", _INDIA), ("01", f"RZP{reference}"))),
        ("52", _MCC),
        ("53", "356"),
        *([("54", f"{amount // 100}.{amount % 100:02d}")] if amount is not None else []),
        ("58", "IN"),
        ("59", _plain(label)[:25]),
        ("60", "Bengaluru"),
        ("61", "560030"),
        ("62", _tlv(("05", reference))),
    ]
    body = _tlv(*fields) + "6304"
    return f"{body}{_checksum(body):04X}"


def _tlv(*fields: tuple[str, str]) -> str:
    return "".join(f"{tag}{len(value):02d}{value}" for tag, value in fields)


def _checksum(text: str) -> int:
    """CRC-16 with the polynomial 1021, from FFFF, as the specification of these codes asks for."""
    found = 0xFFFF
    for byte in text.encode():
        found ^= byte << 8
        for _ in range(8):
            found = (found << 1) ^ 0x1021 if found & 0x8000 else found << 1
        found &= 0xFFFF
    return found
