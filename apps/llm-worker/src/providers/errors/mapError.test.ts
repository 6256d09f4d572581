import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ReplayServer } from '../../../test/fakes/ReplayServer.ts';
import { asked, NAMES, outcomeOf, providerAt } from '../../../test/providers/outcome.ts';
import { mapError } from './mapError.ts';

let server: ReplayServer;
beforeAll(async () => {
  server = await ReplayServer.start();
});
afterAll(() => server?.stop());

const UNSENT = { code: 'provider_error', failure: { unsent: true } };

describe.each(NAMES)('%s', (name) => {
  // No header takes these: the first is refused as a header is made, the second as it is sent.
  test.each(['an id \u2026', 'an id \u0001'])(
    '[P62] a request that can’t be made was not sent: %j',
    async (callId) => {
      server.play({});
      const { error } = await outcomeOf(providerAt(name, server.url), asked({ callId }));
      expect(error).toMatchObject(UNSENT);
      expect(server.requests).toHaveLength(0);
    },
  );

  test('[P62] nor was one to a port that no request goes to', async () => {
    const { error } = await outcomeOf(providerAt(name, 'http://127.0.0.1:6000'), asked());
    expect(error).toMatchObject(UNSENT);
  });

  test('[P62] a redirect to nowhere comes from a server that has the request', async () => {
    server.play({ status: 302, headers: { location: 'ftp://127.0.0.1/' } });
    const { error } = await outcomeOf(providerAt(name, server.url), asked());
    expect(error?.code).toBe('provider_error');
    expect(error?.failure.unsent).toBeUndefined();
  });
});

test('[P62] what fails here, before the network, was not sent; what the network loses may have been', () => {
  expect(mapError(new TypeError('no such thing'))).toMatchObject(UNSENT);
  const reset = new TypeError('fetch failed', {
    cause: Object.assign(new Error('x'), { code: 'ECONNRESET' }),
  });
  for (const error of [
    reset,
    new TypeError('terminated'),
    new TypeError('fetch failed'),
    new SyntaxError('x'),
  ])
    expect(mapError(error).failure).toEqual({ retryable: true });
});
