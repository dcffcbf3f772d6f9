"""What an account still has to tell before a product of its can be looked at, by the sort of its business.

Sources: the tables of KYC requirements in partners/aggregators/onboarding-api/appendix.md and
payments/route/integration-guide.md; the names of fields and where they go, api/partners/product-configuration.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from .accounts import Opened
from .onboarding import Product, Proof, Requirement, Stakeholder

BUSINESS_TYPES: Final = (
    "proprietorship",
    "individual",
    "partnership",
    "private_limited",
    "public_limited",
    "llp",
    "ngo",
    "educational_institutes",
    "trust",
    "society",
    "not_yet_registered",
    "other",
    "huf",
    "government",
    "judicial_person",
    "local_authority",
    "section_8_company",
)
"""In the order of the appendix, which numbers them from 1."""

_PRIVATE: Final = ("individual", "not_yet_registered")
_NUMBERED: Final = ("public_limited", "private_limited", "llp")
_PROVEN_BY_ANY: Final = "business_proof_of_identification"
_OPERATION: Final = ("street1", "city", "postal_code", "state")
_OTP: Final[Mapping[str, str]] = {
    "contact_mobile": "required",
    "external_reference_number": "optional",
    "otp_submission_timestamp": "optional",
    "otp_verification_timestamp": "optional",
}
# What a document is proof of, by what it is.
ACCOUNT_PROOFS: Final[Mapping[str, str]] = {
    "shop_establishment_certificate": _PROVEN_BY_ANY,
    "gst_certificate": _PROVEN_BY_ANY,
    "msme_certificate": _PROVEN_BY_ANY,
    "business_proof_url": _PROVEN_BY_ANY,
    "business_pan_url": _PROVEN_BY_ANY,
    **dict.fromkeys(
        (
            "form_12_a_url",
            "form_12a_url",
            "form_80g_url",
            "cancelled_cheque",
            "bank_statement",
            "sebi_registration_certificate",
            "sla_sebi_registration_certificate",
            "ffmc_license",
            "sla_ffmc_license",
            "irdai_registration_certificate",
            "sla_irdai_registration_certificate",
            "nbfc_registration_certificate",
            "sla_nbfc_registration_certificate",
            "amfi_certificate",
            "sla_amfi_certificate",
            "iata_certificate",
            "sla_iata_certificate",
            "affiliation_certificate",
        ),
        "additional_documents",
    ),
}
STAKEHOLDER_PROOFS: Final[Mapping[str, str]] = {
    "personal_pan": "individual_proof_of_identification",
    **dict.fromkeys(
        (
            "aadhar_front",
            "aadhar_back",
            "passport_front",
            "passport_back",
            "voter_id_front",
            "voter_id_back",
        ),
        "individual_proof_of_address",
    ),
}


def missing(
    account: Opened, product: Product, stakeholder: Stakeholder | None, proofs: Iterable[Proof]
) -> tuple[Requirement, ...]:
    """What is missing, in the order of the samples; `stakeholder` is the first of the account's."""
    if product.product_name == "route":
        return tuple(_of_route(account, product, stakeholder))
    given = {proof.proves for proof in proofs} | {proof.type for proof in proofs}
    if account.no_doc_onboarding:
        return tuple(_without_documents(account, product, stakeholder, given))
    return tuple(_of_partner(account, product, stakeholder, given))


def blocks(requirements: Iterable[Requirement]) -> bool:
    """Whether Razorpay waits for any of them."""
    return any(one.status == "required" for one in requirements)


def place_of(field: str, account: Opened, product: Product, stakeholder: Stakeholder | None) -> str:
    """Where a field is to be sent: the resolution_url of its requirement."""
    at = f"/accounts/{account.id}"
    if field.startswith(("settlements.", "otp.")):
        return f"{at}/products/{product.id}"
    if field.startswith("individual_proof"):
        return f"{at}/stakeholders/{stakeholder.id if stakeholder is not None else '{stakeholderId}'}/documents"
    if field.startswith(("business_proof", "additional_documents")):
        return f"{at}/documents"
    if field in ("name", "kyc.pan"):
        return f"{at}/stakeholders" + (f"/{stakeholder.id}" if stakeholder is not None else "")
    return at


def _of_route(account: Opened, product: Product, stakeholder: Stakeholder | None) -> Iterator[Requirement]:
    """A linked account: who it is by one number, and where its money goes."""
    legal = dict(account.legal_info)
    owner = stakeholder is not None and bool(dict(stakeholder.kyc).get("pan"))
    alone = account.business_type in _PRIVATE
    if alone or (account.business_type == "proprietorship" and not legal.get("pan")):
        if not owner:
            yield _field("kyc.pan", account, product, stakeholder)
    elif account.business_type != "proprietorship":
        yield from (_field(f"legal_info.{n}", account, product, None) for n in ("pan", "gst") if not legal.get(n))
    yield from _settlements(account, product)


def _of_partner(
    account: Opened, product: Product, stakeholder: Stakeholder | None, given: set[str]
) -> Iterator[Requirement]:
    """A sub-merchant: documents, a bank account, and numbers."""
    kind = account.business_type
    if "individual_proof_of_address" not in given:
        yield _document("individual_proof_of_address", account, product, stakeholder)
    if kind == "proprietorship" and "individual_proof_of_identification" not in given:
        yield _document("individual_proof_of_identification", account, product, stakeholder)
    if kind == "proprietorship" and _PROVEN_BY_ANY not in given:
        yield _document(_PROVEN_BY_ANY, account, product, stakeholder)
    elif kind not in (*_PRIVATE, "proprietorship"):
        for name in ("business_proof_url", "business_pan_url"):
            if name not in given:
                yield _document(f"{_PROVEN_BY_ANY}.{name}", account, product, stakeholder)
    yield from _settlements(account, product)
    yield from _people(account, product, stakeholder)
    legal = dict(account.legal_info)
    if kind not in (*_PRIVATE, "proprietorship") and not legal.get("pan"):
        yield _field("legal_info.pan", account, product, stakeholder)
    if kind in _NUMBERED and not legal.get("cin"):
        yield _field("legal_info.cin", account, product, stakeholder)
    operation = dict(dict(account.addresses).get("operation", ()))
    for name in _OPERATION:
        if not operation.get(name):
            yield _field(f"profile.address.operation.{name}", account, product, stakeholder)


def _without_documents(
    account: Opened, product: Product, stakeholder: Stakeholder | None, given: set[str]
) -> Iterator[Requirement]:
    """A sub-merchant of Xpress onboarding, whom documents are asked of later."""
    told = dict(product.otp)
    for name, status in _OTP.items():
        if not told.get(name):
            yield _field(f"otp.{name}", account, product, stakeholder)._replace(status=status)
    yield from _people(account, product, stakeholder, named=False)
    yield from _settlements(account, product)
    for name, by in (
        ("individual_proof_of_address", "individual_proof_of_address"),
        ("individual_proof_of_identification.personal_pan", "personal_pan"),
        ("business_proof_of_identification.business_proof_url", "business_proof_url"),
    ):
        if by not in given:
            yield _document(name, account, product, stakeholder)._replace(status="optional")
    if account.customer_facing_business_name is None:
        yield _field("customer_facing_business_name", account, product, None)._replace(status="optional")


def _people(
    account: Opened, product: Product, stakeholder: Stakeholder | None, *, named: bool = True
) -> Iterator[Requirement]:
    if stakeholder is None:
        yield _field("name", account, product, stakeholder)
    if named and account.customer_facing_business_name is None:
        yield _field("customer_facing_business_name", account, product, stakeholder)
    if stakeholder is None or not dict(stakeholder.kyc).get("pan"):
        yield _field("kyc.pan", account, product, stakeholder)


def _settlements(account: Opened, product: Product) -> Iterator[Requirement]:
    told = dict(product.settlements)
    for name in ("beneficiary_name", "account_number", "ifsc_code"):
        if not told.get(name):
            yield _field(f"settlements.{name}", account, product, None)


def _field(name: str, account: Opened, product: Product, stakeholder: Stakeholder | None) -> Requirement:
    return Requirement(name, place_of(name, account, product, stakeholder), "field_missing")


def _document(name: str, account: Opened, product: Product, stakeholder: Stakeholder | None) -> Requirement:
    return Requirement(name, place_of(name, account, product, stakeholder), "document_missing")
