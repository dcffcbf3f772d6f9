"""Calls about accounts, by each of their names: for test_surface_answers."""

from __future__ import annotations

from tests.contract.documented.accounts import ACCOUNT, BANK, STAKEHOLDER
from tests.ledger.onboarding import PDF

HOOK = {"url": "https://example.com/hook", "events": ["order.paid"], "secret": "s"}
ACTIVITY = {"device_id": "2841158834", "action": "close_checkout"}


def prepare(have):
    """One of each thing that the calls below are about."""
    rzp = have.rzp
    have.opened = rzp.account.create(ACCOUNT)["id"]
    have.person = rzp.stakeholder.create(have.opened, STAKEHOLDER)["id"]
    have.product = rzp.product.requestProductConfiguration(have.opened, {"product_name": "payment_links"})["id"]
    have.web = rzp.webhook.create(HOOK, have.opened)["id"]
    have.paper = rzp.document.create({"purpose": "dispute_evidence", "file": PDF})["id"]
    have.told = rzp.device_activity.create(ACTIVITY)["id"]


ALIKE = {
    "account.create accounts.create": lambda s: ({**ACCOUNT, "email": "other@example.com"},),
    "account.fetch accounts.fetch": lambda s: (s.opened,),
    "account.edit accounts.edit": lambda s: (s.opened, {"legal_business_name": "Acme Corporation"}),
    "account.delete accounts.delete": lambda s: (s.opened,),
    "account.uploadAccountDoc accounts.uploadAccountDoc": lambda s: (
        s.opened,
        {"file": PDF, "document_type": "gst_certificate"},
    ),
    "account.fetchAccountDoc accounts.fetchAccountDoc": lambda s: (s.opened,),
    "stakeholder.create stakeholders.create": lambda s: (s.opened, dict(STAKEHOLDER)),
    "stakeholder.all stakeholders.all": lambda s: (s.opened,),
    "stakeholder.fetch stakeholders.fetch": lambda s: (s.opened, s.person),
    "stakeholder.edit stakeholders.edit": lambda s: (s.opened, s.person, {"name": "Gauri Kumar"}),
    "stakeholder.uploadStakeholderDoc stakeholders.uploadStakeholderDoc": lambda s: (
        s.opened,
        s.person,
        {"file": PDF, "document_type": "aadhar_front"},
    ),
    "stakeholder.fetchStakeholderDoc stakeholders.fetchStakeholderDoc": lambda s: (s.opened, s.person),
    "product.requestProductConfiguration products.requestProductConfiguration": lambda s: (
        s.opened,
        {"product_name": "payment_gateway", "tnc_accepted": True},
    ),
    "product.fetch products.fetch": lambda s: (s.opened, s.product),
    "product.edit products.edit": lambda s: (s.opened, s.product, {"settlements": dict(BANK)}),
    "product.fetchTnc products.fetchTnc": lambda s: ("payments",),
    "webhook.create webhooks.create": lambda s: (dict(HOOK), s.opened),
    "webhook.all webhooks.all": lambda s: ({}, s.opened),
    "webhook.fetch webhooks.fetch": lambda s: (s.web, s.opened),
    "webhook.delete webhooks.delete": lambda s: (s.web, s.opened),
    "document.create documents.create": lambda s: ({"purpose": "dispute_evidence", "file": PDF},),
    "document.fetch documents.fetch": lambda s: (s.paper,),
    "device_activity.create": lambda s: (dict(ACTIVITY), "wired"),
    "device_activity.get_status device_activity.fetch": lambda s: (s.told, None),
}
APART = {
    "webhook.edit": lambda s: (s.web, s.opened, {"events": ["invoice.paid"]}),
    "webhooks.edit": lambda s: ({"events": ["invoice.paid"]}, s.web, s.opened),
}
# What goes out as a form with a file, which no JSON can say again.
FORMS = (
    *("account.uploadAccountDoc", "accounts.uploadAccountDoc", "document.create", "documents.create"),
    *("stakeholder.uploadStakeholderDoc", "stakeholders.uploadStakeholderDoc"),
)
