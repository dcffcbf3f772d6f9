// What faults are on the network: the client's own error for each, as axios has it.
'use strict';

module.exports = async ({ instance, control }) => {
  const call = () => instance.api.rq.get('/v1/orders').then((answer) => answer.status, (error) => error);
  const seen = {};
  await control('faults', { endpoint: 'order.all', reset: true });
  seen.reset = (await call()).code;
  await control('faults', { endpoint: 'order.all', timeout: true });
  instance.api.rq.defaults.timeout = 200;
  seen.timeout = (await call()).code;
  instance.api.rq.defaults.timeout = 0;
  await control('faults', { endpoint: 'order.all', status: 502 });
  const { response } = await call();
  seen.page = [response.status, response.headers['content-type'], response.data];
  seen.afterwards = await call();
  return seen;
};
