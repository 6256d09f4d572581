import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import {
  endAnswer,
  endSession,
  openSession,
  deactivateSession,
  selectModel,
  sendMessage,
  startAnswer,
  stopAnswer,
  type Answer,
  type AnswerEnd,
} from '../src/index.ts';
import { Kept, SESSION, USER } from './model.ts';

const anyStatus = fc.constantFrom<AnswerEnd['status']>('complete', 'stopped', 'failed', 'interrupted');
const anyEvent = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('send' as const), id: fc.uuid(), text: fc.string() }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('start' as const),
      turn: fc.nat(5),
      delivery: fc.integer({ min: 1, max: 8 }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('end' as const),
      status: anyStatus,
      tokens: fc.nat(1_000),
      old: fc.boolean(),
    }),
  },
  fc.record({ do: fc.constant('stop' as const), id: fc.uuid() }),
  fc.record({ do: fc.constant('model' as const), id: fc.uuid(), model: fc.constantFrom('demo', 'quick') }),
  fc.record({ do: fc.constantFrom('open' as const, 'away' as const, 'over' as const) }),
);
type Event = typeof anyEvent extends fc.Arbitrary<infer E> ? E : never;

/** Plays events at growing times; returns what was kept and every answer that was ever to be written. */
function play(events: readonly { event: Event; afterMs: number }[]): { kept: Kept; begun: Answer[] } {
  const kept = new Kept();
  const begun: Answer[] = [];
  let now = 1_000;
  for (const { event, afterMs } of events) {
    now += afterMs;
    step(kept, begun, event, now);
  }
  return { kept, begun };
}

function step(kept: Kept, begun: Answer[], event: Event, now: number): void {
  const { state } = kept;
  switch (event.do) {
    case 'send':
      kept.apply(
        sendMessage(
          state,
          { type: 'message.send', id: event.id, sessionId: SESSION, text: event.text },
          USER,
          now,
        ),
      );
      return;
    case 'start': {
      const start = startAnswer(state, event, now);
      if (start.kind !== 'write' && start.kind !== 'finish') return;
      begun.push(start.answer);
      kept.apply(start.change);
      return;
    }
    case 'end': {
      const answer = event.old ? begun[0] : begun.at(-1);
      const usage = { inputTokens: event.tokens, outputTokens: 1, totalTokens: event.tokens + 1 };
      const end = { status: event.status, text: 'so it is', usage, firstTokenAt: now, endedAt: now };
      if (answer) kept.apply(endAnswer(state, answer, end));
      return;
    }
    case 'stop':
      kept.apply(stopAnswer(state, event.id, begun.at(-1)?.messageId ?? event.id, true));
      return;
    case 'model':
      kept.apply(selectModel(state, event.id, event.model));
      return;
    case 'open':
      kept.apply(openSession(state, now, now));
      return;
    case 'away':
      kept.apply(deactivateSession(state));
      return;
    case 'over':
      kept.apply(endSession(state, 'continuity', now));
  }
}

const anyHistory = fc.array(fc.record({ event: anyEvent, afterMs: fc.nat(60_000) }), { maxLength: 60 });
const holds = (check: (played: ReturnType<typeof play>) => void): void =>
  fc.assert(
    fc.property(anyHistory, (events) => check(play(events))),
    { numRuns: 300 },
  );

describe('a session, after any sequence of events', () => {
  test('[P12] gives every entry its own seq, from 1 and without gaps', () => {
    holds(({ kept }) => {
      expect(kept.bySeq().map(({ seq }) => seq)).toEqual(kept.bySeq().map((_, at) => at + 1));
      expect(kept.state.seq).toBe(kept.entries.size);
    });
  });

  test('[P12] tells every rev exactly once, in order', () => {
    holds(({ kept }) => {
      expect(kept.told).toEqual(kept.told.map((_, at) => at + 1));
      expect(kept.state.rev).toBe(kept.told.length);
    });
  });

  test('[P10] has one answer at most for each message, and one answer being written at most', () => {
    holds(({ kept }) => {
      const replies = kept.bySeq().flatMap(({ replyTo }) => replyTo ?? []);
      expect(new Set(replies).size).toBe(replies.length);
      const streaming = kept.bySeq().filter(({ status }) => status === 'streaming');
      expect(streaming.map(({ id }) => id)).toEqual(kept.state.answer ? [kept.state.answer.messageId] : []);
    });
  });

  test('[P10] has every user’s message answered, being answered or waiting, oldest first', () => {
    holds(({ kept }) => {
      const said = kept.bySeq().filter(({ sender }) => sender === 'user');
      const begun = kept.bySeq().flatMap(({ replyTo }) => replyTo ?? []);
      expect([...begun, ...kept.state.waiting.map(({ messageId }) => messageId)]).toEqual(
        said.map(({ id }) => id),
      );
    });
  });

  test('[P13] has response times, tokens and counts as recomputed from its entries', () => {
    holds(({ kept }) => {
      const ended = kept.bySeq().filter(({ responseMs }) => responseMs !== undefined);
      const times = ended.map(({ responseMs }) => responseMs ?? 0);
      const { responseTimes, usage, messageCount } = kept.state;
      expect(responseTimes).toEqual({
        maxMs: Math.max(0, ...times),
        sumMs: times.reduce((sum, ms) => sum + ms, 0),
        count: times.length,
      });
      expect(usage.totalTokens).toBe(ended.reduce((sum, entry) => sum + (entry.usage?.totalTokens ?? 0), 0));
      expect(messageCount).toBe(kept.entries.size);
    });
  });

  test('[P10] never lets an older attempt end the answer', () => {
    holds(({ kept, begun }) => {
      const { answer } = kept.state;
      if (!answer) return;
      for (const older of begun.filter(
        ({ attempt, messageId }) => messageId === answer.messageId && attempt < answer.attempt,
      )) {
        expect(endAnswer(kept.state, older, { status: 'complete', text: '', endedAt: 0 })).toBeUndefined();
      }
    });
  });

  test('[P18] lasts from its start to its end or last activity, which never goes back', () => {
    holds(({ kept: { state } }) => {
      expect(state.createdAt).toBe(1_000);
      expect(state.lastActivityAt).toBeGreaterThanOrEqual(state.createdAt);
      expect(state.state === 'ended').toBe(state.endedAt !== undefined);
    });
  });
});
