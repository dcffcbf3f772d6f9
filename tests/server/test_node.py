"""The official Node client, as shipped, against a server: the third seed, webhooks, faults.

It is installed as `node/package-lock.json` has it: where FAKERZP_NODE says (a folder with node_modules, as .ci/run
makes it), else into a temporary folder, for this run only. Without node or npm, or out of reach of npm's registry,
these tests are skipped; under FAKERZP_NODE they never are.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.flows.steps import misfits
from tests.seeds import test_seed3_charge as charge
from tests.seeds import test_seed3_link as link
from tests.seeds import test_seed3_order as order

HERE = Path(__file__).parent / "node"
PAGE = Path(__file__).resolve().parents[2] / "docs" / "server.md"
INSTALL = ("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--fetch-retries=0", "--loglevel=error")


@pytest.fixture(scope="session")
def modules(tmp_path_factory):
    """The folder node_modules with the client in it."""
    given = os.environ.get("FAKERZP_NODE")
    if given:
        return Path(given) / "node_modules"
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        pytest.skip("there is no node, or no npm to install its client with")
    folder = tmp_path_factory.mktemp("node")
    for name in ("package.json", "package-lock.json"):
        shutil.copy(HERE / name, folder)
    try:
        subprocess.run([npm, *INSTALL], cwd=folder, capture_output=True, text=True, timeout=120, check=True)
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as failed:
        why = getattr(failed, "stderr", None) or failed
        pytest.skip(f"npm could not install the client: {' '.join(str(why).split())}"[:200])
    return folder / "node_modules"


def ran(modules, *arguments, given=""):
    """Run node, and demand that all went well."""
    done = subprocess.run(
        ["node", *map(str, arguments)],
        input=given,
        env={**os.environ, "NODE_PATH": str(modules), "NO_PROXY": "*"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done


@pytest.fixture
def node(rzp, server, modules):
    """Run one of the scripts against the server, and give what it returns."""

    def run(script, **given):
        given = {"url": server.url, "key_id": rzp.key_id, "key_secret": rzp.key_secret, **given}
        return json.loads(ran(modules, HERE / "run.cjs", script, given=json.dumps(given)).stdout)

    return run


REQUESTS = {  # as the seed has them, but that no two have one receipt
    "customer": order.CUSTOMER_REQUEST,
    "registration_order": order.ORDER_REQUEST,
    "link": link.LINK_REQUEST,
    "card_link": {**link.CARD_LINK_REQUEST, "receipt": "Receipt No. 2"},
    "order": {**charge.ORDER_REQUEST, "receipt": "Receipt No. 2"},
    "charge": charge.CHARGE_REQUEST,
}


def in_process(rzp):
    """The same calls by the same names on a fake of this process, without any HTTP."""
    told = {"customer": rzp.customers.create(REQUESTS["customer"])}
    told["order"] = rzp.orders.create({**REQUESTS["registration_order"], "customer_id": told["customer"]["id"]})
    made = told["link"] = rzp.subscriptions.createRegistrationLink(REQUESTS["link"])
    told["notified"] = rzp.invoices.notifyBy(made["id"], "sms")
    refused = rzp.request("POST", f"/v1/invoices/{made['id']}/notify_by/fax")
    told["refused"] = {"statusCode": refused.status, **refused.body}
    told["cancelled"] = rzp.invoices.cancel(rzp.subscriptions.createRegistrationLink(REQUESTS["card_link"])["id"])
    told["paid"] = rzp.checkout.pay(made["id"])
    token = rzp.customers.fetchTokens(made["customer_id"])["items"][0]["id"]
    told["confirmed"] = rzp.bank.confirm_token(token)
    told["payments"] = rzp.orders.fetchPayments(made["order_id"])
    told["payment"] = rzp.payments.fetch(told["payments"]["items"][0]["id"])
    told["tokens"] = rzp.customers.fetchTokens(made["customer_id"])
    charged = told["charged_order"] = rzp.orders.create(REQUESTS["order"])
    ids = {"order_id": charged["id"], "customer_id": made["customer_id"], "token": token}
    told["charge"] = rzp.payments.createRecurringPayment({**REQUESTS["charge"], **ids})
    told["deleted"] = rzp.customers.deleteToken(made["customer_id"], token)
    return told


def test_the_third_seed(rzp, build, node):
    """S3-P1 to S3-P11 by the client that the seed is written for: its samples' shapes, and what Python gets."""
    told = node("third_seed", requests=REQUESTS)
    for documented, name in [
        (order.CUSTOMER, "customer"),
        (order.ORDER, "order"),
        (link.LINK, "link"),
        (link.CANCELLED, "cancelled"),
        (charge.PAYMENT, "payment"),
        (charge.TOKENS, "tokens"),
        (charge.ORDER, "charged_order"),
        (charge.CHARGE, "charge"),
    ]:
        assert misfits(documented, told[name], either=("gstin", "expire_at")) == [], name
    assert misfits(charge.PAYMENTS, told["payments"], extra=charge.LATER_KEYS) == []
    assert (told["notified"], told["deleted"]) == ({"success": True}, {"deleted": True})
    assert told["refused"]["statusCode"] == 400
    assert told["refused"]["error"]["description"] == "fax is not a valid communication medium."
    assert (told["cancelled"]["status"], told["cancelled"]["amount_due"]) == ("cancelled", 100)
    assert told["tokens"]["items"][0]["recurring_details"]["status"] == "confirmed"
    twin = build()
    assert told == in_process(twin)
    assert [(call.method, call.path, call.body) for call in rzp.calls] == [
        (call.method, call.path, call.body) for call in twin.calls
    ]


def test_the_example_of_the_documentation(rzp, server, modules, tmp_path):
    [example] = re.findall(r"^```js\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    script = tmp_path / "example.cjs"
    example = example.replace("http://127.0.0.1:8080", server.url)
    script.write_text(f"{example}\ncheckOut().then(console.log);\n", encoding="utf-8")
    done = ran(modules, script)
    call = rzp.calls[-1]
    signed = f"{call.answer['id']}|{rzp.payment.all()['items'][0]['id']}"
    assert done.stdout.strip() == rzp.webhooks.sign(signed, "your_secret")


def test_a_shop_is_told_while_it_waits_and_asks_back(rzp, node):
    """One process, one thread: it gets the webhook of its own call, and calls Razorpay from the handler."""
    told = node("webhook")
    assert told["told"] == [{"event": "payment.captured", "genuine": True, "status": "captured"}]
    assert told["captured"]["status"] == "captured"
    [delivery] = told["deliveries"]
    assert (delivery["status"], delivery["accepted"], delivery["attempt"]) == (200, True, 1)
    assert delivery["subscription"] == told["subscription"]["id"]
    assert rzp.webhooks.deliveries[0].payload["event"] == "payment.captured"


def test_faults_are_those_of_a_network(rzp, node):
    told = node("faults")
    assert told["reset"] == "ECONNRESET"
    assert told["timeout"] == "ECONNABORTED"
    assert told["page"][:2] == [502, "text/html"]
    assert told["page"][2].startswith("<html>\n<head><title>502 Bad Gateway</title>")
    assert told["afterwards"] == 200
