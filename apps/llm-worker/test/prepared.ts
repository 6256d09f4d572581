import { DEMO_MODEL, type ModelConfig } from '@parley/config';
import { createSession, type Entry, type SessionState } from '@parley/conversation';
import type { ContextDeps } from '../src/context/ContextDeps.ts';
import { createTokens } from '../src/context/createTokens.ts';
import { imageTokens } from '../src/context/imageTokens.ts';
import { perRequest } from '../src/context/perRequest.ts';
import type { prepare } from '../src/context/prepare.ts';
import { PER_MESSAGE } from '../src/context/showMessage.ts';
import type { FileReader } from '../src/files/ReadFile.ts';
import { contextOf } from './context.ts';
import { MemoryFiles } from './memoryFiles.ts';

const NOW = Date.UTC(2026, 10, 27);
export const tokens = createTokens();
export const modelOf = (more: Partial<ModelConfig> = {}): ModelConfig => ({
  ...DEMO_MODEL,
  provider: 'openai',
  model: 'llama-4',
  contextTokens: 4_000,
  maxOutputTokens: 1_000,
  ...more,
});
export const entryOf = (seq: number, more: Partial<Entry> = {}): Entry => ({
  id: `m${seq}`,
  sessionId: 's',
  seq,
  rev: seq,
  sender: 'user',
  kind: 'text',
  text: `text ${seq}`,
  attachments: [],
  status: 'complete',
  createdAt: seq,
  ...more,
});
export const answerOf = (seq: number, more: Partial<Entry> = {}): Entry =>
  entryOf(seq, { sender: 'assistant', replyTo: `m${seq - 1}`, model: 'demo', ...more });
export const SESSION: SessionState = createSession('s', 'u', 'demo', 0);

export interface Kept {
  readonly entries: readonly Entry[];
  readonly guidance?: readonly string[];
  readonly summary?: string;
  readonly files?: FileReader;
  readonly systemPrompt?: string;
}

export const readerOf = (files: MemoryFiles): FileReader => contextOf(files).files;
export const depsOf = ({
  entries,
  guidance = [],
  summary,
  files = readerOf(new MemoryFiles()),
  systemPrompt,
}: Kept): ContextDeps => ({
  store: {
    entries: {
      recentConversation: async (_session, _replyTo, limit) => entries.slice(-limit),
      lastInThread: async (_session, thread) => entries.findLast((one) => one.thread === thread)?.id,
    },
    notes: {
      list: async () =>
        guidance.map((text, at) => ({ id: `${at}`, text, by: 'a', createdAt: 0, forAssistant: true })),
    } as unknown as ContextDeps['store']['notes'],
    summaries: {
      get: async () =>
        summary === undefined ? undefined : { id: 's', sessionId: 's', upTo: 1, text: summary },
    },
  },
  tokens,
  files,
  systemPrompt,
  now: () => NOW,
});
export const roomOf = ({ contextTokens, maxOutputTokens }: ModelConfig): number =>
  Math.floor(contextTokens - Math.min(maxOutputTokens, contextTokens / 2));

/** What a request takes, counted anew. */
export function counted(config: ModelConfig, { request }: Awaited<ReturnType<typeof prepare>>): number {
  const count = (text: string): number => tokens.count(config, text);
  return request.messages.reduce(
    (sum, { text, images = [] }) => sum + count(text) + PER_MESSAGE + images.length * imageTokens(config),
    perRequest(config) + count(request.systemPrompt ?? ''),
  );
}
