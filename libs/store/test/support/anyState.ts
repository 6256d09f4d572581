import type { Answer, Entry, SessionState } from '@parley/conversation';
import { anyMessageText, anyUserId, anyUuid } from '@parley/testing';
import * as fc from 'fast-check';

const millis = () => fc.integer({ min: 0, max: 4_000_000_000_000 });
const count = () => fc.nat(1_000_000_000);
const merged = <A, B>(a: fc.Arbitrary<A>, b: fc.Arbitrary<B>): fc.Arbitrary<A & B> =>
  fc.tuple(a, b).map(([a, b]) => ({ ...a, ...b }));

const anyUsage = () =>
  merged(
    fc.record({ inputTokens: count(), outputTokens: count(), totalTokens: count() }),
    fc.record(
      {
        cachedTokens: count(),
        reasoningTokens: count(),
        costUsd: fc.double({ min: 0, max: 1e6, noNaN: true }),
      },
      { requiredKeys: [] },
    ),
  );

const anyAnswer = (): fc.Arbitrary<Answer> =>
  merged(
    fc.record({
      messageId: anyUuid(),
      replyTo: anyUuid(),
      acceptedAt: millis(),
      seq: count(),
      rev: count(),
      model: fc.string({ minLength: 1 }),
      attempt: fc.integer({ min: 1, max: 5 }),
      turn: count(),
      delivery: count(),
      startedAt: millis(),
    }),
    fc.record({ stop: fc.constantFrom('user', 'takeover', 'edit') }, { requiredKeys: [] }),
  );

/** Any state that a session can be in, and some that it can't. */
export const anyState = (): fc.Arbitrary<SessionState> =>
  merged(
    fc.record({
      id: anyUuid(),
      userId: anyUserId().filter((id) => id.isWellFormed()),
      name: anyMessageText(5),
      namedBy: fc.constantFrom('nobody', 'message', 'model', 'user'),
      model: fc.string({ minLength: 1 }),
      state: fc.constantFrom('active', 'idle', 'ended'),
      handling: fc.constantFrom('ai', 'requested', 'human'),
      adminAssisted: fc.boolean(),
      archived: fc.boolean(),
      fence: count(),
      createdAt: millis(),
      lastActivityAt: millis(),
      rev: count(),
      seq: count(),
      messageCount: count(),
      usage: anyUsage(),
      responseTimes: fc.record({ maxMs: count(), sumMs: count(), count: count() }),
      recent: fc.array(anyUuid(), { maxLength: 32 }),
      waiting: fc.array(fc.record({ messageId: anyUuid(), acceptedAt: millis() }), { maxLength: 3 }),
    }),
    fc.record(
      {
        admin: fc.record({ id: fc.string({ minLength: 1 }), name: anyMessageText(3) }),
        help: merged(
          fc.record({
            id: anyUuid(),
            state: fc.constantFrom('requested', 'acknowledged'),
            by: fc.constantFrom('user', 'assistant'),
            requestedAt: millis(),
            rounds: fc.nat(5),
          }),
          fc.record(
            {
              from: fc.ipV6(),
              reason: anyMessageText(3),
              email: fc.emailAddress(),
              acknowledgedBy: fc.record({ id: fc.string({ minLength: 1 }), name: anyMessageText(3) }),
              nextRoundAt: millis(),
            },
            { requiredKeys: [] },
          ),
        ),
        reply: fc.record({ call: anyUuid(), email: fc.emailAddress() }),
        lastWait: fc.record({ waitMs: count(), at: millis() }),
        holdUntil: millis(),
        endedAt: millis(),
        presentUntil: millis(),
        summary: fc.record({ upTo: count(), id: anyUuid() }),
        answer: anyAnswer(),
      },
      { requiredKeys: [] },
    ),
  );

/** Any entry of a session, at a place. */
export const anyEntry = (sessionId: string, seq: number, rev: number): fc.Arbitrary<Entry> =>
  merged(
    fc.record({
      id: anyUuid(),
      sessionId: fc.constant(sessionId),
      seq: fc.constant(seq),
      rev: fc.constant(rev),
      sender: fc.constantFrom('user', 'assistant', 'admin', 'system'),
      kind: fc.constantFrom('text', 'voice', 'file', 'notice'),
      text: anyMessageText(20),
      attachments: fc.array(
        fc.record({ fileId: anyUuid(), name: anyMessageText(3), mime: fc.string(), size: count() }),
        { maxLength: 3 },
      ),
      status: fc.constantFrom('complete', 'stopped', 'failed', 'interrupted', 'superseded'),
      createdAt: millis(),
    }),
    fc.record(
      {
        senderName: anyMessageText(2),
        transcript: anyMessageText(5),
        reasoning: anyMessageText(20),
        unread: fc.array(
          fc.record({
            fileId: anyUuid(),
            name: anyMessageText(3),
            reason: fc.constantFrom('no_vision', 'too_large', 'unreadable', 'unsupported', 'not_ready'),
          }),
          { maxLength: 3 },
        ),
        fallbackFor: fc.string({ minLength: 1 }),
        continues: anyUuid(),
        thread: fc.string({ minLength: 1 }),
        model: fc.string({ minLength: 1 }),
        usage: anyUsage(),
        responseMs: count(),
        firstTokenMs: count(),
        replyTo: anyUuid(),
        replaces: anyUuid(),
        version: fc.integer({ min: 1, max: 9 }),
        editedAt: millis(),
        feedback: merged(
          fc.record({ rating: fc.constantFrom('up', 'down') }),
          fc.record({ note: anyMessageText(5) }, { requiredKeys: [] }),
        ),
        attempt: fc.integer({ min: 1, max: 5 }),
        error: fc.record({
          category: fc.constant('service'),
          code: fc.constantFrom('unavailable', 'internal'),
          message: fc.string(),
          recoverable: fc.boolean(),
        }),
      },
      { requiredKeys: [] },
    ),
  );
