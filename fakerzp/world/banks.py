"""Banks and IFSC codes: netbanking, eMandate, NACH.

Sources: payments/payment-methods/netbanking.md (table and Methods API answer),
payments/payment-gateway/web-integration/standard/configure-payment-methods/supported-methods.md,
payments/recurring-payments/emandate/supported-banks.md, payments/recurring-payments/paper-nach/faqs.md.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

NETBANKING_BANKS: Final[tuple[tuple[str, str], ...]] = (
    ("ABPB", "Aditya Birla Idea Payments Bank"),
    ("AIRP", "Airtel Payments Bank"),
    ("ALLA", "Allahabad Bank"),
    ("ANDB", "Andhra Bank"),
    ("ANDB_C", "Andhra Bank - Corporate Banking"),
    ("AUBL", "AU Small Finance Bank"),
    ("BACB", "Bassein Catholic Co-operative Bank"),
    ("BARB_R", "Bank of Baroda - Retail Banking"),
    ("BBKM", "Bank of Bahrein and Kuwait"),
    ("BDBL", "Bandhan Bank"),
    ("BKDN", "Dena Bank"),
    ("BKID", "Bank of India"),
    ("CBIN", "Central Bank of India"),
    ("CIUB", "City Union Bank"),
    ("CNRB", "Canara Bank"),
    ("CORP", "Union Bank of India (Erstwhile Corporation Bank)"),
    ("COSB", "Cosmos Co-operative Bank"),
    ("CSBK", "Catholic Syrian Bank"),
    ("DBSS", "Development Bank of Singapore"),
    ("DCBL", "DCB Bank"),
    ("DEUT", "Deutsche Bank"),
    ("DLXB", "Dhanlaxmi Bank"),
    ("DLXB_C", "Dhanlaxmi Bank - Corporate Banking"),
    ("ESAF", "ESAF Small Finance Bank"),
    ("ESFB", "Equitas Small Finance Bank"),
    ("FDRL", "Federal Bank"),
    ("FSFB", "Fincare Small Finance Bank"),
    ("HDFC", "HDFC Bank"),
    ("HSBC", "HSBC"),
    ("IBKL", "IDBI"),
    ("IBKL_C", "IDBI - Corporate Banking"),
    ("ICIC", "ICICI Bank"),
    ("IDFB", "IDFC FIRST Bank"),
    ("IDIB", "Indian Bank"),
    ("INDB", "Indusind Bank"),
    ("IOBA", "Indian Overseas Bank"),
    ("JAKA", "Jammu and Kashmir Bank"),
    ("JSBP", "Janata Sahakari Bank (Pune)"),
    ("JSFB", "Jana Small Finance Bank"),
    ("KARB", "Karnataka Bank"),
    ("KCCB", "Kalupur Commercial Co-operative Bank"),
    ("KJSB", "Kalyan Janata Sahakari Bank"),
    ("KKBK", "Kotak Mahindra Bank"),
    ("KVBL", "Karur Vysya Bank"),
    ("LAVB_C", "Lakshmi Vilas Bank - Corporate Banking"),
    ("LAVB_R", "Lakshmi Vilas Bank - Retail Banking"),
    ("MAHB", "Bank of Maharashtra"),
    ("MSNU", "Mehsana Urban Co-operative Bank"),
    ("NESF", "North East Small Finance Bank"),
    ("NKGS", "NKGSB Co-operative Bank"),
    ("NSPB", "NSDL Payments Bank"),
    ("ORBC", "PNB (Erstwhile-Oriental Bank of Commerce)"),
    ("PMCB", "Punjab & Maharashtra Co-operative Bank"),
    ("PSIB", "Punjab & Sind Bank"),
    ("PUNB_R", "Punjab National Bank - Retail Banking"),
    ("RATN", "RBL Bank"),
    ("RATN_C", "RBL Bank - Corporate Banking"),
    ("SBBJ", "State Bank of Bikaner and Jaipur"),
    ("SBHY", "State Bank of Hyderabad"),
    ("SBIN", "State Bank of India"),
    ("SBMY", "State Bank of Mysore"),
    ("SBTR", "State Bank of Travancore"),
    ("SCBL", "Standard Chartered Bank"),
    ("SIBL", "South Indian Bank"),
    ("SRCB", "Saraswat Co-operative Bank"),
    ("STBP", "State Bank of Patiala"),
    ("SURY", "Suryoday Small Finance Bank"),
    ("SVCB", "Shamrao Vithal Co-operative Bank"),
    ("SVCB_C", "Shamrao Vithal Bank - Corporate Banking"),
    ("SYNB", "Syndicate Bank"),
    ("TBSB", "Thane Bharat Sahakari Bank"),
    ("TJSB", "Thane Janata Sahakari Bank"),
    ("TMBL", "Tamilnadu Mercantile Bank"),
    ("TNSC", "Tamilnadu State Apex Co-operative Bank"),
    ("UBIN", "Union Bank of India"),
    ("UCBA", "UCO Bank"),
    ("UJVN", "Ujjivan Small Finance Bank"),
    ("UTBI", "PNB (Erstwhile-United Bank of India)"),
    ("UTIB", "Axis Bank"),
    ("VARA", "Varachha Co-operative Bank"),
    ("VIJB", "Vijaya Bank"),
    ("YESB", "Yes Bank"),
    ("YESB_C", "Yes Bank - Corporate Banking"),
    ("ZCBL", "Zoroastrian Co-operative Bank"),
)
"""Code and name of each bank that a netbanking payment can name, all three pages together, by code."""

# Names of banks that no netbanking page lists under the code that their IFSC starts with
# (`recurring.card.debit` of the Methods API answer).
_OTHER_NAMES: Final[tuple[tuple[str, str], ...]] = (
    ("ABHY", "Abhyudaya Co-operative Bank"),
    ("APMC", "A.P. Mahesh Co-operative Urban Bank"),
    ("ASBL", "Apna Sahakari Bank"),
    ("BARB", "Bank of Baroda"),
    ("CITI", "CITI Bank"),
    ("DNSB", "Dombivli Nagari Sahakari Bank"),
    ("HCBL", "HASTI Co-operative Bank"),
    ("JANA", "Janaseva Sahakari Bank, Pune"),
    ("JSBL", "Janakalyan Sahakari Bank"),
    ("LAVB", "Lakshmi Vilas Bank"),
    ("MCBL", "Mahanagar Co-operative Bank"),
    ("MSCI", "Maharashtra State Co-operative Bank"),
    ("ORCB", "Odisha State Co-operative Bank"),
    ("PJSB", "Gopinath Patil Parsik Janata Sahakari Bank"),
    ("PUNB", "Punjab National Bank"),
    ("STCB", "SBM Bank"),
)

RECURRING_DEBIT_BANKS: Final[tuple[str, ...]] = (
    *("ABHY", "ALLA", "ANDB", "APMC", "ASBL", "AUBL", "BARB", "BKDN", "BKID", "CITI", "CIUB", "CNRB"),
    *("CORP", "DCBL", "DNSB", "ESFB", "FDRL", "HCBL", "HDFC", "HSBC", "IBKL", "ICIC", "IDFB", "IDIB"),
    *("INDB", "IOBA", "JANA", "JSBL", "JSFB", "KKBK", "KVBL", "MAHB", "MCBL", "MSCI", "ORCB", "PJSB"),
    *("PSIB", "PUNB", "RATN", "SBIN", "SCBL", "SRCB", "STCB", "SYNB", "TBSB", "TJSB", "UBIN", "UCBA"),
    *("UTIB", "VIJB", "YESB"),
)
"""Codes of the banks whose debit cards take mandates, by code (the same answer of the Methods API)."""

_NETBANKING: Final[Mapping[str, str]] = MappingProxyType(dict(NETBANKING_BANKS))
_NAMES: Final[Mapping[str, str]] = MappingProxyType(dict(_OTHER_NAMES + NETBANKING_BANKS))
_IFSC: Final = re.compile(r"[A-Z]{4}0[A-Z0-9]{6}")
_AUTH_TYPES: Final = (("n", "netbanking"), ("d", "debitcard"), ("a", "aadhaar"))


class EmandateBank(NamedTuple):
    """A bank that eMandate registers with.

    `auth_types` are those of "netbanking", "debitcard" and "aadhaar" that it takes; `served_by` is the code
    of the bank behind it, or None.
    """

    code: str
    name: str
    auth_types: tuple[str, ...]
    served_by: str | None


def is_netbanking_bank(code: str) -> bool:
    """Whether a netbanking payment can name this bank code ("HDFC", "PUNB_R")."""
    return code in _NETBANKING


def netbanking_name(code: str) -> str | None:
    """Name a netbanking bank as the Methods API does; None when the code is not listed."""
    return _NETBANKING.get(code)


def emandate_banks() -> tuple[EmandateBank, ...]:
    """All banks that eMandate registers with, by code."""
    from fakerzp.world.emandate_banks import EMANDATE_ROWS

    return tuple(
        EmandateBank(code, name, tuple(full for short, full in _AUTH_TYPES if short in types), behind or None)
        for code, name, types, behind in EMANDATE_ROWS
    )


def is_emandate_bank(code: str, auth_type: str | None = None) -> bool:
    """Whether eMandate registers with this bank, by that authorisation type if one is given."""
    from fakerzp.world.emandate_banks import EMANDATE_ROWS

    short = next((short for short, full in _AUTH_TYPES if full == auth_type), None)
    if auth_type is not None and short is None:
        return False
    return any(row[0] == code and (short is None or short in row[2]) for row in EMANDATE_ROWS)


def is_nach_bank(code: str) -> bool:
    """Whether paper NACH registers with this bank: it does with all, so any four letters of an IFSC."""
    return re.fullmatch(r"[A-Z]{4}", code) is not None


def is_ifsc(text: str) -> bool:
    """Whether this is written like an IFSC: four capitals, a zero, six capitals or digits."""
    return _IFSC.fullmatch(text) is not None


def bank_code(ifsc: str) -> str:
    """Return the bank code that an IFSC starts with: "HDFC" of "HDFC0000001"."""
    return ifsc[:4].upper()


def bank_name(ifsc: str) -> str | None:
    """Name the bank of an IFSC (or of a bank code) as the API does: "HDFC Bank" of "HDFC0000001".

    None when no page names a bank with that code.
    """
    code = bank_code(ifsc)
    known = _NAMES.get(code)
    if known is not None:
        return known
    from fakerzp.world.emandate_banks import EMANDATE_ROWS

    return next((name for listed, name, _, _ in EMANDATE_ROWS if listed == code), None)
