import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { estimateTokens } from '@parley/conversation';
import { createLogger } from '@parley/logging';
import { eventually } from '@parley/testing';
import { createSummaries } from '../src/context/createSummaries.ts';
import { prepare } from '../src/context/prepare.ts';
import { callableModels } from '../src/models.ts';
import { callsOf } from './calls.ts';
import type { ChatRequest, Reply } from './ChatServer.ts';
import { config, setRequests, type RequestStage } from './requestStage.ts';
import { ANNA } from './stage.ts';

let on: RequestStage;
/** What the models answer. */
let reply: Reply = () => ['Flour and water.'];
beforeAll(async () => {
  on = await setRequests((asked) => reply(asked));
});
afterAll(() => on?.end());

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
      destination: { write: (line) => void on.stage.lines.push(line) },
    });
    const kept = new Set<string>();
    const { summaries } = on.stage.store;
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
      bus: on.stage.bus,
      store: { ...on.stage.store, summaries: tracked },
      models: callableModels(on.models),
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
    const sessionId = await on.opened();
    const frames = on.stage.watch(sessionId);
    await on.stage.bus.flush();
    const entries = await on.put(sessionId, said(60));
    const ask = async (replyTo = '') =>
      prepare(on.depsOf(), await on.load(sessionId), { replyTo }, { config });
    const first = await ask(entries.at(-1)?.id);
    const session = await on.load(sessionId);
    made.offer(session, 'large', first.fellOut);
    const summed = await eventually('the summary', async () => (await on.load(sessionId)).summary);
    expect(summed.upTo).toBe(first.fellOut?.upTo);
    // All that is told is what it took.
    expect((await on.load(sessionId)).rev).toBe(session.rev + 1);
    expect(frames.map(({ type }) => type)).toEqual(['session.updated']);
    const [call] = await on.stage.store.calls.ofSession(sessionId);
    expect(call).toMatchObject({ purpose: 'summary', userId: ANNA.id, outcome: 'complete' });
    expect(asked[0]?.split('\n').slice(0, 2)).toEqual([
      'What was said since:',
      JSON.stringify({ from: 'user', said: entries[0]?.text }),
    ]);
    const second = await ask(entries.at(-1)?.id);
    expect(second.request.systemPrompt?.split('\n').at(-1)).toBe('"Anna asks what kestrels eat."');
    // Its place in the window is what fell out since: too little to matter.
    expect(second.fellOut?.entries ?? 0).toBeLessThan(10);

    const more = await on.put(sessionId, said(20));
    const third = await ask(more.at(-1)?.id);
    made.offer(await on.load(sessionId), 'large', third.fellOut);
    const next = await eventually('the next summary', async () => {
      const { summary } = await on.load(sessionId);
      return summary?.id === summed.id ? undefined : summary;
    });
    expect(next.upTo).toBe(third.fellOut?.upTo);
    expect(asked[1]).toContain('The record so far:\n"Anna asks what kestrels eat."\n\n');
    expect(asked[1]).not.toContain(`"${entries[0]?.text ?? ''}"`);
    await eventually('the old one is gone', () => [...kept].join() === next.id);
    await made.stop();
    expect(on.stage.lines.filter((line) => line.includes('estrel'))).toEqual([]);
  });

  test('[P27] is asked for within a small window, however long the one before and the messages are', async () => {
    const { asked, made } = summing(() => ['รู้'.repeat(3_000)]);
    const sessionId = await on.opened();
    await on.put(
      sessionId,
      Array.from({ length: 30 }, () => ({ text: 'Kestrels eat voles. '.repeat(400) })),
    );
    let before: string | undefined;
    for (const upTo of [10, 20]) {
      made.offer(await on.load(sessionId), 'small', { upTo, entries: 10, tokens: 2_000 });
      before = await eventually('the summary', async () => {
        const { summary } = await on.load(sessionId);
        return summary?.id === before ? undefined : summary?.id;
      });
    }
    await made.stop();
    const requests = on.server.requests.slice(-asked.length);
    expect(requests.length).toBeGreaterThanOrEqual(2);
    for (const { messages, max_tokens: most = 0 } of requests) {
      expect(most).toBeGreaterThan(400);
      const input = messages.reduce((sum, { content }) => sum + estimateTokens(content), 0);
      expect(input + most).toBeLessThan(2_000);
    }
    expect(asked.at(-1)).toContain('The record so far:\n"รู้');
  });

  test('is not kept when what it tells of was changed meanwhile', async () => {
    const held = Promise.withResolvers<string>();
    const { asked, kept, made } = summing(async function* () {
      yield await held.promise;
    });
    const sessionId = await on.opened();
    const [first] = await on.put(sessionId, said(30));
    made.offer(await on.load(sessionId), 'large', { upTo: 20, entries: 20, tokens: 2_000 });
    await eventually('it is asked for', () => asked.length > 0);
    await on.stage.store.sessions.change(sessionId, (session) => {
      const rev = session.rev + 1;
      const entries = first ? [{ ...first, text: 'Something else', rev }] : [];
      return { change: { session: { ...session, rev }, entries }, result: undefined };
    });
    held.resolve('Anna asks what kestrels eat.');
    await eventually('it is dropped', () => kept.size === 0 && asked.length === 1);
    await made.stop();
    expect((await on.load(sessionId)).summary).toBeUndefined();
  });

  test('is tried again with a later answer when it fails, and never begun for what doesn’t matter', async () => {
    let fails = true;
    const { asked, made } = summing(() => {
      if (fails) throw new Error('no idea');
      return ['Kestrels.'];
    });
    const sessionId = await on.opened();
    await on.put(sessionId, said(30));
    const session = await on.load(sessionId);
    made.offer(session, 'large', undefined);
    made.offer(session, 'large', { upTo: 5, entries: 5, tokens: 100 });
    made.offer(session, 'demo', { upTo: 20, entries: 20, tokens: 2_000 });
    expect(asked).toEqual([]);
    made.offer(session, 'large', { upTo: 20, entries: 20, tokens: 2_000 });
    await eventually('the failure', () => on.stage.lines.some((line) => line.includes('summary.failed')));
    fails = false;
    const summary = await eventually('the summary', async () => {
      made.offer(session, 'large', { upTo: 20, entries: 20, tokens: 2_000 });
      return (await on.load(sessionId)).summary;
    });
    expect(summary.upTo).toBe(20);
    await made.stop();
  });
});
