import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { callHuman, opensAt, requestHelp, roundAt, roundSent, type SessionState } from '../src/index.ts';
import { Kept, SESSION } from './model.ts';
import { fresh, take } from './people.ts';

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
