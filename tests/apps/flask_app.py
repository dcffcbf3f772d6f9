"""A shop in Flask."""

from __future__ import annotations

import json

import razorpay
from flask import Flask, abort, current_app, jsonify, request

from tests.apps.store import KEYS, PRICES, WEBHOOK_SECRET, Store

client = razorpay.Client(auth=KEYS)


def signed_body():
    """The body as it came, verified."""
    body = request.get_data(as_text=True)
    client.utility.verify_webhook_signature(body, request.headers.get("X-Razorpay-Signature", ""), WEBHOOK_SECRET)
    return body


def rewritten_body():
    """The bug: what is verified is not what came, but what this app makes of it."""
    body = json.dumps(request.get_json(), separators=(",", ":"), ensure_ascii=False)
    client.utility.verify_webhook_signature(body, request.headers.get("X-Razorpay-Signature", ""), WEBHOOK_SECRET)
    return body


def unverified_body():
    """The bug: whatever comes is believed."""
    return request.get_data(as_text=True)


def create_app(store=None, read=signed_body):
    app = Flask(__name__)
    app.store = store if store is not None else Store()

    @app.errorhandler(razorpay.errors.SignatureVerificationError)
    def forged(_error):
        return jsonify(error="signature"), 400

    @app.post("/orders")
    def order():
        item = request.get_json()["item"]
        if item not in PRICES:
            abort(404)
        try:
            made = client.order.create({"amount": PRICES[item], "currency": "INR", "notes": {"item": item}})
        except (razorpay.errors.ServerError, razorpay.errors.GatewayError):
            return jsonify(error="try again"), 503
        current_app.store.place(made["id"], item)
        return jsonify(order_id=made["id"], amount=made["amount"], key=KEYS[0]), 201

    @app.post("/verify")
    def verify():
        answer = request.get_json()
        client.utility.verify_payment_signature(answer)
        current_app.store.paid(answer["razorpay_order_id"])
        return jsonify(current_app.store.orders[answer["razorpay_order_id"]])

    @app.post("/webhook")
    def webhook():
        event = json.loads(read())
        current_app.store.handle(event, request.headers["x-razorpay-event-id"])
        return "", 204

    return app
