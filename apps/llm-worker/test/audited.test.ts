import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { subjects, type Command, type User } from '@parley/protocol';
import { eventually } from '@parley/testing';
import * as fc from 'fast-check';
import { anAdmin, aSession } from './people.ts';
import { setStage, type Stage } from './stage.ts';

let stage: Stage;
const [ADA, BO] = [anAdmin('Ada'), anAdmin('Bo')];
beforeAll(async () => {
  stage = await setStage();
  await stage.worker({ env: { PEOPLE_SWEEP: '100ms' } });
});
afterAll(() => stage.end());

interface Deed {
  readonly by: User | 'user';
  readonly frame?: object;
  readonly subject?: string;
  /** What is on record of it. */
  readonly what: string;
}
const frame = (type: Command['frame']['type'], by: Deed['by'], what: string, more: object = {}): Deed => ({
  by,
  what,
  frame: { type, ...more },
});
const asked = (subject: string, what: string): Deed => ({ by: BO, subject, what });

/** Everything that is put on record and that somebody asks for over a socket, in an order in which each is done. */
const DEEDS: readonly Deed[] = [
  frame('help.request', 'user', 'help.requested', { reason: 'lost' }),
  frame('admin.acknowledge', ADA, 'help.acknowledged'),
  frame('help.cancel', 'user', 'help.cancelled'),
  asked(subjects.sessionOpen, 'session.opened'),
  asked(subjects.sessionWatch, 'session.watched'),
  asked(subjects.sessionSuggest, 'draft.asked'),
  frame('admin.takeover', ADA, 'takeover.started'),
  frame('admin.takeover', BO, 'takeover.refused'),
  frame('admin.note', BO, 'note.added', { text: 'a note' }),
  frame('admin.release', ADA, 'takeover.started', { to: BO.id }),
  frame('admin.release', BO, 'takeover.ended'),
  frame('session.delete', 'user', 'session.deleted', { reason: 'deleted' }),
];

interface Known {
  readonly sessionId: string;
  readonly user: User;
}

async function carryOut({ frame: given, subject }: Deed, by: Known, from: string | undefined) {
  const { sessionId, user } = by;
  if (subject === undefined) {
    await stage.ask({ ...given, id: randomUUID(), sessionId } as Command['frame'], user, from);
    return;
  }
  const open = { type: 'session.open', id: randomUUID(), sessionId };
  const about = subject === subjects.sessionOpen ? { frame: open } : { sessionId };
  const request = { ...about, user, from, at: Date.now() };
  // A draft may fail for want of something to answer; that it was asked for is on record before.
  await stage.bus.request(subject, request, { timeoutMs: 15_000 }).catch(() => undefined);
}

const recordOf = async (sessionId: string) =>
  (await stage.store.audit.list({ limit: 50, target: sessionId }))
    .map(({ who, what, where }) => ({ who, what, where }))
    .toReversed();

describe('what is on record', () => {
  test('[P56] says of each deed over a socket who did it and from where, and of a worker’s own deeds no address', async () => {
    const anyWhere = fc.option(fc.oneof(fc.ipV4(), fc.ipV6()), { nil: undefined });
    await fc.assert(
      fc.asyncProperty(fc.array(anyWhere, { minLength: 12, maxLength: 12 }), async (places) => {
        const { user, sessionId } = await aSession(stage);
        const expected: object[] = [];
        for (const [at, deed] of DEEDS.entries()) {
          const [by, where] = [deed.by === 'user' ? user : deed.by, places[at]];
          await carryOut(deed, { sessionId, user: by }, where);
          expected.push({ who: by.id, what: deed.what, where });
          await eventually(deed.what, async () => (await recordOf(sessionId)).length >= at + 1);
        }
        expect(await recordOf(sessionId)).toEqual(expected);
      }),
      { numRuns: 10 },
    );
    expect((await stage.store.audit.verify()).brokenAt).toBeUndefined();
  });

  test('[P56] a call is on record with its address also when a crash left that to the sweep, and goes with the session', async () => {
    const from = '2001:db8::7';
    const id = randomUUID();
    const call = { id, by: 'user', requestedAt: 1, nextRoundAt: 1, state: 'requested', rounds: 0 } as const;
    const { user, sessionId } = await aSession(stage, { handling: 'requested', help: { ...call, from } });
    await eventually('it is on record', async () => (await recordOf(sessionId)).length > 0);
    expect(await recordOf(sessionId)).toEqual([{ who: user.id, what: 'help.requested', where: from }]);
    await stage.store.users.erase(user.id);
    expect(await stage.store.sessions.load(sessionId)).toBeUndefined();
    // The log itself keeps ids and addresses: nothing is ever taken out of it.
    expect(await recordOf(sessionId)).toHaveLength(1);
  });

  test('[P56] what is done by nobody has no address', async () => {
    const { sessionId } = await aSession(stage, {
      handling: 'human',
      admin: { id: ADA.id, name: 'Ada' },
      holdUntil: 1,
      fence: 1,
    });
    await eventually('it ran out', async () => (await recordOf(sessionId)).length > 0, { timeoutMs: 10_000 });
    expect(await recordOf(sessionId)).toEqual([
      { who: 'llm-worker', what: 'takeover.expired', where: undefined },
    ]);
  });
});
