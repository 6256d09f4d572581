import { readFileSync } from 'node:fs';
import { expect } from '@jest/globals';
import type { FinishReason, TokenCount } from '../../src/providers/provider.ts';
import type { Name } from './outcome.ts';

/** What a recorded stream says. */
export interface Recorded {
  /** Or a matcher, where it holds the server's address. */
  readonly text: unknown;
  readonly reasoning: string;
  readonly usage?: TokenCount;
  readonly thread?: string;
  readonly finish?: FinishReason;
  readonly error?: {
    readonly code: string;
    readonly failure: { readonly retryable: boolean; readonly status?: number };
  };
}

export const TEXT = 'Grüße! The answer is **42** 👩‍👩‍👧.';
const THOUGHTS = 'The user greets me, so…';
const THREAD = '45701982-8118-4bc5-8e9b-64562b4555f2';
const COUNT = { inputTokens: 31, outputTokens: 12 };
const FULL = { ...COUNT, cachedTokens: 16, reasoningTokens: 4 };
const CACHED = { ...COUNT, cachedTokens: 16 };
export const RETRY = { code: 'provider_error', failure: { retryable: true } };

const whole: Recorded = { text: TEXT, reasoning: '', finish: 'stop' };
const openAi: Recorded = { ...whole, usage: FULL };
const anthropic: Recorded = { ...whole, usage: CACHED };
const dify: Recorded = { ...whole, usage: COUNT, thread: THREAD };
const broken = (text: string, error: Recorded['error'] = RETRY): Recorded => ({ text, reasoning: '', error });

/** What each recording says. */
export const RECORDINGS: Readonly<Record<string, Recorded>> = {
  openai: openAi,
  'openai-no-usage': whole,
  'openai-no-finish-reason': whole,
  'openai-no-finish-reason-no-done': openAi,
  'openai-no-done': openAi,
  'openai-empty-choices': openAi,
  'openai-continuous-usage': { ...whole, usage: { inputTokens: 31, outputTokens: 6 } },
  'openai-reasoning-content': { ...openAi, reasoning: THOUGHTS },
  'openai-reasoning': { ...whole, reasoning: THOUGHTS, usage: COUNT },
  'openai-content-parts': { ...whole, reasoning: THOUGHTS, usage: COUNT, finish: 'length' },
  'openai-refusal': { ...openAi, text: "I'm sorry, I can't help with that.", finish: 'refused' },
  'openai-content-filter': { ...whole, text: 'Grüße! ', finish: 'refused' },
  'openai-length': { ...openAi, text: 'Grüße! The answer ', finish: 'length' },
  'openai-truncated': broken('Grüße! The answer '),
  'openai-malformed': broken('Grüße! '),
  'openai-error': broken('Grüße! ', { code: 'provider_error', failure: { retryable: true, status: 502 } }),
  'openai-bare-error': broken('Grüße', { code: 'context_too_long', failure: { retryable: false } }),
  anthropic,
  'anthropic-no-stop-event': anthropic,
  'anthropic-thinking': { ...anthropic, reasoning: THOUGHTS, usage: FULL },
  'anthropic-refusal': {
    text: 'Gr',
    reasoning: '',
    usage: { inputTokens: 31, outputTokens: 2, cachedTokens: 16 },
    finish: 'refused',
  },
  'anthropic-max-tokens': { ...anthropic, text: 'Grüße! The answer ', finish: 'length' },
  'anthropic-truncated': broken('Grüße! The answer '),
  'anthropic-malformed': broken(''),
  'anthropic-overloaded': broken('Grüße! ', {
    code: 'provider_error',
    failure: { retryable: true, status: 529 },
  }),
  dify,
  'dify-workflow': dify,
  'dify-no-usage': { ...whole, thread: THREAD },
  'dify-agent': { ...dify, reasoning: 'I look up the weather.\n\nNow I know.' },
  'dify-replaced': { ...dify, text: 'Grüße! ', finish: 'refused' },
  'dify-replaced-at-once': { ...dify, text: 'I may not say that.', finish: 'refused' },
  'dify-file': {
    ...dify,
    text: expect.stringMatching(
      /👧\.\n\n\[image `f1\.png`\]\n\n\n\n\[image\]\(https:\/\/files\.example\/f2\.png\?sign=ab\)\n\n$/u,
    ),
  },
  'dify-error': broken('Grüße! '),
  'dify-error-first': broken('', { code: 'provider_error', failure: { retryable: false, status: 400 } }),
  'dify-paused': broken('Grüße', { code: 'provider_error', failure: { retryable: false } }),
  'dify-truncated': broken('Grüße! The answer '),
  'dify-malformed': broken('Grüße! '),
};

/** The stream as it was recorded. */
export const read = (name: string): string =>
  readFileSync(new URL(`recordings/${name}.sse`, import.meta.url), 'utf8');
/** Whose stream it is. */
export const ofWhom = (recording: string) => recording.split('-')[0] as Name;
