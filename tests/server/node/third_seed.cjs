// The calls of the third seed, in its order, each as it is written there; returns what each answered, by its name.
'use strict';

module.exports = async ({ instance, control, given }) => {
  const { requests } = given;
  const told = {};
  const customer = (told.customer = await instance.customers.create(requests.customer));
  told.order = await instance.orders.create({ ...requests.registration_order, customer_id: customer.id });
  const link = (told.link = await instance.subscriptions.createRegistrationLink(requests.link));
  told.notified = await instance.invoices.notifyBy(link.id, 'sms');
  told.refused = await instance.invoices.notifyBy(link.id, 'fax').catch((error) => error);
  const card = await instance.subscriptions.createRegistrationLink(requests.card_link);
  told.cancelled = await instance.invoices.cancel(card.id);

  told.paid = await control('pay', { target: link.id }); // the customer signs the form,
  const { items } = await instance.customers.fetchTokens(link.customer_id);
  told.confirmed = await control('confirm_token', { id: items[0].id }); // and the bank takes it

  told.payments = await instance.orders.fetchPayments(link.order_id);
  told.payment = await instance.payments.fetch(told.payments.items[0].id);
  told.tokens = await new Promise((resolve, reject) => {
    instance.customers.fetchTokens(link.customer_id, (error, found) => (error ? reject(error) : resolve(found)));
  });
  const order = (told.charged_order = await instance.orders.create(requests.order));
  const ids = { order_id: order.id, customer_id: link.customer_id, token: items[0].id };
  told.charge = await instance.payments.createRecurringPayment({ ...requests.charge, ...ids });
  told.deleted = await instance.customers.deleteToken(link.customer_id, items[0].id);
  return told;
};
