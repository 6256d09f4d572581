import { setTimeout as wait } from 'node:timers/promises';
import { estimateTokens } from '@parley/conversation';
import { ProviderError } from '../ProviderError.ts';
import { guarded } from '../errors/guarded.ts';
import { mapError } from '../errors/mapError.ts';
import type { Provider, ProviderRequest, Say } from '../provider.ts';
import { demoScript } from './demoScript.ts';

const tokensOf = (texts: readonly string[]): number =>
  texts.map(estimateTokens).reduce((sum, tokens) => sum + tokens, 0);

async function play({ systemPrompt, messages, signal }: ProviderRequest, say: Say): Promise<void> {
  const { thoughts = [], pieces, everyMs, failure } = demoScript(messages);
  if (failure === 'at once') throw new ProviderError('provider_error', new Error('asked to fail'));
  for (const text of thoughts) {
    await wait(everyMs, undefined, { signal });
    say({ type: 'reasoning', text });
  }
  for (const text of pieces) {
    await wait(everyMs, undefined, { signal });
    say({ type: 'text', text });
  }
  if (failure === 'in the middle') throw new ProviderError('provider_error', new Error('asked to break off'));
  const reasoningTokens = tokensOf([thoughts.join('')]);
  say({
    type: 'usage',
    inputTokens: tokensOf([systemPrompt ?? '', ...messages.map(({ text }) => text)]),
    outputTokens: tokensOf([pieces.join('')]) + reasoningTokens,
    reasoningTokens,
  });
  say({ type: 'finish', reason: 'stop' });
}

/** The built-in model: no key, no network, the same answer to the same request. */
export const demoProvider: Provider = {
  stream: (request, say) => guarded(request.signal, play(request, say), mapError),
};
