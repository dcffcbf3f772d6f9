"""Currencies: which are supported, in what units their amounts are counted, and how they are written.

Source: the list of supported currencies on payments/international-payments.md (codes, exponents) and the
amount fields of api/orders/create.md (smallest units; last digit of three-decimal currencies). An amount
is an integer in the smallest unit: paise for INR, cents for USD, yen for JPY, fils for KWD.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple


class Currency(NamedTuple):
    """A supported currency: ISO code, number of decimals, sign and name.

    Only the sign of INR is documented (`currency_symbol` of an invoice); the others are the customary
    ones, and the code itself where there is no sign that all agree on: inferred.
    """

    code: str
    exponent: int
    symbol: str
    name: str


_ROWS: Final[tuple[tuple[str, int, str, str], ...]] = (
    ("AED", 2, "AED", "United Arab Emirates Dirham"),
    ("ALL", 2, "ALL", "Albanian lek"),
    ("AMD", 2, "AMD", "Armenian dram"),
    ("AUD", 2, "A$", "Australian dollar"),
    ("AWG", 2, "AWG", "Aruban florin"),
    ("AZN", 2, "AZN", "Azerbaijan Manat"),
    ("BAM", 2, "BAM", "Convertible Mark"),
    ("BBD", 2, "BBD", "Barbadian dollar"),
    ("BDT", 2, "৳", "Bangladeshi taka"),
    ("BGN", 2, "BGN", "Bulgarian Lev"),
    ("BHD", 3, "BHD", "Bahraini Dinar"),
    ("BIF", 0, "BIF", "Burundi Franc"),
    ("BMD", 2, "BMD", "Bermudian dollar"),
    ("BND", 2, "BND", "Brunei dollar"),
    ("BOB", 2, "BOB", "Bolivian boliviano"),
    ("BRL", 2, "R$", "Brazilian Real"),
    ("BSD", 2, "BSD", "Bahamian dollar"),
    ("BTN", 2, "BTN", "Bhutanese Ngultrum"),
    ("BWP", 2, "BWP", "Botswana pula"),
    ("BZD", 2, "BZD", "Belize dollar"),
    ("CAD", 2, "C$", "Canadian dollar"),
    ("CHF", 2, "CHF", "Swiss franc"),
    ("CLP", 0, "CLP", "Chilean Peso"),
    ("CNY", 2, "¥", "Chinese yuan renminbi"),
    ("COP", 2, "COP", "Colombian peso"),
    ("CRC", 2, "₡", "Costa Rican colon"),
    ("CUP", 2, "CUP", "Cuban peso"),
    ("CVE", 2, "CVE", "Cabo Verde Escudo"),
    ("CZK", 2, "Kč", "Czech koruna"),
    ("DJF", 0, "DJF", "Djibouti Franc"),
    ("DKK", 2, "DKK", "Danish krone"),
    ("DOP", 2, "DOP", "Dominican peso"),
    ("DZD", 2, "DZD", "Algerian dinar"),
    ("EGP", 2, "EGP", "Egyptian pound"),
    ("ETB", 2, "ETB", "Ethiopian birr"),
    ("EUR", 2, "€", "European euro"),
    ("FJD", 2, "FJD", "Fijian dollar"),
    ("GBP", 2, "£", "Pound sterling"),
    ("GHS", 2, "₵", "Ghanian Cedi"),
    ("GIP", 2, "GIP", "Gibraltar pound"),
    ("GMD", 2, "GMD", "Gambian dalasi"),
    ("GNF", 0, "GNF", "Guinean Franc"),
    ("GTQ", 2, "GTQ", "Guatemalan quetzal"),
    ("GYD", 2, "GYD", "Guyanese dollar"),
    ("HKD", 2, "HK$", "Hong Kong dollar"),
    ("HNL", 2, "HNL", "Honduran lempira"),
    ("HRK", 2, "HRK", "Croatian kuna"),
    ("HTG", 2, "HTG", "Haitian gourde"),
    ("HUF", 2, "Ft", "Hungarian forint"),
    ("IDR", 2, "Rp", "Indonesian rupiah"),
    ("ILS", 2, "₪", "Israeli new shekel"),
    ("INR", 2, "₹", "Indian rupee"),
    ("IQD", 3, "IQD", "Iraqi Dinar"),
    ("ISK", 0, "ISK", "Iceland Krona"),
    ("JMD", 2, "JMD", "Jamaican dollar"),
    ("JOD", 3, "JOD", "Jordanian Dinar"),
    ("JPY", 0, "¥", "Japanese Yen"),
    ("KES", 2, "KES", "Kenyan shilling"),
    ("KGS", 2, "KGS", "Kyrgyzstani som"),
    ("KHR", 2, "៛", "Cambodian riel"),
    ("KMF", 0, "KMF", "Comorian Franc"),
    ("KRW", 0, "₩", "Korean Won"),
    ("KWD", 3, "KWD", "Kuwaiti Dinar"),
    ("KYD", 2, "KYD", "Cayman Islands dollar"),
    ("KZT", 2, "₸", "Kazakhstani tenge"),
    ("LAK", 2, "₭", "Lao kip"),
    ("LKR", 2, "LKR", "Sri Lankan rupee"),
    ("LRD", 2, "LRD", "Liberian dollar"),
    ("LSL", 2, "LSL", "Lesotho loti"),
    ("MAD", 2, "MAD", "Moroccan dirham"),
    ("MDL", 2, "MDL", "Moldovan leu"),
    ("MGA", 2, "MGA", "Malagasy Ariary"),
    ("MKD", 2, "MKD", "Macedonian denar"),
    ("MMK", 2, "MMK", "Myanmar kyat"),
    ("MNT", 2, "₮", "Mongolian tugrik"),
    ("MOP", 2, "MOP", "Macanese pataca"),
    ("MUR", 2, "MUR", "Mauritian rupee"),
    ("MVR", 2, "MVR", "Maldivian rufiyaa"),
    ("MWK", 2, "MWK", "Malawian kwacha"),
    ("MXN", 2, "Mex$", "Mexican peso"),
    ("MYR", 2, "RM", "Malaysian ringgit"),
    ("MZN", 2, "MZN", "Mozambique Metical"),
    ("NAD", 2, "NAD", "Namibian dollar"),
    ("NGN", 2, "₦", "Nigerian naira"),
    ("NIO", 2, "NIO", "Nicaraguan cordoba"),
    ("NOK", 2, "NOK", "Norwegian krone"),
    ("NPR", 2, "NPR", "Nepalese rupee"),
    ("NZD", 2, "NZ$", "New Zealand dollar"),
    ("OMR", 3, "OMR", "Rial Omani"),
    ("PEN", 2, "PEN", "Peruvian sol"),
    ("PGK", 2, "PGK", "Papua New Guinean kina"),
    ("PHP", 2, "₱", "Philippine peso"),
    ("PKR", 2, "PKR", "Pakistani rupee"),
    ("PLN", 2, "zł", "Polish Zloty"),
    ("PYG", 0, "₲", "Paraguayan Guarani"),
    ("QAR", 2, "QAR", "Qatari riyal"),
    ("RON", 2, "RON", "Romanian Leu"),
    ("RSD", 2, "RSD", "Serbian Dinar"),
    ("RUB", 2, "₽", "Russian ruble"),
    ("RWF", 0, "RWF", "Rwanda Franc"),
    ("SAR", 2, "SAR", "Saudi Arabian riyal"),
    ("SCR", 2, "SCR", "Seychellois rupee"),
    ("SEK", 2, "SEK", "Swedish krona"),
    ("SGD", 2, "S$", "Singapore dollar"),
    ("SLL", 2, "SLL", "Sierra Leonean leone"),
    ("SOS", 2, "SOS", "Somali shilling"),
    ("SVC", 2, "SVC", "Salvadoran colón"),
    ("SZL", 2, "SZL", "Swazi lilangeni"),
    ("THB", 2, "฿", "Thai baht"),
    ("TND", 3, "TND", "Tunisian Dinar"),
    ("TRY", 2, "₺", "Turkish Lira"),
    ("TTD", 2, "TTD", "Trinidad and Tobago dollar"),
    ("TWD", 2, "TWD", "New Taiwan Dollar"),
    ("TZS", 2, "TZS", "Tanzanian shilling"),
    ("UAH", 2, "₴", "Ukrainian Hryvnia"),
    ("UGX", 0, "UGX", "Uganda Shilling"),
    ("USD", 2, "$", "United States dollar"),
    ("UYU", 2, "UYU", "Uruguayan peso"),
    ("UZS", 2, "UZS", "Uzbekistani so'm"),
    ("VND", 0, "₫", "Vietnamese Dong"),
    ("VUV", 0, "VUV", "Vatu"),
    ("XAF", 0, "XAF", "CFA Franc BEAC"),
    ("XCD", 2, "XCD", "East Caribbean Dollar"),
    ("XOF", 0, "XOF", "CFA Franc BCEAO"),
    ("XPF", 0, "XPF", "CFP Franc"),
    ("YER", 2, "YER", "Yemeni rial"),
    ("ZAR", 2, "R", "South African rand"),
    ("ZMW", 2, "ZMW", "Zambian Kwacha"),
)

CURRENCIES: Final[Mapping[str, Currency]] = MappingProxyType({row[0]: Currency(*row) for row in _ROWS})
"""All supported currencies by code, in the order of the documentation."""


def is_supported(code: str) -> bool:
    """Whether amounts in this currency are accepted; the code is in capitals ("INR")."""
    return code in CURRENCIES


def exponent(code: str) -> int:
    """Give the number of decimals: 2 for INR, 0 for JPY, 3 for KWD. Raises `ValueError` if unsupported."""
    return _currency(code).exponent


def symbol(code: str) -> str:
    """Give the sign written before an amount: "₹" for INR. Raises `ValueError` if unsupported."""
    return _currency(code).symbol


def minimum_amount(code: str) -> int:
    """Give the least amount that can be charged, in the smallest unit; raises `ValueError` if unsupported.

    One whole unit: 100 for INR (api/orders/create.md: "INR 1.00"), 100 for USD
    (payments/payment-gateway/s2s-integration/json/v2/build-integration/ach.md); inferred for all others.
    """
    return int(10 ** exponent(code))


def amount_text(code: str, amount: int) -> str:
    """Write an amount as the API's error texts do: `amount_text("INR", 100)` is "INR 1.00", JPY "JPY 1".

    `amount` is in the smallest unit. Raises `ValueError` if the currency is unsupported.
    """
    decimals = exponent(code)
    sign = "-" if amount < 0 else ""
    whole, rest = divmod(abs(amount), 10**decimals)
    return f"{code} {sign}{whole}.{rest:0{decimals}d}" if decimals else f"{code} {sign}{whole}"


def last_digit_allowed(code: str, amount: int) -> bool:
    """Whether an amount obeys the rule of three-decimal currencies, that its last digit is 0.

    99990 is a KWD amount, 99991 is not (api/orders/create.md). Always true for other
    currencies. Raises `ValueError` if unsupported.
    """
    return exponent(code) != 3 or amount % 10 == 0


def _currency(code: str) -> Currency:
    known = CURRENCIES.get(code)
    if known is None:
        raise ValueError(f"{code!r} is not among the {len(CURRENCIES)} supported currencies")
    return known
