"""A shop in FastAPI: plain functions, and a coroutine where the raw body is waited for."""

from __future__ import annotations

import json
from typing import Any

import razorpay
from fastapi import FastAPI, HTTPException, Request, Response

from tests.apps.store import KEYS, PRICES, WEBHOOK_SECRET, Store

client = razorpay.Client(auth=KEYS)
app = FastAPI()
app.state.store = Store()


@app.post("/orders", status_code=201)
def order(wish: dict[str, Any]) -> dict[str, Any]:
    item = wish["item"]
    if item not in PRICES:
        raise HTTPException(404, "no such item")
    try:
        made = client.order.create({"amount": PRICES[item], "currency": "INR", "notes": {"item": item}})
    except (razorpay.errors.ServerError, razorpay.errors.GatewayError):
        raise HTTPException(503, "try again") from None
    app.state.store.place(made["id"], item)
    return {"order_id": made["id"], "amount": made["amount"], "key": KEYS[0]}


@app.post("/verify")
def verify(answer: dict[str, str]) -> dict[str, Any]:
    try:
        client.utility.verify_payment_signature(answer)
    except razorpay.errors.SignatureVerificationError:
        raise HTTPException(400, "signature") from None
    app.state.store.paid(answer["razorpay_order_id"])
    return app.state.store.orders[answer["razorpay_order_id"]]


@app.post("/webhook")
async def webhook(request: Request) -> Response:
    body = await request.body()
    try:
        signature = request.headers.get("X-Razorpay-Signature", "")
        client.utility.verify_webhook_signature(body.decode(), signature, WEBHOOK_SECRET)
    except razorpay.errors.SignatureVerificationError:
        raise HTTPException(400, "signature") from None
    app.state.store.handle(json.loads(body), request.headers["x-razorpay-event-id"])
    return Response(status_code=204)
