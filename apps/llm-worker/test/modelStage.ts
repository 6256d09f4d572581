import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import { loadModels, type Models } from '@parley/config';
import type { Message } from '@parley/protocol';
import { eventually } from '@parley/testing';
import { ModelServer, type SeenRequest } from './ModelServer.ts';
import { ANNA, ofType, setStage, type Stage } from './stage.ts';

/** A stage whose models are those of a server of ours. */
export interface ModelStage {
  readonly stage: Stage;
  readonly server: ModelServer;
  readonly models: Models;
  end(): Promise<void>;
}

/** `modelsOf`: what the models file says. Workers are the test's to add. */
export async function setModelStage(
  modelsOf: (server: ModelServer) => readonly object[],
): Promise<ModelStage> {
  const stage = await setStage();
  const server = await ModelServer.start();
  const folder = await mkdtemp(join(tmpdir(), 'parley-calls-'));
  const file = join(folder, 'models.yaml');
  await writeFile(file, JSON.stringify({ models: modelsOf(server) }));
  return {
    stage,
    server,
    models: loadModels(file, {}),
    async end() {
      await stage.end();
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A session of a new user with this model. */
export async function chatOn(stage: Stage, model: string) {
  const user = { ...ANNA, id: randomUUID() };
  const { session } = await stage.opened({ new: true }, user);
  const { id: sessionId } = session;
  await stage.ask({ type: 'model.select', id: randomUUID(), sessionId, model }, user);
  const frames = stage.watch(sessionId);
  await stage.bus.flush();
  const ended = (where: (message: Message) => boolean): Promise<Message> =>
    eventually(
      'the answer',
      () => ofType(frames, 'message.ended').find(({ message }) => where(message))?.message,
      { timeoutMs: 30_000 },
    );
  return {
    user,
    sessionId,
    frames,
    say: async (text: string) => {
      const asked = await stage.send(sessionId, text, undefined, user);
      return ended(({ replyTo }) => replyTo === asked);
    },
    goOn: async (messageId: string) => {
      await stage.ask({ type: 'message.continue', id: randomUUID(), sessionId, messageId }, user);
      return ended(({ replaces }) => replaces === messageId);
    },
    ledger: () => stage.store.calls.ofSession(sessionId),
    usage: async () => (await stage.opened({ sessionId }, user)).session.usage,
  };
}

/** Of calls and requests: that each request has exactly one entry, in order, and how those ended. */
export async function matched({ ledger }: Awaited<ReturnType<typeof chatOn>>, seen: readonly SeenRequest[]) {
  const calls = await ledger();
  expect(calls.map(({ id }) => id)).toEqual(seen.map(({ id }) => id));
  return calls.map(({ outcome }) => outcome);
}
