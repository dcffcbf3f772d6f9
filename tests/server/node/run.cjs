// Runs one of the scripts beside it with the official client pointed at a fake, and prints what it returns as JSON.
// node run.cjs NAME, with {url, key_id, key_secret, ...} on standard input and NODE_PATH where the client is.
'use strict';

const { readFileSync } = require('node:fs');
const Razorpay = require('razorpay');

const given = JSON.parse(readFileSync(0, 'utf8'));
const instance = new Razorpay({ key_id: given.key_id, key_secret: given.key_secret });
instance.api.rq.defaults.baseURL = given.url;

async function control(call, body) {
  const answer = await fetch(`${given.url}/__fakerzp__/${call}`, {
    method: body === undefined ? 'GET' : 'POST',
    body: JSON.stringify(body),
  });
  return answer.json();
}

require(`./${process.argv[2]}.cjs`)({ Razorpay, instance, control, given }).then(
  (found) => process.stdout.write(JSON.stringify(found)),
  (error) => {
    console.error(error);
    process.exitCode = 1;
  },
);
