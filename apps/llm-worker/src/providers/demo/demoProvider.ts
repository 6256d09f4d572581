import { setTimeout as wait } from 'node:timers/promises';
import { estimateTokens } from '@parley/conversation';
import { ProviderError } from '../ProviderError.ts';
import type { Provider, ProviderRequest } from '../provider.ts';
import { demoScript } from './demoScript.ts';

const tokensOf = (request: ProviderRequest): number =>
  [request.systemPrompt ?? '', ...request.messages.map(({ text }) => text)]
    .map(estimateTokens)
    .reduce((sum, tokens) => sum + tokens, 0);

/** The built-in model: no key, no network, the same answer to the same request. */
export const demoProvider: Provider = {
  async *stream(request) {
    const { pieces, everyMs, failure } = demoScript(request.messages);
    if (failure === 'at once') throw new ProviderError('provider_error', new Error('asked to fail'));
    let text = '';
    for (const piece of pieces) {
      await wait(everyMs, undefined, { signal: request.signal });
      text += piece;
      yield { type: 'text', text: piece };
    }
    if (failure === 'in the middle')
      throw new ProviderError('provider_error', new Error('asked to break off'));
    yield { type: 'usage', inputTokens: tokensOf(request), outputTokens: estimateTokens(text) };
  },
};
