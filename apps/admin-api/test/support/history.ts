import { randomUUID } from 'node:crypto';
import {
  createSession,
  editMessage,
  endAnswer,
  rateAnswer,
  regenerateAnswer,
  sendMessage,
  startAnswer,
  supersededBy,
  type Entry,
  type SessionState,
} from '@parley/conversation';
import type { Store, StoredChange } from '@parley/store';
import * as fc from 'fast-check';

const anyEnd = () =>
  fc.record({
    status: fc.constantFrom('complete', 'stopped', 'failed', 'interrupted'),
    tokens: fc.option(fc.nat(5000)),
    costUsd: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
  });

/** Things that happen in one session, each some time after the one before. */
export const anyHistory = fc.record({
  userId: fc.constantFrom('anna', 'ben', 'zoë'),
  beganAfter: fc.nat(5 * 3_600_000),
  steps: fc.array(
    fc.record({
      what: fc.constantFrom(
        'say',
        'say',
        'start',
        'start',
        'end',
        'end',
        'again',
        'edit',
        'rate',
        'admin',
        'model',
      ),
      afterMs: fc.oneof(fc.nat(3000), fc.nat(2 * 3_600_000)),
      end: anyEnd(),
      at: fc.nat(20),
      /** Where its process dies, and how often: it does it again. */
      dies: fc.array(fc.nat(16), { maxLength: 2 }),
    }),
    { maxLength: 14 },
  ),
});
export type History = typeof anyHistory extends fc.Arbitrary<infer H> ? H : never;
type Step = History['steps'][number];

type Made = Omit<StoredChange, 'outcome'>;

/** What a step does to a session, if anything. */
function changeOf(state: SessionState, entries: readonly Entry[], step: Step, at: number): Made | undefined {
  const { what, end } = step;
  const chosen = entries[step.at % Math.max(1, entries.length)];
  const about = { id: randomUUID(), sessionId: state.id, messageId: chosen?.id ?? randomUUID() };
  const user = { id: state.userId, roles: ['user'] };
  switch (what) {
    case 'say':
      return sendMessage(state, { type: 'message.send', ...about, text: 'words' }, user, at);
    case 'admin': {
      const change = sendMessage(state, { type: 'message.send', ...about, text: 'help' }, user, at);
      return { ...change, entries: change.entries.map((entry) => ({ ...entry, sender: 'admin' })) };
    }
    case 'start': {
      const { turn = 1, delivery = 0 } = state.answer ?? {};
      const start = startAnswer(state, { turn, delivery: delivery + 1 }, at);
      return start.kind === 'write' || start.kind === 'finish' ? start.change : undefined;
    }
    case 'end': {
      const { status, tokens, costUsd } = end;
      const cost = costUsd !== null && { costUsd };
      const used = tokens !== null && {
        usage: { inputTokens: tokens, outputTokens: 7, totalTokens: tokens + 7, ...cost },
      };
      const { answer } = state;
      return answer && endAnswer(state, answer, { status, text: 'so', endedAt: at, ...used });
    }
    case 'again':
      return regenerateAnswer(state, about.id, chosen, at);
    case 'edit': {
      const since = chosen ? entries.slice(chosen.seq - 1) : [];
      const gone = chosen ? new Set(supersededBy(chosen, since).map(({ seq }) => seq)) : new Set();
      const superseded = since.filter(({ seq }) => gone.has(seq));
      const editing = chosen && { message: chosen, since, superseded };
      return editMessage(state, { type: 'message.edit', ...about, text: 'other words' }, editing, at);
    }
    case 'rate':
      return rateAnswer(state, { type: 'message.feedback', ...about, rating: 'up' }, chosen);
    case 'model':
      return { session: { ...state, model: state.model === 'demo' ? 'quick' : 'demo' }, entries: [] };
  }
}

/** A session as it came to be. */
export interface Played {
  readonly id: string;
  /** How each of its answers ended, superseded or not, by their ids. */
  readonly ends: ReadonlyMap<string, string>;
}

/**
 * Plays a history, from a moment on. `dying` makes each change; where its process died it is looked up by `store`
 * whether the change was made, as by whoever takes over.
 */
export async function playHistory(
  { userId, beganAfter, steps }: History,
  began: number,
  { store, dying, arm }: { store: Store; dying: Store; arm: (at: number) => void },
): Promise<Played> {
  const id = randomUUID();
  const ends = new Map<string, string>();
  let now = began + beganAfter;
  await store.sessions.create(createSession(id, userId, 'demo', now));
  for (const step of steps) {
    now += step.afterMs;
    const dies = [...step.dies];
    for (;;) {
      const loaded = await store.sessions.load(id);
      if (!loaded) throw new Error('it was made');
      const { entries } = await store.entries.newest(id, 100);
      const change = changeOf(loaded.state, entries, step, now);
      if (!change) break;
      for (const { id: entryId, sender, status } of change.entries)
        if (sender === 'assistant' && status !== 'streaming' && status !== 'superseded')
          ends.set(entryId, status);
      arm(dies.pop() ?? Infinity);
      try {
        const { session, superseded } = change;
        await dying.sessions.commit(loaded, { session, entries: change.entries, superseded });
        break;
      } catch {
        const there = await store.sessions.load(id);
        if (there?.version !== loaded.version) break;
      }
    }
  }
  return { id, ends };
}
