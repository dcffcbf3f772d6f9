"""Documented calls about payments and what customers do, not answered yet.

Rows are (method, path, Python SDK names, Node SDK names, source, basis), grouped by what is missing;
fakerzp.api.refused reads them. A call that gets built leaves its row for an endpoint of its own.
"""

from __future__ import annotations

Row = tuple[str, str, tuple[str, ...], tuple[str, ...], str, str]
Family = tuple[str, tuple[Row, ...]]

PAYMENTS: tuple[Family, ...] = (
    ("payments posted as a form: no page shows the HTML of the answer, not built yet; use checkout.pay", (
        ("POST", "/v1/payments", (), (), "api/payments/form-post-payment-create.md", "documented"),
    )),
    ("subscriptions: not built yet", (
        ("GET", "/v1/addons", ("addon.all(data={}, **kwargs)",), ("addons.all()",),
         "api/payments/subscriptions/fetch-add-ons.md", "documented"),
        ("GET", "/v1/addons/{id}", ("addon.fetch(addon_id, data={}, **kwargs)",),
         ("addons.fetch(addonId, callback)",),
         "api/payments/subscriptions/fetch-an-add-on.md", "documented"),
        ("DELETE", "/v1/addons/{id}", ("addon.delete(addon_id, data={}, **kwargs)",),
         ("addons.delete(addonId, callback)",), "api/payments/subscriptions-custom.md", "documented"),
        ("POST", "/v1/plans", ("plan.create(data={}, **kwargs)",), ("plans.create(params={}, callback)",),
         "api/payments/subscriptions-custom.md", "documented"),
        ("GET", "/v1/plans", ("plan.all(data={}, **kwargs)",), ("plans.all(params={}, callback)",),
         "api/payments/subscriptions-custom.md", "documented"),
        ("GET", "/v1/plans/{id}", ("plan.fetch(plan_id, data={}, **kwargs)",),
         ("plans.fetch(planId, callback)",), "api/payments/subscriptions-custom.md", "documented"),
        ("POST", "/v1/subscriptions", ("subscription.create(data={}, **kwargs)",),
         ("subscriptions.create(params={}, callback)",),
         "api/payments/subscriptions-custom.md", "documented"),
        ("GET", "/v1/subscriptions", ("subscription.all(data={}, **kwargs)",),
         ("subscriptions.all(params={}, callback)",), "api/payments/subscriptions-custom.md", "documented"),
        ("GET", "/v1/subscriptions/{id}", ("subscription.fetch(subscription_id, data={}, **kwargs)",),
         ("subscriptions.fetch(subscriptionId, callback)",),
         "api/payments/subscriptions-custom.md", "documented"),
        ("PATCH", "/v1/subscriptions/{id}", ("subscription.edit(subscription_id, data={}, **kwargs)",),
         ("subscriptions.update(subscriptionId, params, callback)",),
         "api/payments/subscriptions-custom.md", "documented"),
        ("POST", "/v1/subscriptions/{id}/addons",
         ("subscription.createAddon(subscription_id, data={}, **kwargs)",),
         ("subscriptions.createAddon(subscriptionId, params, callback)",),
         "api/payments/subscriptions/create-add-on.md", "documented"),
        ("POST", "/v1/subscriptions/{id}/cancel",
         ("subscription.cancel(subscription_id, data={}, **kwargs)",),
         ("subscriptions.cancel(subscriptionId, cancelAtCycleEnd=false, callback)",),
         "api/payments/subscriptions-custom.md", "documented"),
        ("POST", "/v1/subscriptions/{id}/cancel_scheduled_changes",
         ("subscription.cancel_scheduled_changes(subscription_id, data={}, **kwargs)",),
         ("subscriptions.cancelScheduledChanges(subscriptionId, callback)",),
         "api/payments/subscriptions-custom.md", "documented"),
        ("DELETE", "/v1/subscriptions/{id}/delete", ("subscription.delete(id, data, **kwargs)",), (),
         "razorpay-python/razorpay/resources/base.py", "sdk"),
        ("POST", "/v1/subscriptions/{id}/pause",
         ("subscription.pause(subscription_id, data={}, **kwargs)",),
         ("subscriptions.pause(subscriptionId, params={}, callback)",),
         "api/payments/subscriptions-custom.md", "documented"),
        ("POST", "/v1/subscriptions/{id}/resume",
         ("subscription.resume(subscription_id, data={}, **kwargs)",),
         ("subscriptions.resume(subscriptionId, params={}, callback)",),
         "api/payments/subscriptions-custom.md", "documented"),
        ("GET", "/v1/subscriptions/{id}/retrieve_scheduled_changes",
         ("subscription.pending_update(subscription_id, **kwargs)",),
         ("subscriptions.pendingUpdate(subscriptionId, callback)",),
         "api/payments/subscriptions-custom.md", "documented"),
        ("DELETE", "/v1/subscriptions/{id}/{offer_id}",
         ("subscription.delete_offer(subscription_id, offer_id, data={}, **kwargs)",),
         ("subscriptions.deleteOffer(subscriptionId, offerId, callback)",),
         "api/payments/subscriptions-custom.md", "documented"),
    )),
    ("forex rates of the day: nobody here can know them, not built yet", (
        ("GET", "/v1/forex_charges", (), (),
         "payments/international-payments/outward-remittances/s2s-integration/build-integration.md",
         "documented"),
    )),
)
