import { isAdmin } from '@parley/protocol';
import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import {
  adminOf,
  callHuman,
  conversationTo,
  createSession,
  estimateTokens,
  expireHold,
  expireSession,
  followedBy,
  guidanceWithin,
  HOLD_MS,
  instructions,
  markedReason,
  opensAt,
  quietSince,
  renewHold,
  requestHelp,
  roundAt,
  roundSent,
  sayAsAdmin,
  sendMessage,
  startAnswer,
  takeOver,
  toContext,
  type Change,
  type Entry,
  type SessionState,
} from '../src/index.ts';
import { Kept, SESSION, USER } from './model.ts';
import { anyHistory, PEOPLE, play, type Event, type Played } from './play.ts';

const holdsWithEach = (look: (played: Played, event: Event) => void): void =>
  fc.assert(
    fc.property(anyHistory, (history) => void play(history, look)),
    { numRuns: 300 },
  );
const roles = (id: string): string[] => [...(PEOPLE.find((one) => one.id === id)?.roles ?? [])];
const [ADA, BO] = [
  { id: 'ada', name: 'Ada', roles: ['admin'] },
  { id: 'bo', name: 'Bo', roles: ['admin'] },
];
const USED = { inputTokens: 7, outputTokens: 2, totalTokens: 9 };
const fresh = (): SessionState => createSession(SESSION, USER.id, 'demo', 1_000);
const take = (session: SessionState, user = ADA, at = 2_000): Change =>
  takeOver(session, { type: 'admin.takeover', id: crypto.randomUUID(), sessionId: SESSION }, user, at, {
    kept: { text: 'kept', usage: USED, sessionUsage: USED },
  });

describe('a session, after any sequence of events', () => {
  test('[P51][P57] waits for a human, has one, or neither, and says so in one way', () => {
    holdsWithEach(({ kept: { state } }) => {
      const { handling, help, admin, holdUntil } = state;
      expect(handling === 'requested').toBe(help !== undefined);
      expect(handling === 'human').toBe(admin !== undefined);
      expect(handling === 'human').toBe(holdUntil !== undefined);
      if (help?.state === 'acknowledged') expect(help).not.toHaveProperty('nextRoundAt');
    });
  });

  test('[P54] is never answered by the model while a human has it', () => {
    holdsWithEach(({ kept: { state } }) => {
      if (state.handling !== 'human') return;
      expect(state.waiting).toEqual([]);
      expect(state.answer).toBeUndefined();
      expect(startAnswer(state, { turn: 9, delivery: 9 }, 1).kind).toBe('nothing');
    });
  });

  test('[P10][P57] has an answer back as it was whose next version had not begun when a human took it', () => {
    let given = 0;
    fc.assert(
      fc.property(anyHistory, (history) => {
        const counted = new Map<string, Entry>();
        let waiting: SessionState['waiting'] = [];
        play(history, ({ kept }, event) => {
          const replaces = event.do === 'take' ? waiting[0]?.replaces : undefined;
          if (replaces !== undefined) {
            const { status, text } = counted.get(replaces) ?? {};
            expect(kept.entries.get(replaces)).toMatchObject({ status, text });
            given++;
          }
          for (const entry of kept.current()) counted.set(entry.id, entry);
          waiting = kept.state.waiting;
        });
      }),
      { numRuns: 300 },
    );
    expect(given).toBeGreaterThan(0);
  });

  test('[P61] is held, acknowledged and written into by admins alone, each message by who held it then', () => {
    holdsWithEach(({ kept: { state, ...kept } }, event) => {
      if (state.admin) expect(isAdmin({ roles: roles(state.admin.id) })).toBe(true);
      if ('who' in event) expect(isAdmin(event.who) || event.do === 'renew').toBe(true);
      if (event.do !== 'say') return;
      expect(state.admin?.id).toBe(event.who.id);
      const said = [...kept.entries.values()].find(({ id }) => id === event.id);
      expect(said).toMatchObject({ sender: 'admin', senderName: adminOf(event.who).name, seq: state.seq });
    });
  });

  test('[P55][P57] each takeover raises the fence, nothing lowers it, and it stays marked', () => {
    fc.assert(
      fc.property(anyHistory, (history) => {
        let before = { fence: 0, admin: undefined as string | undefined };
        const { kept } = play(history, ({ kept: { state } }, event) => {
          const { fence, admin, adminAssisted } = state;
          const isNew = admin !== undefined && admin.id !== before.admin;
          if (isNew) expect(fence).toBe(before.fence + 1);
          else if (event.do !== 'take') expect(fence).toBe(before.fence);
          expect(adminAssisted).toBe(fence > 0);
          before = { fence, admin: admin?.id };
        });
        expect(kept.state.fence).toBe(before.fence);
      }),
      { numRuns: 300 },
    );
  });

  test('[P57] is taken from another admin by a supervisor’s force alone', () => {
    fc.assert(
      fc.property(anyHistory, (history) => {
        let holder: string | undefined;
        play(history, ({ kept: { state } }, event) => {
          if (event.do === 'take' && holder !== undefined && holder !== event.who.id)
            expect([event.force, event.who.roles]).toEqual([true, ['supervisor']]);
          holder = state.admin?.id;
        });
      }),
      { numRuns: 300 },
    );
  });

  test('[P6] doesn’t end while a human has it or was called, and has its whole window after that', () => {
    holdsWithEach(({ kept: { state } }, event) => {
      const later = quietSince(state) + 10 ** 9;
      if (state.handling !== 'ai') expect(expireSession(state, later, 1_000)).toBeUndefined();
      const freed = event.do === 'release' || event.do === 'expire' || event.do === 'cancel';
      if (freed && state.freedAt !== undefined)
        expect(quietSince(state)).toBeGreaterThanOrEqual(state.freedAt);
    });
  });
});

describe('takeOver', () => {
  const answering = (): Kept => {
    const kept = new Kept();
    const frame = {
      type: 'message.send' as const,
      id: crypto.randomUUID(),
      sessionId: SESSION,
      text: 'Hello',
    };
    kept.apply(sendMessage(kept.state, frame, USER, 1_500));
    const begun = startAnswer(kept.state, { turn: 1, delivery: 1 }, 1_600);
    if (begun.kind === 'write') kept.apply(begun.change);
    return kept;
  };

  test('[P57] ends a running answer with what was kept, in the same change, and the human is next by seq', () => {
    const kept = answering();
    const { rev, seq } = kept.state;
    const change = take(kept.state);
    kept.apply(change);
    expect(change.frames.map(({ type }) => type)).toEqual([
      'message.ended',
      'takeover.started',
      'session.updated',
    ]);
    expect(change.entries).toMatchObject([{ status: 'stopped', text: 'kept', usage: USED, rev: rev + 1 }]);
    expect(kept.state).toMatchObject({
      rev: rev + 2,
      seq,
      handling: 'human',
      fence: 1,
      admin: { id: 'ada' },
      usage: USED,
    });
    expect(kept.state.holdUntil).toBe(2_000 + HOLD_MS);
    const said = { type: 'message.send' as const, id: crypto.randomUUID(), sessionId: SESSION, text: 'Hi' };
    expect(sayAsAdmin(kept.state, said, ADA, 3_000).entries).toMatchObject([
      { seq: seq + 1, sender: 'admin' },
    ]);
    expect(kept.told).toEqual(kept.told.map((_, at) => at + 1));
  });

  test('[P57] tells others who has it, and its holder that they do', () => {
    const held = take(fresh()).session;
    const refused = take(held, BO);
    expect(refused.outcome).toMatchObject({ ok: false, error: { category: 'conflict', code: 'taken' } });
    expect(JSON.stringify(refused.outcome)).toContain('Ada');
    expect(take(held, ADA, 5_000)).toMatchObject({
      outcome: { ok: true },
      frames: [],
      session: { fence: 1, holdUntil: 5_000 + HOLD_MS },
    });
  });

  test('[P51] keeps how long who called had to wait', () => {
    fc.assert(
      fc.property(fc.nat(10_000), fc.nat(10_000), (requestedAt, at) => {
        const call = { id: 'c', by: 'user' as const, requestedAt };
        const called = callHuman(fresh(), call, {})?.session ?? fresh();
        const { session, frames } = take(called, ADA, at);
        expect(session.lastWait).toEqual({ waitMs: Math.max(0, at - requestedAt), at });
        expect(session.help).toBeUndefined();
        expect(frames.at(-1)).toEqual({ type: 'help.updated', sessionId: SESSION, state: 'taken' });
      }),
    );
  });
});

describe('a hold', () => {
  test('[P57] ends when it ran out, and not before', () => {
    fc.assert(
      fc.property(fc.nat(HOLD_MS), fc.nat(3 * HOLD_MS), (seenAfter, lookAfter) => {
        const taken = take(fresh()).session;
        const until = 2_000 + seenAfter + HOLD_MS;
        const session = renewHold(taken, ADA.id, until)?.session ?? taken;
        expect(renewHold(taken, BO.id, until)).toBeUndefined();
        const late = expireHold(session, 'c', session.fence - 1, until);
        expect([late.session.handling, late.frames]).toEqual(['human', []]);
        const ended = expireHold(session, 'c', session.fence, 2_000 + lookAfter);
        expect(ended.frames.length > 0).toBe(2_000 + lookAfter >= until);
        expect(ended.session.recent).toContain('c');
        if (ended.frames.length === 0) return;
        expect(ended.session).toMatchObject({
          handling: 'ai',
          adminAssisted: true,
          fence: 1,
          freedBy: 'c',
        });
        expect(ended.frames[0]).toMatchObject({ type: 'takeover.ended', admin: { id: 'ada', name: 'Ada' } });
      }),
    );
  });
});

describe('the escalation', () => {
  const ROUNDS = [
    { afterMs: 0, by: 'email' as const },
    { afterMs: 100, by: 'sms' as const },
    { afterMs: 500, by: 'all' as const },
  ];
  const call = { id: 'c', by: 'user' as const, requestedAt: 1_000, nextRoundAt: 1_000 };

  test('[P52] waits for the office to open, but for a first round by email', () => {
    expect([1, 2, 3, 4].map((n) => roundAt(ROUNDS, n, 1_000, undefined))).toEqual([
      1_000,
      1_100,
      1_500,
      undefined,
    ]);
    expect([1, 2, 3].map((n) => roundAt(ROUNDS, n, 1_000, 9_000))).toEqual([1_000, 9_100, 9_500]);
    expect(roundAt(ROUNDS.slice(1), 1, 1_000, 9_000)).toBe(9_100);
  });

  test('[P52] goes on once for each round, whoever says so how often, until somebody is on it', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 12 }), (sent) => {
        let state = callHuman(fresh(), call, {})?.session ?? fresh();
        const counted: number[] = [];
        for (const n of sent) {
          const next = roundSent(state, call.id, n, roundAt(ROUNDS, n + 1, 1_000, undefined));
          if (!next) continue;
          counted.push(n);
          state = next.session;
        }
        expect(counted).toEqual(counted.map((_, at) => at + 1));
        expect(state.help?.rounds).toBe(counted.length);
        expect(state.help?.nextRoundAt === undefined).toBe(counted.length === 3);
        expect(roundSent(state, 'another', counted.length + 1, 1)).toBeUndefined();
        const acknowledged: SessionState = { ...state, help: { ...call, state: 'acknowledged', rounds: 0 } };
        const { nextRoundAt: _due, ...help } = { ...call, state: 'acknowledged' as const, rounds: 0 };
        expect(roundSent({ ...acknowledged, help }, call.id, 1, 5)).toBeUndefined();
      }),
    );
  });
});

describe('requestHelp', () => {
  const ask = (reason?: string) => ({
    type: 'help.request' as const,
    id: crypto.randomUUID(),
    sessionId: SESSION,
    ...(reason !== undefined && { reason }),
  });

  test('[P51] calls once; asking again changes the reason alone', () => {
    fc.assert(
      fc.property(
        fc.array(fc.option(fc.string({ maxLength: 9 }), { nil: undefined }), { minLength: 1 }),
        (reasons) => {
          const kept = new Kept();
          for (const [at, reason] of reasons.entries())
            kept.apply(
              requestHelp(kept.state, ask(reason), 1_000 + at, { nextRoundAt: 1_000 + at, queue: {} }),
            );
          const last = reasons.findLast((reason) => reason !== undefined && reason.trim() !== '');
          expect(kept.state.help).toMatchObject({ requestedAt: 1_000, nextRoundAt: 1_000, rounds: 0 });
          if (last?.match(/^[\x20-\x7e]*$/)) expect(kept.state.help?.reason).toBe(last.trim());
          expect(kept.told).toEqual(kept.told.map((_, at) => at + 1));
        },
      ),
    );
  });

  test('[P51] is refused while a human has the session', () => {
    const { outcome } = requestHelp(take(fresh()).session, ask(), 1, { queue: {} });
    expect(outcome).toMatchObject({ error: { category: 'conflict', code: 'human_in_charge' } });
  });
});

describe('office hours', () => {
  const shown = (at: number, timeZone: string) => {
    const format = new Intl.DateTimeFormat('en-GB', {
      timeZone,
      weekday: 'short',
      timeStyle: undefined,
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    });
    const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, value]));
    const day = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'].indexOf(parts.get('weekday') ?? '') + 1;
    return { day, minute: Number(parts.get('hour')) * 60 + Number(parts.get('minute')) };
  };

  test('[P52] open next at the begin of the next such day by the clock on the wall, anywhere, all year', () => {
    const anyHours = fc.record({
      days: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
      // Nobody's clocks leap at that time of the day.
      from: fc.integer({ min: 6 * 60, max: 12 * 60 }),
      to: fc.integer({ min: 13 * 60, max: 22 * 60 }),
      timeZone: fc.constantFrom(
        'UTC',
        'Europe/Berlin',
        'America/St_Johns',
        'Asia/Kathmandu',
        'Pacific/Auckland',
      ),
    });
    const anyTime = fc.integer({ min: 1_700_000_000_000, max: 1_800_000_000_000 });
    fc.assert(
      fc.property(anyHours, anyTime, (hours, at) => {
        const isOpen = (time: number): boolean => {
          const { day, minute } = shown(time, hours.timeZone);
          return hours.days.includes(day) && minute >= hours.from && minute < hours.to;
        };
        const opens = opensAt(hours, at);
        expect(opens === undefined).toBe(isOpen(at));
        if (opens === undefined) return;
        expect(shown(opens, hours.timeZone).minute).toBe(hours.from);
        expect(isOpen(opens)).toBe(true);
        expect(opens).toBeGreaterThan(at);
        expect(opensAt(hours, opens - 1)).toBe(opens);
        // A quarter of an hour is less than any office is open.
        for (let time = at; time < opens; time += 15 * 60_000) expect(isOpen(time)).toBe(false);
      }),
      { numRuns: 100 },
    );
  });
});

describe('markers', () => {
  const markers = { phrases: ['Speak to a  PERSON'], down: 2, failed: 3 };

  test('[P51] call for a phrase in any case and spacing, for answers rated down, for failures in a row', () => {
    const session = fresh();
    expect(markedReason(markers, session, 'may I speak\nto a person?')).toBeDefined();
    expect(markedReason(markers, session, 'may I speak')).toBeUndefined();
    expect(markedReason(markers, { ...session, trouble: { failed: 0, down: 2 } })).toBeDefined();
    expect(markedReason(markers, { ...session, trouble: { failed: 2, down: 1 } })).toBeUndefined();
    expect(markedReason(markers, { ...session, trouble: { failed: 3, down: 0 } })).toBeDefined();
    expect(markedReason({ phrases: [] }, { ...session, trouble: { failed: 99, down: 99 } })).toBeUndefined();
    expect(markedReason(markers, take(session).session, 'speak to a person')).toBeUndefined();
  });

  test('[P51] count what is rated down and fails in a row, unless by quota or length, as recomputed from the entries', () => {
    fc.assert(
      fc.property(anyHistory, (history) => {
        const calm = history.filter(
          ({ event }) => !['help', 'take', 'edit', 'regenerate', 'continue'].includes(event.do),
        );
        const { kept } = play(calm);
        const answers = kept
          .bySeq()
          .filter(({ sender, responseMs }) => sender === 'assistant' && responseMs !== undefined);
        expect(kept.state.trouble?.down ?? 0).toBe(
          answers.filter(({ feedback }) => feedback?.rating === 'down').length,
        );
        const isBlameless = ({ status, error }: Entry): boolean =>
          status !== 'complete' && (status === 'stopped' || error !== undefined);
        const row = answers.filter((answer) => !isBlameless(answer)).map(({ status }) => status);
        expect(kept.state.trouble?.failed ?? 0).toBe(row.length - 1 - row.lastIndexOf('complete'));
      }),
      { numRuns: 300 },
    );
  });

  test('[P51] call in the same step as what made them', () => {
    const kept = new Kept();
    const frame = { type: 'message.send' as const, id: crypto.randomUUID(), sessionId: SESSION, text: 'x' };
    const sent = sendMessage(kept.state, frame, USER, 1_500);
    const call = { id: frame.id, by: 'assistant' as const, requestedAt: 1_500 };
    kept.apply(followedBy(sent, callHuman(sent.session, call, {})));
    expect(kept.state).toMatchObject({ handling: 'requested', rev: 3, help: { by: 'assistant' } });
    expect(kept.told).toEqual([1, 2, 3]);
    expect(followedBy(sent, undefined)).toBe(sent);
  });
});

describe('what the model is told', () => {
  test('[P27][P54] holds what people said, as said by them', () => {
    fc.assert(
      fc.property(fc.string(), fc.string({ minLength: 1 }), (name, text) => {
        const held = take(fresh(), { id: 'ada', name, roles: ['admin'] }).session;
        const said = sayAsAdmin(
          held,
          { type: 'message.send', id: crypto.randomUUID(), sessionId: SESSION, text },
          ADA,
          1,
        );
        const asked = sendMessage(
          said.session,
          { type: 'message.send', id: crypto.randomUUID(), sessionId: SESSION, text: 'And?' },
          USER,
          2,
        );
        const entries = [...said.entries, ...asked.entries].map((entry) => ({
          ...entry,
          text: entry.text || 'x',
        }));
        const read = conversationTo(entries, asked.entries[0]?.id ?? '').map(toContext);
        expect(read.map(({ role }) => role)).toEqual(['assistant', 'user']);
        expect(read[0]?.text).toMatch(/^\[[^\]\n]*, a person of the team\] /u);
        expect(read[0]?.text.endsWith(entries[0]?.text ?? '')).toBe(true);
      }),
    );
  });

  test('[P54] holds guidance that nothing in it breaks out of, and nothing of the user’s', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' }), { minLength: 1 }), (guidance) => {
        const prompt = instructions(['You are kind.'], { called: false, people: false, guidance }) ?? '';
        const lines = prompt.split('\n').slice(-guidance.length);
        expect(lines.map((line): unknown => JSON.parse(line))).toEqual(guidance);
        expect(prompt.startsWith('You are kind.\n\n')).toBe(true);
      }),
    );
    expect(instructions([undefined], { called: false, people: false, guidance: [] })).toBeUndefined();
    expect(instructions([''], { called: true, people: true, guidance: [] })).toContain('was called');
  });

  test('[P27] holds what was said before as one line, which nothing in it breaks out of', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.boolean(), (summary, files) => {
        const under = { called: false, people: false, guidance: [], files, summary };
        const prompt = instructions(['First.', 'Second.'], under) ?? '';
        const lines = prompt.split(/[\n\r\u0085\u2028\u2029]/u);
        expect(JSON.parse(lines.at(-1) ?? '')).toBe(summary);
        expect(lines).toHaveLength(files ? 8 : 6);
        expect(lines.slice(0, 3)).toEqual(['First.', '', 'Second.']);
      }),
    );
  });

  test('[P27] holds the newest guidance that fits', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 40 })), fc.nat(100), (guidance, room) => {
        const chosen = guidanceWithin(guidance, room);
        expect(chosen).toEqual(guidance.slice(guidance.length - chosen.length));
        const tokens = (texts: string[]) =>
          texts.reduce((sum, text) => sum + estimateTokens(JSON.stringify(text)), 0);
        expect(tokens(chosen)).toBeLessThanOrEqual(room);
        if (chosen.length < guidance.length)
          expect(tokens(guidance.slice(-chosen.length - 1))).toBeGreaterThan(room);
      }),
    );
  });
});
