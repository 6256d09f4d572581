import { expect, test } from '@jest/globals';
import { demoProvider } from './demo/demoProvider.ts';
import { onFirstCall } from './onFirstCall.ts';
import type { ProviderEvent } from './provider.ts';

const request = { model: 'demo', messages: [{ role: 'user' as const, text: '/echo hi' }] };

test('[P29] a client that couldn’t be loaded is loaded with the next call, and only once', async () => {
  let loads = 0;
  const provider = onFirstCall(async () => {
    if (++loads === 1) throw new Error('not there');
    return demoProvider;
  });
  const { signal } = new AbortController();
  const call = async (): Promise<readonly ProviderEvent[]> => {
    const said: ProviderEvent[] = [];
    await provider.stream({ ...request, signal }, (event) => said.push(event));
    return said;
  };
  // Nothing was sent: it costs nobody anything, and may be tried again.
  await expect(call()).rejects.toMatchObject({ failure: { retryable: true, unsent: true } });
  for (const said of await Promise.all([call(), call()])) expect(said.at(-1)?.type).toBe('finish');
  expect(loads).toBe(2);
});
