"""The five scenes: each plays the life cycle that one of the documents behind this project describes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from .stage import Stage
from .wording import rupees

START = "2026-01-05T05:50:00Z"
"""When every scene begins: a Monday, 11:20 in India."""

DAY = 86400
SARANYA: Mapping[str, str] = {"name": "Saranya Kumar", "email": "saranya@example.com", "contact": "9000090000"}
GAURAV: Mapping[str, str] = {"name": "Gaurav Kumar", "email": "gaurav.kumar@example.com", "contact": "9123456780"}
SUB_MERCHANT = "acc_KBrJAIEqre5ucn"
NOTES: Mapping[str, str] = {"note_key 1": "Beam me up Scotty", "note_key 2": "Tea. Earl Gray. Hot."}


def invoice(stage: Stage) -> None:
    """Seed 0: sent by SMS and e-mail as often as the merchant likes, while it is open; nobody pays."""
    expire_by = stage.began + 7 * DAY
    amount = 199900
    drawn_up = {
        "type": "invoice",
        "draft": "1",
        "description": "Books for the winter",
        "customer": {"name": GAURAV["name"], "contact": GAURAV["contact"]},
        "line_items": [{"name": "English, August", "amount": amount, "currency": "INR", "quantity": 1}],
        "expire_by": expire_by,
    }
    draft = stage.sdk(f"The shop draws up an invoice over {rupees(amount)}, due in a week", "invoice.create", drawn_up)
    invoice_id = draft["id"]
    stage.sdk("A draft can't be sent", "invoice.notify_by", invoice_id, "sms", refused=True)
    stage.sdk("Issued, it goes out by itself", "invoice.issue", invoice_id)
    stage.wait("nobody pays", days=3)
    stage.sdk("The shop reminds its customer", "invoice.notify_by", invoice_id, "sms")
    stage.sdk("There is no e-mail address to write to", "invoice.notify_by", invoice_id, "email", refused=True)
    stage.sdk("And no such thing as a fax", "invoice.notify_by", invoice_id, "fax", refused=True)
    stage.wait_until("a second is left", expire_by - 1)
    stage.sdk("One last reminder, in time", "invoice.notify_by", invoice_id, "sms")
    stage.wait("it is over, to the second", seconds=1)
    stage.sdk("Too late to be sent", "invoice.notify_by", invoice_id, "sms", refused=True)
    stage.is_turned_away("Too late to be paid", invoice_id, "upi")


def legacy_link(stage: Stage) -> None:
    """Seed 1: a payment link as the older API makes it, paid in parts."""
    amount, first = 12500000, 5000000
    asked = {
        "type": "link",
        "amount": amount,
        "currency": "INR",
        "description": "A teak table for eight",
        "customer": dict(GAURAV),
        "receipt": "TABLE-8",
        "partial_payment": True,
        "view_less": 1,
        "sms_notify": 1,
        "email_notify": 0,
        "expire_by": stage.began + 30 * DAY,
    }
    link = stage.rest(f"A link over {rupees(amount)}, payable in parts", "POST", "/v1/invoices", asked)
    path = f"/v1/invoices/{link['id']}"
    stage.wait("pay day", days=1)
    stage.fails("A first try, with too little in the account", link["id"], "upi", "insufficient_funds")
    stage.wait("another account has more", hours=6)
    stage.pays(f"A first part: {rupees(first)}", link["id"], "netbanking", bank="ICIC", amount=first)
    stage.rest("What is partly paid can't be cancelled", "POST", f"{path}/cancel", refused=True)
    stage.rest("But it can be sent again", "POST", f"{path}/notify_by/email")
    stage.wait("next pay day", days=9)
    stage.pays(f"The rest: {rupees(amount - first)}", link["id"], "card")
    stage.wait("two working days later it is in the bank", days=2)
    stage.rest("Found by its receipt", "GET", "/v1/invoices", params={"receipt": "TABLE-8"})


def payment_link(stage: Stage) -> None:
    """Seed 2: reminders can be turned off for one link; the other link's customer is reminded, and pays."""
    expire_by = stage.began + 10 * DAY
    asked = {
        "amount": 340000,
        "currency": "INR",
        "accept_partial": True,
        "first_min_partial_amount": 100,
        "description": "Salon at home",
        "notify": {"sms": True, "email": True},
        "expire_by": expire_by,
    }
    reminded = stage.sdk(
        "A link with reminders for Gaurav",
        "payment_link.create",
        {**asked, "customer": dict(GAURAV), "reference_id": "#424", "reminder_enable": True},
    )
    quiet = stage.sdk(
        "One without for Saranya, who will pay in the shop",
        "payment_link.create",
        {**asked, "customer": dict(SARANYA), "reference_id": "#425", "reminder_enable": False},
    )
    stage.wait("only Gaurav hears of it", days=8, hours=4)
    stage.pays("Reminded twice, he pays", reminded["id"], "upi", vpa="success@razorpay")
    stage.sdk("Her cash is in the till, so her link is cancelled", "payment_link.cancel", quiet["id"])
    stage.is_turned_away("Now it can't be paid twice", quiet["id"], "upi")
    stage.wait("the money is in the bank, nobody is reminded", days=2)


def paper_nach(stage: Stage) -> None:
    """Seed 3: a mandate on paper, from the customer to the recurring charge, by the Node SDK's names."""
    monthly = 100000
    tea = {"notes_key_1": "Tea, Earl Grey, Hot"}
    enrolled = {**GAURAV, "fail_existing": 0, "notes": tea}
    customer = stage.sdk("The customer gets a record", "customers.create", enrolled)
    registration = {
        "amount": 0,
        "currency": "INR",
        "method": "nach",
        "customer_id": customer["id"],
        "receipt": "Receipt No. 1",
        "notes": {"notes_key_1": "Beam me up Scotty", "notes_key_2": "Engage"},
        "token": {
            "auth_type": "physical",
            "max_amount": 10000000,
            "expire_at": 2709971120,
            "bank_account": {
                "account_number": "11214311215411",
                "ifsc_code": "HDFC0000001",
                "beneficiary_name": "Gaurav Kumar",
                "account_type": "savings",
            },
            "nach": {
                "form_reference1": "Recurring Payment for Gaurav Kumar",
                "form_reference2": "Method Paper NACH",
                "description": "Paper NACH Gaurav Kumar",
            },
        },
    }
    order = stage.sdk(f"An order over nothing, for a mandate up to {rupees(10000000)}", "orders.create", registration)
    stage.pays("The signed form is uploaded", order["id"], "nach")
    token = stage.sdk("The token waits for the bank", "customers.fetchTokens", customer["id"])["items"][0]
    due = {"amount": monthly, "currency": "INR", "receipt": "Receipt No. 2", "payment_capture": True}
    charged = stage.sdk(f"The first month: {rupees(monthly)}", "orders.create", due)
    charge = {
        "email": GAURAV["email"],
        "contact": GAURAV["contact"],
        "amount": monthly,
        "currency": "INR",
        "order_id": charged["id"],
        "customer_id": customer["id"],
        "token": token["id"],
        "recurring": "1",
        "description": "Creating recurring payment for Gaurav Kumar",
        "notes": dict(NOTES),
    }
    stage.sdk("Too soon", "payments.createRecurringPayment", charge, refused=True)
    stage.wait("paper takes its time", days=5)
    stage.bank_confirms("The bank has the mandate in its books", token["id"])
    stage.sdk("Charged, the customer far away", "payments.createRecurringPayment", charge)
    stage.sdk("The mandate is no longer needed", "customers.deleteToken", customer["id"], token["id"])


def registration_link(stage: Stage) -> None:
    """Seed 4: a partner registers a card for a sub-merchant, whose books are its own."""
    asked = {
        "customer": dict(GAURAV),
        "type": "link",
        "amount": "100",
        "currency": "INR",
        "description": "Registration Link for Gaurav Kumar",
        "subscription_registration": {"method": "card", "max_amount": "500", "expire_at": stage.began + 365 * DAY},
        "receipt": "Receipt No. 1",
        "email_notify": True,
        "sms_notify": True,
        "expire_by": stage.began + 30 * DAY,
        "notes": dict(NOTES),
    }
    link = stage.rest(
        f"A link to register a card, for {rupees(100)}",
        "POST",
        "/v1/subscription_registration/auth_links",
        asked,
        account=SUB_MERCHANT,
    )
    path = f"/v1/invoices/{link['id']}"
    stage.rest("The partner's own books know nothing of it", "GET", path, refused=True)
    stage.wait("no card yet", days=2)
    stage.rest("Sent once more", "POST", f"{path}/notify_by/sms", account=SUB_MERCHANT)
    stage.rest("And by e-mail", "POST", f"{path}/notify_by/email", account=SUB_MERCHANT)
    stage.wait("the customer changes his mind", hours=3)
    stage.rest("The link is withdrawn", "POST", f"{path}/cancel", account=SUB_MERCHANT)
    stage.rest("It is not sent any more", "POST", f"{path}/notify_by/sms", account=SUB_MERCHANT, refused=True)
    stage.is_turned_away("And registers no card", link["id"], "card")


class Plot(NamedTuple):
    """A scene before it is played: by which door, after which document, and what it is about."""

    name: str
    title: str
    door: str
    document: str
    story: str
    play: Callable[[Stage], None]


PLOTS = (
    Plot(
        "invoice",
        "An invoice that nobody pays",
        "Python SDK names",
        "Invoices: Send Notifications",
        "Sent as often as the shop likes while it is open; over at the exact second.",
        invoice,
    ),
    Plot(
        "legacy-link",
        "A payment link of the older API, paid in parts",
        "REST",
        "Payment Links, on the Invoices API",
        "An invoice of type link: each payment moves its order, the order the link.",
        legacy_link,
    ),
    Plot(
        "payment-link",
        "Two payment links, one of them quiet",
        "Python SDK names",
        "Manage Reminders for Payment Links",
        "The same days pass for both; reminder_enable says who hears of them.",
        payment_link,
    ),
    Plot(
        "paper-nach",
        "A mandate on paper, and a charge to it",
        "Node SDK names",
        "Paper NACH, of the Node SDK",
        "Signed once, confirmed by the bank days later; then charged without asking.",
        paper_nach,
    ),
    Plot(
        "registration-link",
        "A partner's card registration link, withdrawn",
        "REST",
        "Cards: Create Authorisation Transaction",
        "X-Razorpay-Account opens books of the sub-merchant's own.",
        registration_link,
    ),
)
