// A shop that is told of a payment while it waits for the answer to its own call, and asks Razorpay about it.
'use strict';

const { createServer } = require('node:http');

module.exports = async ({ Razorpay, instance, control }) => {
  const told = [];
  const shop = createServer((request, response) => {
    const pieces = [];
    request.on('data', (piece) => pieces.push(piece));
    request.on('end', async () => {
      const body = Buffer.concat(pieces).toString();
      const genuine = Razorpay.validateWebhookSignature(body, request.headers['x-razorpay-signature'], 'whsec');
      const event = JSON.parse(body);
      const payment = await instance.payments.fetch(event.payload.payment.entity.id);
      told.push({ event: event.event, genuine, status: payment.status });
      response.end();
    });
  });
  await new Promise((resolve) => shop.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${shop.address().port}/webhook`;
  const subscription = await control('webhooks', { url, secret: 'whsec', events: ['payment.captured'] });
  const order = await instance.orders.create({ amount: 50000, currency: 'INR', payment_capture: false });
  const paid = await control('pay', { target: order.id, method: 'upi' });
  const captured = await instance.payments.capture(paid.razorpay_payment_id, 50000, 'INR');
  const { items } = await control('deliveries');
  shop.close();
  return { told, subscription, captured, deliveries: items };
};
