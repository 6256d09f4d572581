import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { checkRefusals, type OpenApi } from '@parley/testing';
import { type RunningAdmin, startAdmin } from './support/startAdmin.ts';

const ROLES = ['admin', 'supervisor'];

let admin: RunningAdmin;
beforeAll(async () => {
  admin = await startAdmin();
});
afterAll(() => admin?.stop());

test('[P9] every refusal of a query or a body names the field and the rule, in words for people', async () => {
  const { paths } = (await (await fetch(`${admin.url}/admin/api/docs/json`)).json()) as OpenApi;
  const authorization = `Bearer ${admin.tokenOf(ROLES)}`;
  const refusals = await checkRefusals({ paths }, (method, path, body) =>
    fetch(`${admin.url}${path}`, {
      method,
      headers: { authorization, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    }),
  );
  expect(refusals).toBeGreaterThan(500);
}, 300_000);

test.each([
  ['sessions?limit=x', 'limit: must be a whole number from 1 to 200'],
  ['sessions?limit=201', 'limit: must be a whole number from 1 to 200'],
  ['sessions?cursor=', 'cursor: must not be empty'],
  ['audit?who=a&who=b', 'who: must be a text'],
  ['sessions/nothing', 'id: must be a UUID'],
  ['undelivered?cursor=7', 'cursor: must be one that this list gave.'],
  ['undelivered?cursor=x.y', 'cursor: must be one that this list gave.'],
  ['dead-letters?cursor=0', 'cursor: must be a whole number of at least 1'],
])('[P9] %s: %s', async (path, message) => {
  const response = await admin.get(`/admin/api/${path}`, ROLES);
  expect([response.status, await response.json()]).toMatchObject([400, { error: { message } }]);
});
