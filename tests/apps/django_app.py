"""A shop in Django, in one file."""

from __future__ import annotations

import json

import django
import razorpay
from django.conf import settings

from tests.apps.store import KEYS, PRICES, WEBHOOK_SECRET, Store

if not settings.configured:
    settings.configure(
        ALLOWED_HOSTS=["testserver"],
        ROOT_URLCONF=__name__,
        SECRET_KEY="for tests alone",
        LOGGING_CONFIG=None,
        USE_TZ=True,
    )
    django.setup()

from django.core.asgi import get_asgi_application
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse, HttpResponseBadRequest, JsonResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

client = razorpay.Client(auth=KEYS)
STORE = Store()


def begin_anew(store=None):
    """What a test database would do between tests."""
    global STORE  # noqa: PLW0603
    STORE = store if store is not None else Store()
    return STORE


@csrf_exempt
@require_POST
def order(request):
    item = json.loads(request.body)["item"]
    if item not in PRICES:
        return JsonResponse({"error": "no such item"}, status=404)
    try:
        made = client.order.create({"amount": PRICES[item], "currency": "INR", "notes": {"item": item}})
    except (razorpay.errors.ServerError, razorpay.errors.GatewayError):
        return JsonResponse({"error": "try again"}, status=503)
    STORE.place(made["id"], item)
    return JsonResponse({"order_id": made["id"], "amount": made["amount"], "key": KEYS[0]}, status=201)


@csrf_exempt
@require_POST
def verify(request):
    answer = json.loads(request.body)
    try:
        client.utility.verify_payment_signature(answer)
    except razorpay.errors.SignatureVerificationError:
        return HttpResponseBadRequest("signature")
    STORE.paid(answer["razorpay_order_id"])
    return JsonResponse(STORE.orders[answer["razorpay_order_id"]])


@csrf_exempt
@require_POST
def webhook(request):
    signature = request.headers.get("X-Razorpay-Signature", "")
    try:
        client.utility.verify_webhook_signature(request.body.decode(), signature, WEBHOOK_SECRET)
    except razorpay.errors.SignatureVerificationError:
        return HttpResponseBadRequest("signature")
    STORE.handle(json.loads(request.body), request.headers["x-razorpay-event-id"])
    return HttpResponse(status=204)


urlpatterns = [path("orders", order), path("verify", verify), path("webhook", webhook)]
wsgi = get_wsgi_application()
asgi = get_asgi_application()
