import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import {
  callHuman,
  expireHold,
  HOLD_MS,
  renewHold,
  sayAsAdmin,
  sendMessage,
  startAnswer,
} from '../src/index.ts';
import { Kept, SESSION, USER } from './model.ts';
import { ADA, BO, USED, fresh, take } from './people.ts';

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
