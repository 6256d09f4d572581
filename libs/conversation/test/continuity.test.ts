import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import {
  continues,
  createSession,
  deactivateSession,
  endAnswer,
  expireSession,
  isExpired,
  keepPresent,
  leaveSession,
  openSession,
  presentUntil,
  putAwaySession,
  quietSince,
  sendMessage,
  startAnswer,
  toSession,
  type SessionState,
} from '../src/index.ts';
import { Kept, SESSION, USER } from './model.ts';

const WINDOW = 1_000;
const BEGUN = 1_000;

const anyStep = fc.record({
  do: fc.constantFrom('open', 'send', 'start', 'end', 'leave', 'seen', 'expire', 'away', 'away held'),
  afterMs: fc.oneof(fc.nat(2 * WINDOW), fc.nat(50)),
  /** What the event says of its time is older: it was long on its way, or comes again. */
  lateMs: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.nat(3 * WINDOW)),
  id: fc.uuid(),
});
type Step = typeof anyStep extends fc.Arbitrary<infer S> ? S : never;

/** What happened, told in another way than the rules keep it: by the list of all that counts. */
class Diary {
  state: SessionState['state'] = 'active';
  readonly activity = [BEGUN];
  /** Until when sockets were taken to be there; begun anew when the last one leaves. */
  presence = [0];
  unanswered = 0;
  isWriting = false;
  endedAt: number | undefined;

  get quietSince(): number {
    return Math.max(...this.activity, ...this.presence);
  }

  isOver(at: number): boolean {
    return at - this.quietSince > WINDOW && this.unanswered === 0;
  }

  act(at: number): void {
    this.activity.push(at);
    this.state = 'active';
    this.endedAt = undefined;
  }

  rest(state: 'idle' | 'ended', endedAt?: number): void {
    this.state = state;
    this.endedAt = endedAt;
    this.presence = [0];
  }
}

function step(kept: Kept, diary: Diary, { do: event, id, lateMs }: Step, now: number): void {
  const { state } = kept;
  const at = Math.max(BEGUN, now - lateMs);
  switch (event) {
    case 'open':
      kept.apply(openSession(state, at, presentUntil(at, WINDOW)));
      diary.act(at);
      diary.presence.push(at + WINDOW / 4);
      return;
    case 'send':
      kept.apply(sendMessage(state, { type: 'message.send', id, sessionId: SESSION, text: 'x' }, USER, at));
      diary.act(at);
      diary.unanswered += 1;
      return;
    case 'start': {
      const begun = startAnswer(state, { turn: 1, delivery: 1 }, now);
      if (begun.kind === 'write') kept.apply(begun.change);
      diary.isWriting ||= diary.unanswered > 0;
      return;
    }
    case 'end':
      if (state.answer)
        kept.apply(endAnswer(state, state.answer, { status: 'complete', text: 'y', endedAt: now }));
      if (!diary.isWriting) return;
      diary.isWriting = false;
      diary.unanswered -= 1;
      diary.activity.push(now);
      return;
    case 'leave':
      kept.apply(leaveSession(state, at));
      if (diary.state !== 'active') return;
      diary.presence = [0];
      diary.activity.push(at);
      return;
    case 'seen':
      kept.apply(keepPresent(state, presentUntil(now, WINDOW)));
      if (diary.state === 'active') diary.presence.push(now + WINDOW / 4);
      return;
    case 'expire':
      kept.apply(expireSession(state, now, WINDOW));
      if (diary.state === 'active' && diary.isOver(now)) diary.rest('ended', diary.quietSince + WINDOW);
      return;
    case 'away':
    case 'away held': {
      const held = event === 'away held';
      kept.apply(putAwaySession(state, now, WINDOW, held));
      if (diary.state !== 'active') return;
      if (!held && diary.isOver(now)) diary.rest('ended', diary.quietSince + WINDOW);
      else diary.rest('idle');
    }
  }
}

/** Plays the steps, and looks after each. */
function play(steps: readonly Step[], look: (kept: Kept, diary: Diary, now: number) => void): void {
  const kept = new Kept();
  const diary = new Diary();
  let now = BEGUN;
  for (const one of steps) {
    now += one.afterMs;
    step(kept, diary, one, now);
    look(kept, diary, now);
  }
}
const holds = (look: (kept: Kept, diary: Diary, now: number) => void): void =>
  fc.assert(
    fc.property(fc.array(anyStep, { maxLength: 40 }), (steps) => play(steps, look)),
    { numRuns: 500 },
  );

const iso = (at: number): string => new Date(at).toISOString();

describe('a session, after any sequence of events, late and repeated ones too', () => {
  test('[P18] says its start, end, duration and last activity exactly', () => {
    holds(({ state }, { activity, endedAt, state: expected }) => {
      const lastActivityAt = Math.max(...activity);
      const shown = toSession(state);
      expect(shown).toMatchObject({
        state: expected,
        createdAt: iso(BEGUN),
        lastActivityAt: iso(lastActivityAt),
        durationMs: (endedAt ?? lastActivityAt) - BEGUN,
      });
      expect(shown.endedAt).toBe(endedAt === undefined ? undefined : iso(endedAt));
    });
  });

  test('[P6] goes on within its window and not beyond, unless it is held or was just chosen', () => {
    holds(({ state }, diary, now) => {
      const longAgo = { chosenAt: -Infinity, held: false };
      const goesOn = diary.state === 'active' && !diary.isOver(now);
      expect(continues(state, now, WINDOW, longAgo)).toBe(goesOn);
      expect(isExpired(state, now, WINDOW)).toBe(diary.state === 'active' && diary.isOver(now));
      expect(continues(state, now, WINDOW, { ...longAgo, held: true })).toBe(diary.state === 'active');
      expect(continues(state, now, WINDOW, { chosenAt: now - WINDOW, held: false })).toBe(true);
    });
  });

  test('[P12] tells every rev exactly once, in order', () => {
    holds(({ state, told }) => {
      expect(told).toEqual(told.map((_, at) => at + 1));
      expect(state.rev).toBe(told.length);
    });
  });
});

describe('the end of a session', () => {
  test('[P18] is the end of its window, whenever it is noticed and by whom', () => {
    const opened = { ...createSession(SESSION, USER.id, 'demo', 500), presentUntil: 700 };
    for (const noticed of [1_701, 5_000, 10 ** 9]) {
      expect(expireSession(opened, noticed, WINDOW)?.session.endedAt).toBe(1_700);
      expect(putAwaySession(opened, noticed, WINDOW, false)?.session.endedAt).toBe(1_700);
    }
    expect(expireSession(opened, 1_700, WINDOW)).toBeUndefined();
    expect(putAwaySession(opened, 1_700, WINDOW, false)?.session.state).toBe('idle');
  });

  test('[P6] waits for whoever vanished without a word, but not for ever', () => {
    const opened = { ...createSession(SESSION, USER.id, 'demo', 0), presentUntil: presentUntil(0, WINDOW) };
    const seen = keepPresent(opened, presentUntil(800, WINDOW))?.session ?? opened;
    expect(quietSince(seen)).toBe(1_050);
    expect(isExpired(seen, 800 + WINDOW, WINDOW)).toBe(false);
    expect(isExpired(seen, 1_051 + WINDOW, WINDOW)).toBe(true);
    const left = leaveSession(seen, 900)?.session ?? seen;
    expect(isExpired(left, 901 + WINDOW, WINDOW)).toBe(true);
    expect(leaveSession(deactivateSession(left)?.session ?? left, 950)).toBeUndefined();
  });
});
