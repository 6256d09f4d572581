import { expect, test } from '@jest/globals';
import { mailOutcome } from './mailOutcome.ts';
import { smsOutcome } from './smsOutcome.ts';

test.each([
  [{ code: 'EENVELOPE', responseCode: 550 }, 'refused'],
  [{ code: 'EMESSAGE', responseCode: 554 }, 'refused'],
  [{ code: 'EENVELOPE', responseCode: 450 }, 'retry'],
  [{ code: 'EAUTH', responseCode: 535 }, 'retry'],
  [{ code: 'ESOCKET' }, 'retry'],
  [undefined, 'retry'],
])('[P41] mail that fails with %j: %s', (failure, kind) => {
  expect(mailOutcome(failure).kind).toBe(kind);
});

test.each([
  [{ status: 400, code: 21211 }, 'refused'],
  [{ status: 429, code: 20429 }, 'retry'],
  [{ status: 401, code: 20003 }, 'retry'],
  [{ status: 503 }, 'retry'],
  [{ code: 'ECONNREFUSED' }, 'retry'],
  [new Error('took longer'), 'retry'],
])('[P41] an SMS that fails with %j: %s', (failure, kind) => {
  expect(smsOutcome(failure).kind).toBe(kind);
});

test('[P36] a reason quotes neither the recipient nor what the server wrote', () => {
  const failure = { code: 'EENVELOPE', responseCode: 550, response: '550 ann@example.com', message: 'ann@' };
  expect(JSON.stringify([mailOutcome(failure), smsOutcome({ ...failure, status: 400 })])).not.toContain(
    'ann',
  );
});
