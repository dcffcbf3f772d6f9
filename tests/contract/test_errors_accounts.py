"""What calls about accounts, stakeholders and products refuse, text by text; a refused call changes nothing."""

from __future__ import annotations

import pytest

from fakerzp import FakeRazorpay
from tests.contract.documented.accounts import ACCOUNT, BANK, PLACE, STAKEHOLDER
from tests.contract.refusals import AT, KEY_ID, UNKNOWN, Answer, Case, Keys, invalid, not_applicable, wrong_keys

LINKED = {**ACCOUNT, "type": "route", "reference_id": "124124"}
CREATE = "payments.route.create-linked-account"
NOBODY = f"/v2/accounts/acc_{UNKNOWN}"
# The samples have this without the full stop that the tables of errors have.
NOT_THERE = Answer(source="", step="", reason="linked_account_id_does_not_exist")
LOCKED = not_applicable()


def linked(**more):
    """A linked account's body with other fields; None takes one out."""
    return {name: value for name, value in {**LINKED, **more}.items() if value is not None}


BANK_OF_ACCOUNT = {"ifsc_code": "HDFC0000317", "beneficiary_name": "Gaurav Kumar", "account_number": "1234567890"}
NO_CODES = {"route_code_support": False}

CREATED = [
    Case(CREATE, "The input field is required", "POST", "/v2/accounts", invalid("email"), linked(email=None)),
    Case(
        CREATE,
        "The input field is required",
        "POST",
        "/v2/accounts",
        invalid("contact_name"),
        linked(contact_name=""),
    ),
    Case(
        CREATE,
        "The input field is required",
        "POST",
        "/v2/accounts",
        invalid("profile.category"),
        linked(profile={"subcategory": "clinic", "addresses": {"registered": PLACE}}),
    ),
    Case(
        CREATE,
        "The requested URL was not found on the server.",
        "POST",
        "/v2/accounts",
        not_applicable(),
        linked(),
        account={"route": False},
    ),
    Case(
        CREATE,
        "Invalid type: route",
        "POST",
        "/v2/accounts",
        invalid("type", "Invalid type: xyz"),
        linked(type="xyz"),
    ),
    Case(
        CREATE,
        "Route code Support feature not enabled to add account code.",
        "POST",
        "/v2/accounts",
        invalid("reference_id"),
        linked(),
        account=NO_CODES,
    ),
    Case(
        CREATE,
        "Account_code -account_code is not allowed for this merchant",
        "POST",
        "/v2/accounts",
        invalid("account_code"),
        linked(reference_id=None, account_code="account_code"),
        account=NO_CODES,
    ),
    Case(
        CREATE,
        "Invalid IFSC Code",
        "POST",
        "/v2/accounts",
        invalid("ifsc_code"),
        linked(bank_account={**BANK_OF_ACCOUNT, "ifsc_code": "HDFC"}),
    ),
    Case(
        CREATE,
        "The bank account number must be between 5 and 35 characters",
        "POST",
        "/v2/accounts",
        invalid("account_number"),
        linked(bank_account={**BANK_OF_ACCOUNT, "account_number": "1234"}),
    ),
    Case(
        CREATE,
        "The name may only contain alphabets, digits and spaces",
        "POST",
        "/v2/accounts",
        invalid("contact_name"),
        linked(contact_name="Gaurav_Kumar!"),
    ),
    Case(
        CREATE,
        "Please enter a valid name. Links, emails and HTML tags are not allowed.",
        "POST",
        "/v2/accounts",
        invalid("legal_business_name"),
        linked(legal_business_name="Acme <b>Corp</b>"),
    ),
    Case(
        CREATE,
        "The code format is invalid.",
        "POST",
        "/v2/accounts",
        invalid("reference_id"),
        linked(reference_id="a b!"),
    ),
    Case(
        CREATE,
        "The code must be at least 3 characters.",
        "POST",
        "/v2/accounts",
        invalid("reference_id"),
        linked(reference_id="ab"),
    ),
]
MORE = [
    *(
        Case(record, "Linked account does not exist.", method, NOBODY + tail, NOT_THERE, body)
        for record, method, tail, body in (
            ("payments.route.fetch-with-id", "GET", "", None),
            ("payments.route.update-linked-accounts", "PATCH", "", {"legal_business_name": "Acme Corp V2"}),
            ("payments.route.create-stakeholder", "POST", "/stakeholders", STAKEHOLDER),
            ("payments.route.update-stakeholder", "PATCH", f"/stakeholders/sth_{UNKNOWN}", {"name": "Gauri"}),
            ("payments.route.request-product-config", "POST", "/products", {"product_name": "route"}),
            ("payments.route.update-product-config", "PATCH", f"/products/acc_prd_{UNKNOWN}", {"settlements": BANK}),
        )
    ),
    Case("payments.route.fetch-with-id", "The id provided does not exist", "GET", "/v2/accounts/acc_1", invalid()),
    Case(
        "payments.route.create-stakeholder",
        "Stakeholders cannot be more than one for Route product.",
        "POST",
        "/v2/accounts/<complete>/stakeholders",
        invalid(),
        STAKEHOLDER,
    ),
    Case(
        "payments.route.update-stakeholder",
        "The id provided does not exist.",
        "PATCH",
        f"/v2/accounts/<complete>/stakeholders/sth_{UNKNOWN}",
        invalid(),
        {"name": "Gauri Kumar"},
    ),
    Case(
        "payments.route.request-product-config",
        "The product requested is invalid.",
        "POST",
        "/v2/accounts/<linked>/products",
        invalid("product_name"),
        {"product_name": "payroll"},
    ),
    Case(
        "payments.route.request-product-config",
        "The selected tnc accepted is invalid.",
        "POST",
        "/v2/accounts/<linked>/products",
        invalid("tnc_accepted"),
        {"product_name": "route", "tnc_accepted": False},
    ),
    Case(
        "payments.route.fetch-product-config",
        "The provided product config id doesn't exist for the merchant.",
        "GET",
        f"/v2/accounts/<linked>/products/acc_prd_{UNKNOWN}",
        not_applicable(),
    ),
    Case(
        "payments.route.update-product-config",
        "Invalid IFSC Code.",
        "PATCH",
        "/v2/accounts/<complete>/products/<product>",
        invalid("settlements.ifsc_code"),
        {"settlements": {**BANK, "ifsc_code": "HDFC"}},
    ),
    *(
        Case(
            "payments.route.update-product-config",
            "The account number must be between 5 and 20 characters.",
            "PATCH",
            "/v2/accounts/<complete>/products/<product>",
            invalid("settlements.account_number"),
            {"settlements": {**BANK, "account_number": number}},
        )
        for number in ("1234", "1" * 21)
    ),
    *(
        Case(
            record,
            "Merchant activation form has been locked for editing by admin.",
            "PATCH",
            f"/v2/accounts/<reviewed>{tail}",
            LOCKED,
            body,
        )
        for record, tail, body in (
            ("payments.route.update-linked-accounts", "", {"legal_business_name": "Acme Corp V2"}),
            ("payments.route.update-stakeholder", "/stakeholders/<person>", {"name": "Gauri Kumar"}),
            ("payments.route.update-product-config", "/products/<product>", {"settlements": BANK}),
        )
    ),
    Case(
        "payments.route.account-apis-beta.create-an-account",
        "The name field is required.",
        "POST",
        "/v1/beta/accounts",
        invalid("name"),
        {"email": "gaurav.kumar@example.com"},
    ),
]
EMAIL = Case(
    CREATE,
    "Merchant email already exists for account - BbHKlnuyZkf0xa.",
    "POST",
    "/v2/accounts",
    invalid("email"),
    linked(email="taken@example.com"),
)
KEYS = [Keys(CREATE, "The api key/secret provided is invalid", 401, "POST", "/v2/accounts", json=LINKED)]


class Stage:
    """A fake without reviews that end by themselves, and what the cases name."""

    def __init__(self, account=None):
        self.rzp = FakeRazorpay(seed=1, at=AT, account=account or {}, delays={"route_activation": None})
        self.made = {}

    def fill(self, path):
        for name in ("linked", "complete", "reviewed"):
            if f"<{name}>" in path:
                self.make(name)
        for name, made in self.made.items():
            path = path.replace(f"<{name}>", made)
        return path

    def make(self, name):
        rzp, made = self.rzp, self.made
        made[name] = rzp.account.create(LINKED)["id"]
        if name != "linked":
            made["person"] = rzp.stakeholder.create(made[name], STAKEHOLDER)["id"]
            made["product"] = rzp.product.requestProductConfiguration(made[name], {"product_name": "route"})["id"]
        if name == "reviewed":
            rzp.product.edit(made[name], made["product"], {"settlements": BANK})

    def picture(self):
        """All that the merchant has, by id."""
        return {"accounts": self.rzp.request("GET", "/v1/beta/accounts").body, "events": list(self.rzp.events)}


@pytest.mark.parametrize("case", [*CREATED, *MORE], ids=str)
def test_a_refused_call_says_why_and_changes_nothing(case):
    stage = Stage(case.account)
    path = stage.fill(case.path)
    before, snapshot = stage.picture(), stage.rzp.snapshot()
    reply = stage.rzp.request(case.method, path, json=case.json)
    assert (reply.status, reply.body) == (case.answer.status, case.answer.body(case.text))
    assert stage.picture() == before
    assert dict(stage.rzp.diff(snapshot)) == {}
    stage.rzp.ledger.check()


@pytest.mark.parametrize("case", [EMAIL], ids=str)
def test_an_address_has_one_account(case):
    stage = Stage()
    taken = stage.rzp.account.create(linked(email="taken@example.com"))["id"]
    before = stage.picture()
    reply = stage.rzp.request(case.method, case.path, json=case.json)
    said = f"Merchant email already exists for account - {taken.removeprefix('acc_')}."
    assert (reply.status, reply.body) == (400, invalid("email").body(said))
    assert stage.picture() == before


@pytest.mark.parametrize("half", ["key", "secret"])
@pytest.mark.parametrize("row", KEYS, ids=str)
def test_wrong_keys(row, half):
    got, expected = wrong_keys(row, half)
    assert got == expected
    assert KEY_ID.startswith("rzp_test_")
