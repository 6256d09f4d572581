import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { loadModels } from '@parley/config';
import { eventually } from '@parley/testing';
import { ChatServer, type ChatRequest } from './ChatServer.ts';
import { ofType, setStage, type Stage } from './stage.ts';

const isTitle = ({ messages }: ChatRequest): boolean => messages[0]?.content.startsWith('You name') ?? false;

let stage: Stage;
let server: ChatServer;
let folder: string;
/** What the model says when it is asked for a title; a promise holds it back. */
let title: () => string | Promise<string> = () => '**"Baking bread."**';

beforeAll(async () => {
  stage = await setStage();
  server = await ChatServer.start(async function* (request) {
    yield isTitle(request) ? await title() : 'Flour and water.';
  });
  folder = await mkdtemp(join(tmpdir(), 'parley-titles-'));
  const file = join(folder, 'models.yaml');
  const model = {
    id: 'quick',
    label: 'Quick',
    provider: 'openai',
    model: 'small',
    baseUrl: server.baseUrl,
    apiKey: 'key',
  };
  await writeFile(file, JSON.stringify({ models: [{ ...model, price: { input: 1, output: 2 } }] }));
  await stage.worker({ models: loadModels(file, {}), env: { TITLES: 'true' } });
});
afterAll(async () => {
  await stage?.end();
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
});

async function chat() {
  const { session } = await stage.opened({ new: true });
  const frames = stage.watch(session.id);
  await stage.bus.flush();
  return {
    sessionId: session.id,
    say: async (text: string) => {
      const asked = await stage.send(session.id, text);
      return eventually('the answer', () =>
        ofType(frames, 'message.ended').find(({ message }) => message.replyTo === asked),
      );
    },
    session: async () => (await stage.opened({ sessionId: session.id })).session,
  };
}

describe('a session’s title', () => {
  test('[P49][P62] comes from its model after the first answer, once, and what it took is counted', async () => {
    const { say, session } = await chat();
    await say('How do I bake bread?');
    const named = await eventually('the title', async () => {
      const now = await session();
      return now.name === 'Baking bread' ? now : undefined;
    });
    expect(named.usage).toEqual({ inputTokens: 14, outputTokens: 6, totalTokens: 20, costUsd: 26 / 1e6 });
    const asked = server.requests.filter(isTitle);
    expect(asked.at(-1)?.messages[1]?.content).toBe(
      'Question:\nHow do I bake bread?\n\nAnswer:\nFlour and water.',
    );
    await say('And rolls?');
    expect(server.requests.filter(isTitle)).toHaveLength(asked.length);
    expect(await session()).toMatchObject({ name: 'Baking bread', messageCount: 4 });
  });

  test('[P49] that comes too late leaves the user’s name as it is', async () => {
    const { say, session, sessionId } = await chat();
    const held = Promise.withResolvers<string>();
    title = () => held.promise;
    await say('How do I bake bread?');
    await stage.ask({ type: 'session.rename', id: randomUUID(), sessionId, name: 'Mine' });
    held.resolve('Baking bread');
    await eventually('it is counted', async () => (await session()).usage.totalTokens === 20);
    expect((await session()).name).toBe('Mine');
  });

  test('[P49][P35] that fails is tried with the next answer, and the log says nothing of what was said', async () => {
    const { say, session } = await chat();
    title = () => Promise.reject(new Error('no idea about kestrels'));
    await say('What do kestrels eat?');
    await eventually('the failure', () => stage.lines.some((line) => line.includes('title.failed')));
    expect(await session()).toMatchObject({ name: 'What do kestrels eat?', messageCount: 2 });
    title = () => 'Kestrels';
    await say('And owls?');
    await eventually('the title', async () => (await session()).name === 'Kestrels');
    expect(stage.lines.filter((line) => line.includes('estrel'))).toEqual([]);
  });
});
