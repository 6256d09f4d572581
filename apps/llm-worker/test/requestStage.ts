import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEMO_MODEL, loadModels, type ModelConfig, type Models } from '@parley/config';
import type { Entry, SessionState } from '@parley/conversation';
import type { ContextDeps } from '../src/context/ContextDeps.ts';
import { ChatServer, type Reply } from './ChatServer.ts';
import { contextOf } from './context.ts';
import type { MemoryFiles } from './memoryFiles.ts';
import { ANNA, setStage, type Stage } from './stage.ts';

/** A worker with a small and a large model, and a deployment's prompt. */
export interface RequestStage {
  readonly stage: Stage;
  readonly server: ChatServer;
  readonly models: Models;
  /** A new session's id. */
  opened(): Promise<string>;
  load(sessionId: string): Promise<SessionState>;
  /** Puts entries into a session, as they would stand there. */
  put(sessionId: string, entries: readonly Partial<Entry>[]): Promise<Entry[]>;
  depsOf(files?: MemoryFiles): ContextDeps;
  end(): Promise<void>;
}

export const config: ModelConfig = {
  ...DEMO_MODEL,
  provider: 'openai',
  model: 'llama-4',
  contextTokens: 2_000,
  maxOutputTokens: 500,
};

/** `reply`: what both models answer. */
export async function setRequests(reply: Reply): Promise<RequestStage> {
  const stage = await setStage();
  const server = await ChatServer.start(reply);
  const folder = await mkdtemp(join(tmpdir(), 'parley-requests-'));
  const file = join(folder, 'models.yaml');
  const model = {
    id: 'small',
    label: 'Small',
    provider: 'openai',
    model: 'llama-4',
    baseUrl: server.baseUrl,
    apiKey: 'key',
    contextTokens: 2_000,
    maxOutputTokens: 500,
    systemPrompt: 'You are kind to {{user.name}}.',
  };
  const large = { ...model, id: 'large', label: 'Large', contextTokens: 16_000 };
  await writeFile(file, JSON.stringify({ models: [model, large] }));
  const models = loadModels(file, {});
  await stage.worker({ models, env: { SYSTEM_PROMPT: 'You sell bread. {{unknown}}' } });

  return {
    stage,
    server,
    models,
    opened: async () => (await stage.opened({ new: true })).session.id,
    async load(sessionId) {
      const loaded = await stage.store.sessions.load(sessionId);
      if (!loaded) throw new Error('the session is there');
      return loaded.state;
    },
    async put(sessionId, entries) {
      const done = await stage.store.sessions.change(sessionId, (session) => {
        const made = entries.map((entry, at): Entry => ({
          id: randomUUID(),
          sessionId,
          seq: session.seq + at + 1,
          rev: session.rev + at + 1,
          sender: 'user',
          senderName: ANNA.name ?? '',
          kind: 'text',
          text: 'text',
          attachments: [],
          status: 'complete',
          createdAt: at,
          ...entry,
        }));
        const last = { seq: session.seq + made.length, rev: session.rev + made.length };
        return { change: { session: { ...session, ...last }, entries: made }, result: made };
      });
      return done?.result ?? [];
    },
    depsOf: (files) => ({ store: stage.store, ...contextOf(files), now: Date.now }),
    async end() {
      await stage.end();
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
