import { describe, expect, test } from '@jest/globals';
import type { ProviderEvent, ProviderRequest } from '../provider.ts';
import { demoProvider } from './demoProvider.ts';

const request = (text: string, signal = new AbortController().signal): ProviderRequest => ({
  model: 'demo',
  messages: [{ role: 'user', text }],
  signal,
});

async function said(text: string): Promise<ProviderEvent[]> {
  const events: ProviderEvent[] = [];
  await demoProvider.stream(request(text), (event) => void events.push(event));
  return events;
}

describe('the demo model', () => {
  test('thinks first, then answers, then says what it took and that it is done, the same each time', async () => {
    const events = await said('/think Four.');
    const types = events.map(({ type }) => type);
    expect([...new Set(types)]).toEqual(['reasoning', 'text', 'usage', 'finish']);
    expect(events.at(-2)).toMatchObject({ reasoningTokens: expect.any(Number) });
    expect(events.at(-1)).toEqual({ type: 'finish', reason: 'stop' });
    expect(await said('/think Four.')).toEqual(events);
  });

  test('that is broken off throws, as every provider does', async () => {
    const abort = new AbortController();
    const call = demoProvider.stream(request('/slow 60000', abort.signal), () => undefined);
    abort.abort();
    await expect(call).rejects.toMatchObject({ name: 'ProviderError', failure: { retryable: false } });
  });
});
