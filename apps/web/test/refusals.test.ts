import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { checkRefusals, type OpenApi } from '@parley/testing';
import { type RunningWeb, startWeb } from './support/startWeb.ts';

let web: RunningWeb;
beforeAll(async () => {
  web = await startWeb();
});
afterAll(() => web?.stop());

test('[P9] every refusal of a query or a body names the field and the rule, in words for people', async () => {
  const { paths } = (await (await fetch(`${web.url}/api/docs/json`)).json()) as OpenApi;
  const refusals = await checkRefusals({ paths }, (method, path, body) => web.ask(method, path, 'u', body));
  expect(refusals).toBeGreaterThan(300);
}, 300_000);

test.each([
  ['/api/sessions?limit=x', 'limit: must be a whole number from 1 to 200'],
  ['/api/me/usage?days=0', 'days: must be a whole number from 1 to 366'],
  ['/api/sessions?q=a&q=b', 'q: must be a text'],
])('[P9] %s: %s', async (path, message) => {
  const response = await web.get(path, 'u');
  expect([response.status, await response.json()]).toMatchObject([400, { error: { message } }]);
});
