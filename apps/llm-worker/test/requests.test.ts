import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { DEMO_MODEL, loadModels, type ModelConfig, type Models } from '@parley/config';
import type { Entry, SessionState } from '@parley/conversation';
import { createLogger } from '@parley/logging';
import { eventually } from '@parley/testing';
import type { ContextDeps } from '../src/context/ContextDeps.ts';
import { createSummaries } from '../src/context/createSummaries.ts';
import { prepare } from '../src/context/prepare.ts';
import { callableModels } from '../src/models.ts';
import { callsOf } from './calls.ts';
import { ChatServer, type ChatRequest, type Reply } from './ChatServer.ts';
import { contextOf } from './context.ts';
import { docxOf, pdfOf, pngOf } from './documents.ts';
import { MemoryFiles } from './memoryFiles.ts';
import { ANNA, ofType, setStage, type Stage } from './stage.ts';

let stage: Stage;
let server: ChatServer;
let folder: string;
let models: Models;
/** What the models answer. */
let reply: Reply = () => ['Flour and water.'];

beforeAll(async () => {
  stage = await setStage();
  server = await ChatServer.start((asked) => reply(asked));
  folder = await mkdtemp(join(tmpdir(), 'parley-requests-'));
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
  await writeFile(
    file,
    JSON.stringify({ models: [model, { ...model, id: 'large', label: 'Large', contextTokens: 16_000 }] }),
  );
  models = loadModels(file, {});
  await stage.worker({ models, env: { SYSTEM_PROMPT: 'You sell bread. {{unknown}}' } });
});
afterAll(async () => {
  await stage?.end();
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
});

const config: ModelConfig = {
  ...DEMO_MODEL,
  provider: 'openai',
  model: 'llama-4',
  contextTokens: 2_000,
  maxOutputTokens: 500,
};

async function opened(): Promise<string> {
  return (await stage.opened({ new: true })).session.id;
}

async function load(sessionId: string): Promise<SessionState> {
  const loaded = await stage.store.sessions.load(sessionId);
  if (!loaded) throw new Error('the session is there');
  return loaded.state;
}

/** Puts entries into a session, as they would stand there. */
async function put(sessionId: string, entries: readonly Partial<Entry>[]): Promise<Entry[]> {
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
}

const depsOf = (files?: MemoryFiles): ContextDeps => ({
  store: stage.store,
  ...contextOf(files),
  now: Date.now,
});

describe('a request', () => {
  test('[P27] has the deployment’s and the model’s prompt, with the user’s name', async () => {
    const sessionId = await opened();
    const frames = stage.watch(sessionId);
    await stage.bus.flush();
    await stage.send(sessionId, 'Hello');
    await eventually('the answer', () => ofType(frames, 'message.ended')[0]);
    expect(server.requests.at(-1)?.messages[0]?.content).toMatch(
      /^You sell bread\. \{\{unknown\}\}\n\nYou are kind to "Anna"\.\n\n/,
    );
  });

  test('[P27] isn’t made for a message that is too long for the model: it is refused with plain words', async () => {
    const sessionId = await opened();
    const frames = stage.watch(sessionId);
    await stage.bus.flush();
    const before = server.requests.length;
    await stage.send(sessionId, 'What do kestrels eat? '.repeat(400));
    const { message } = await eventually('the answer', () => ofType(frames, 'message.ended')[0]);
    expect(message).toMatchObject({ status: 'failed', text: '', error: { code: 'context_too_long' } });
    expect(message.error?.message).toContain('This message is too long for the model');
    expect(server.requests).toHaveLength(before);
    expect(stage.lines.filter((line) => line.includes('estrel'))).toEqual([]);
  });

  test('holds the text of kept files, and images for who takes them', async () => {
    const files = new MemoryFiles();
    const attachments = [
      files.put('voles.pdf', pdfOf('Kestrels eat voles'), 'application/pdf'),
      files.put('mice.docx', docxOf('and mice'), 'application/octet-stream'),
      files.put('count.csv', 'kestrel,3', 'text/csv'),
      files.put('kestrel.png', pngOf(30, 20), 'image/png'),
    ];
    const sessionId = await opened();
    const [entry] = await put(sessionId, [{ text: 'What is in there?', attachments }]);
    const session = await load(sessionId);
    const deps = depsOf(files);
    const replyTo = entry?.id ?? '';
    const blind = await prepare(deps, session, { replyTo }, { config });
    const texts = blind.request.messages[0]?.text.split('\n').filter((line) => line.startsWith('"'));
    expect(texts?.map((line): unknown => JSON.parse(line))).toEqual([
      'Kestrels eat voles\n',
      'and mice\n\n',
      'kestrel,3',
    ]);
    expect(blind.unread).toEqual([
      { fileId: attachments[3]?.fileId, name: 'kestrel.png', reason: 'no_vision' },
    ]);
    const wide = { ...config, vision: true, contextTokens: 16_000 };
    const seeing = await prepare(deps, session, { replyTo }, { config: wide });
    expect(seeing.unread).toEqual([]);
    expect(seeing.request.messages[0]?.images).toMatchObject([{ name: 'kestrel.png', mime: 'image/png' }]);
  });

  test('goes on in the provider’s own conversation only while nobody else did', async () => {
    const sessionId = await opened();
    const [asked, answered] = await put(sessionId, [
      {},
      { sender: 'assistant', model: 'helper', thread: 't1' },
    ]);
    const [next] = await put(sessionId, [{}]);
    const dify = { ...config, id: 'helper', provider: 'dify' as ModelConfig['provider'] };
    const ask = async (replyTo = '') =>
      (await prepare(depsOf(), await load(sessionId), { replyTo }, { config: dify })).request;
    expect(await ask(next?.id)).toMatchObject({ thread: 't1', messages: [{ text: 'text' }] });
    expect(await stage.store.entries.lastInThread(sessionId, 't1')).toBe(answered?.id);
    expect(await stage.store.entries.lastInThread(sessionId, 't2')).toBeUndefined();
    // Written anew, and again: the version in between doesn't count, but was said there.
    await put(sessionId, [
      { sender: 'assistant', model: 'helper', thread: 't1', replyTo: next?.id ?? '', status: 'superseded' },
    ]);
    expect((await ask(next?.id)).thread).toBeUndefined();
    expect(asked).toBeDefined();
  });
});

/** What stands last in a request: what is summed up. */
const lastIn = ({ messages }: ChatRequest): string => messages.at(-1)?.content ?? '';

describe('a summary', () => {
  function summing(written: Reply) {
    const asked: string[] = [];
    reply = (request) => {
      asked.push(lastIn(request));
      return written(request);
    };
    const log = createLogger({
      service: 'llm-worker',
      destination: { write: (line) => void stage.lines.push(line) },
    });
    const kept = new Set<string>();
    const { summaries } = stage.store;
    const tracked: typeof summaries = {
      ...summaries,
      put: (summary) => summaries.put(summary).finally(() => kept.add(summary.id)),
      async dropOthers(sessionId, counts) {
        await summaries.dropOthers(sessionId, counts);
        for (const id of kept) if (id !== counts) kept.delete(id);
      },
    };
    const made = createSummaries({
      ...callsOf(),
      bus: stage.bus,
      store: { ...stage.store, summaries: tracked },
      models: callableModels(models),
      log,
      continuityMs: 0,
      escalation: [],
      markers: { phrases: [] },
      now: Date.now,
    });
    return { asked, kept, made };
  }
  const said = (count: number) =>
    Array.from({ length: count }, (_one, at) => ({
      text: `${at + 1} What does the kestrel eat? `.repeat(8),
    }));

  test('[P27] of what fell out is written in the background, goes on from the one before, and is read', async () => {
    const { asked, kept, made } = summing(() => ['Anna asks what kestrels eat.']);
    const sessionId = await opened();
    const frames = stage.watch(sessionId);
    await stage.bus.flush();
    const entries = await put(sessionId, said(60));
    const ask = async (replyTo = '') => prepare(depsOf(), await load(sessionId), { replyTo }, { config });
    const first = await ask(entries.at(-1)?.id);
    const session = await load(sessionId);
    made.offer(session, 'large', first.fellOut);
    const summed = await eventually('the summary', async () => (await load(sessionId)).summary);
    expect(summed.upTo).toBe(first.fellOut?.upTo);
    // All that is told is what it took.
    expect((await load(sessionId)).rev).toBe(session.rev + 1);
    expect(frames.map(({ type }) => type)).toEqual(['session.updated']);
    const [call] = await stage.store.calls.ofSession(sessionId);
    expect(call).toMatchObject({ purpose: 'summary', userId: ANNA.id, outcome: 'complete' });
    expect(asked[0]?.split('\n').slice(0, 2)).toEqual([
      'What was said since:',
      JSON.stringify({ from: 'user', said: entries[0]?.text }),
    ]);
    const second = await ask(entries.at(-1)?.id);
    expect(second.request.systemPrompt?.split('\n').at(-1)).toBe('"Anna asks what kestrels eat."');
    // Its place in the window is what fell out since: too little to matter.
    expect(second.fellOut?.entries ?? 0).toBeLessThan(10);

    const more = await put(sessionId, said(20));
    const third = await ask(more.at(-1)?.id);
    made.offer(await load(sessionId), 'large', third.fellOut);
    const next = await eventually('the next summary', async () => {
      const { summary } = await load(sessionId);
      return summary?.id === summed.id ? undefined : summary;
    });
    expect(next.upTo).toBe(third.fellOut?.upTo);
    expect(asked[1]).toContain('The record so far:\n"Anna asks what kestrels eat."\n\n');
    expect(asked[1]).not.toContain(`"${entries[0]?.text ?? ''}"`);
    await eventually('the old one is gone', () => [...kept].join() === next.id);
    await made.stop();
    expect(stage.lines.filter((line) => line.includes('estrel'))).toEqual([]);
  });

  test('is not kept when what it tells of was changed meanwhile', async () => {
    const held = Promise.withResolvers<string>();
    const { asked, kept, made } = summing(async function* () {
      yield await held.promise;
    });
    const sessionId = await opened();
    const [first] = await put(sessionId, said(30));
    made.offer(await load(sessionId), 'large', { upTo: 20, entries: 20, tokens: 2_000 });
    await eventually('it is asked for', () => asked.length > 0);
    await stage.store.sessions.change(sessionId, (session) => {
      const rev = session.rev + 1;
      const entries = first ? [{ ...first, text: 'Something else', rev }] : [];
      return { change: { session: { ...session, rev }, entries }, result: undefined };
    });
    held.resolve('Anna asks what kestrels eat.');
    await eventually('it is dropped', () => kept.size === 0 && asked.length === 1);
    await made.stop();
    expect((await load(sessionId)).summary).toBeUndefined();
  });

  test('is tried again with a later answer when it fails, and never begun for what doesn’t matter', async () => {
    let fails = true;
    const { asked, made } = summing(() => {
      if (fails) throw new Error('no idea');
      return ['Kestrels.'];
    });
    const sessionId = await opened();
    await put(sessionId, said(30));
    const session = await load(sessionId);
    made.offer(session, 'large', undefined);
    made.offer(session, 'large', { upTo: 5, entries: 5, tokens: 100 });
    made.offer(session, 'demo', { upTo: 20, entries: 20, tokens: 2_000 });
    expect(asked).toEqual([]);
    made.offer(session, 'large', { upTo: 20, entries: 20, tokens: 2_000 });
    await eventually('the failure', () => stage.lines.some((line) => line.includes('summary.failed')));
    fails = false;
    const summary = await eventually('the summary', async () => {
      made.offer(session, 'large', { upTo: 20, entries: 20, tokens: 2_000 });
      return (await load(sessionId)).summary;
    });
    expect(summary.upTo).toBe(20);
    await made.stop();
  });
});
