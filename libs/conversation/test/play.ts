import { isAdmin, type Usage } from '@parley/protocol';
import * as fc from 'fast-check';
import {
  acknowledgeHelp,
  adminOf,
  archiveSession,
  cancelHelp,
  continueAnswer,
  deactivateSession,
  editMessage,
  endAnswer,
  endSession,
  expireHold,
  HOLD_MS,
  openSession,
  rateAnswer,
  regenerateAnswer,
  releaseSession,
  renameSession,
  renewHold,
  requestHelp,
  sayAsAdmin,
  selectModel,
  sendMessage,
  startAnswer,
  stopAnswer,
  supersededBy,
  takeOver,
  titleSession,
  type Answer,
  type AnswerEnd,
  type Change,
  type SessionState,
} from '../src/index.ts';
import { Kept, SESSION, USER } from './model.ts';

const anyReason = fc.constantFrom('failure' as const, 'quota' as const, 'cut' as const);
const anyStatus = fc.constantFrom<AnswerEnd['status']>('complete', 'stopped', 'failed', 'interrupted');
const record = <T extends string, R extends object>(what: T, more: { [K in keyof R]: fc.Arbitrary<R[K]> }) =>
  fc.record({ do: fc.constant(what), id: fc.uuid(), at: fc.nat(1_000), ...more }) as unknown as fc.Arbitrary<
    { do: T; id: string; at: number } & R
  >;

const sumOf = (tokens: number): Usage => ({ inputTokens: tokens, outputTokens: 0, totalTokens: tokens });

/** Why an answer isn't whole. */
const REASONS: Record<'failure' | 'quota' | 'cut', Pick<AnswerEnd, 'error' | 'isCut'>> = {
  failure: {},
  quota: {
    error: { category: 'rate_limit', code: 'quota', message: 'No tokens are left.', recoverable: true },
  },
  cut: {
    isCut: true,
    error: { category: 'service', code: 'provider_error', message: 'cut', recoverable: true },
  },
};

/** Three admins, of whom the last is a supervisor, and somebody who is none. */
export const PEOPLE = [
  { id: 'ada', name: 'Ada', roles: ['admin'] },
  { id: 'bo', name: 'Bo', roles: ['user', 'admin'] },
  { id: 'cy', roles: ['supervisor'] },
  { id: 'dee', name: 'Dee', roles: ['user', 'Admin', 'administrator'] },
] as const;
const anyPerson = fc
  .constantFrom(...PEOPLE)
  .map(({ roles, ...person }) => ({ ...person, roles: [...roles] }));

const anyAdmin = anyPerson.filter(isAdmin);

/** What may happen to a session; `at` chooses the entry that it is about, -1 the last one. */
const anyEvent = fc.oneof(
  { weight: 4, arbitrary: record('send', { text: fc.string() }) },
  { weight: 5, arbitrary: record('start', { turn: fc.nat(2), delivery: fc.integer({ min: 1, max: 8 }) }) },
  {
    weight: 5,
    arbitrary: record('end', {
      status: anyStatus,
      reason: anyReason,
      tokens: fc.nat(1_000),
      sum: fc.nat(9_000),
      old: fc.boolean(),
    }),
  },
  { weight: 2, arbitrary: record('regenerate', {}) },
  { weight: 2, arbitrary: record('continue', {}) },
  { weight: 2, arbitrary: record('edit', { text: fc.string({ minLength: 1 }), eachTold: fc.boolean() }) },
  record('rate', {
    rating: fc.constantFrom('up' as const, 'down' as const, 'none' as const),
    note: fc.string(),
  }),
  record('rename', { name: fc.string({ minLength: 1, maxLength: 60 }) }),
  record('title', { name: fc.string({ maxLength: 60 }) }),
  record('archive', { archived: fc.boolean() }),
  record('stop', {}),
  record('model', { model: fc.constantFrom('demo', 'quick') }),
  record('open', {}),
  record('away', {}),
  record('over', {}),
  record('help', { reason: fc.option(fc.string({ maxLength: 20 }), { nil: undefined }) }),
  record('cancel', {}),
  record('acknowledge', { who: anyPerson }),
  {
    weight: 3,
    arbitrary: record('take', { who: anyPerson, force: fc.boolean(), kept: fc.string(), sum: fc.nat(9_000) }),
  },
  {
    weight: 2,
    arbitrary: record('release', { who: anyPerson, to: fc.option(anyAdmin, { nil: undefined }) }),
  },
  { weight: 3, arbitrary: record('say', { who: anyPerson, text: fc.string() }) },
  record('expire', { late: fc.boolean() }),
  record('renew', { who: anyPerson }),
);
export type Event = typeof anyEvent extends fc.Arbitrary<infer E> ? E : never;

const afterAWhile = <E>(event: fc.Arbitrary<E>) => fc.record({ event, afterMs: fc.nat(60_000) });
const anyEvents = fc.array(afterAWhile(anyEvent), { maxLength: 80 });

/** An answer is asked for again, and a human takes the session, mostly before the next version has begun. */
const anyTakenVersion = fc
  .tuple(
    afterAWhile(record('send', { text: fc.string() })),
    afterAWhile(record('start', { turn: fc.constant(1), delivery: fc.constant(1) })),
    afterAWhile(
      record('end', {
        reason: anyReason,
        status: anyStatus,
        tokens: fc.nat(9),
        sum: fc.nat(9),
        old: fc.constant(false),
      }),
    ),
    afterAWhile(
      fc.oneof(record('regenerate', { at: fc.constant(-1) }), record('continue', { at: fc.constant(-1) })),
    ),
    fc.array(afterAWhile(anyEvent), { maxLength: 3 }),
    afterAWhile(
      record('take', { who: anyAdmin, force: fc.boolean(), kept: fc.string(), sum: fc.nat(9_000) }),
    ),
    anyEvents,
  )
  .map(([send, start, end, again, between, take, after]) => [
    send,
    start,
    end,
    again,
    ...between,
    take,
    ...after,
  ]);

export const anyHistory = fc.oneof(
  { weight: 4, arbitrary: anyEvents },
  { weight: 1, arbitrary: anyTakenVersion },
);
export type History = typeof anyHistory extends fc.Arbitrary<infer H> ? H : never;

/** What a history came to. */
export interface Played {
  readonly kept: Kept;
  /** Every answer that was ever to be written, in order, each attempt by itself. */
  readonly begun: Answer[];
  /** The names that its user gave, in order. */
  readonly named: string[];
  /** When something counted as activity, in order. */
  readonly active: number[];
  /** Messages that a human was to answer. */
  readonly left: Set<string>;
  /** Sums of the ledger that came with what changed the session. */
  readonly sums: number[];
}

/** Plays events at growing times; `look` sees each that was not refused. */
export function play(history: History, look: (played: Played, event: Event) => void = () => {}): Played {
  const played: Played = {
    kept: new Kept(),
    begun: [],
    named: [],
    active: [1_000],
    left: new Set(),
    sums: [0],
  };
  let now = 1_000;
  for (const { event, afterMs } of history) {
    now += afterMs;
    const before = played.kept.state;
    const change = step(played, event, now);
    if (!change || change.outcome?.ok === false) continue;
    if (event.do === 'take') leave(played, before);
    if (event.do === 'end' || (event.do === 'take' && before.answer)) played.sums.push(event.sum);
    if (event.do === 'send' && before.handling === 'human') played.left.add(event.id);
    const endsAnswer = event.do === 'take' && before.answer !== undefined && change.entries?.length;
    if (endsAnswer || ACTIVITY.has(event.do)) played.active.push(now);
    look(played, event);
  }
  return played;
}

/** A takeover leaves what waits to the human, and gives back an answer that was to be replaced. */
function leave({ kept, left }: Played, { waiting }: SessionState): void {
  for (const { messageId, replaces } of waiting) {
    if (replaces === undefined) left.add(messageId);
    else kept.superseded.delete(replaces);
  }
}

const ACTIVITY = new Set<Event['do']>(['send', 'regenerate', 'continue', 'edit', 'end', 'open', 'say']);

function step(played: Played, event: Event, now: number): Partial<Change> | undefined {
  const { kept, begun } = played;
  const change = changeOf(played, event, now);
  if (!change) return undefined;
  if (event.do === 'rename') played.named.push(event.name);
  if ('kind' in change) {
    if (change.kind !== 'write' && change.kind !== 'finish') return undefined;
    begun.push(change.answer);
    kept.apply(change.change);
    return change.change;
  }
  kept.apply(change);
  return change;
}

function changeOf({ kept, begun }: Played, event: Event, now: number) {
  const { state } = kept;
  const entries = kept.bySeq();
  const entry = entries.at(event.at % Math.max(1, entries.length));
  const about = { id: event.id, sessionId: SESSION, messageId: entry?.id ?? event.id };
  switch (event.do) {
    case 'send':
      return sendMessage(state, { type: 'message.send', ...about, text: event.text }, USER, now);
    case 'start':
      return startAnswer(state, event, now);
    case 'end': {
      const answer = event.old ? begun[0] : begun.at(-1);
      const usage = { inputTokens: event.tokens, outputTokens: 1, totalTokens: event.tokens + 1 };
      // What the ledger holds by now: with each answer more, unless an older writer read it long ago.
      const sum = sumOf(event.sum);
      const end = { status: event.status, text: 'so it is', usage, sessionUsage: sum, firstTokenAt: now };
      return answer && endAnswer(state, answer, { ...end, ...REASONS[event.reason], endedAt: now });
    }
    case 'regenerate':
      return regenerateAnswer(state, event.id, entry, now);
    case 'continue':
      return continueAnswer(state, event.id, entry, now);
    case 'edit': {
      const since = entry ? entries.slice(entry.seq - 1) : [];
      const seqs = entry ? new Set(supersededBy(entry, since).map(({ seq }) => seq)) : new Set();
      const superseded = event.eachTold ? since.filter(({ seq }) => seqs.has(seq)) : undefined;
      const frame = { type: 'message.edit' as const, ...about, text: event.text };
      return editMessage(state, frame, entry && { message: entry, since, superseded }, now);
    }
    case 'rate':
      return rateAnswer(
        state,
        { type: 'message.feedback', ...about, rating: event.rating, note: event.note },
        entry,
      );
    case 'rename':
      return renameSession(state, event.id, event.name);
    case 'title':
      return titleSession(state, event.name);
    case 'archive':
      return archiveSession(state, event.id, event.archived);
    case 'stop':
      return stopAnswer(state, event.id, about.messageId, true);
    case 'model':
      return selectModel(state, event.id, event.model);
    case 'open':
      return openSession(state, now, now);
    case 'away':
      return deactivateSession(state);
    case 'help': {
      const { reason } = event;
      const frame = { type: 'help.request' as const, id: event.id, sessionId: SESSION };
      const said = { ...frame, ...(reason !== undefined && { reason }) };
      return requestHelp(state, said, now, { nextRoundAt: now, queue: { position: 1 } });
    }
    case 'cancel':
      return cancelHelp(state, event.id, now);
    case 'acknowledge':
      return acknowledgeHelp(state, event.id, event.who);
    case 'take': {
      const { id, who, force, kept: text, sum } = event;
      const frame = { type: 'admin.takeover' as const, id, sessionId: SESSION, force };
      const replaced = kept.entries.get(state.waiting[0]?.replaces ?? '');
      return takeOver(state, frame, who, now, { kept: { text, sessionUsage: sumOf(sum) }, replaced });
    }
    case 'release':
      return releaseSession(state, event.id, event.who, now, event.to && adminOf(event.to));
    case 'say':
      return sayAsAdmin(state, { type: 'message.send', ...about, text: event.text }, event.who, now);
    case 'expire':
      return expireHold(state, event.id, state.fence - Number(event.late), now);
    case 'renew':
      return renewHold(state, event.who.id, now + HOLD_MS);
    case 'over':
      return endSession(state, 'continuity', now);
  }
}
