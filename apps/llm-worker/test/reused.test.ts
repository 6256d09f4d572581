import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ServerFrame, User } from '@parley/protocol';
import * as fc from 'fast-check';
import { anAdmin, aSession } from './people.ts';
import { setStage, type Stage } from './stage.ts';

let stage: Stage;
let stop: () => Promise<void>;
beforeAll(async () => {
  stage = await setStage();
  stop = await stage.worker();
});
afterAll(() => stage.end());

const REUSED = {
  category: 'validation',
  code: 'invalid_field',
  message: 'id: was used for another frame; every frame needs one of its own.',
};

/** What may be sent, but for the id; `who`: the session's user, or one of two admins. */
const anySent = fc.oneof(
  fc.record({
    who: fc.constant('user' as const),
    what: fc.constantFrom(
      { type: 'model.select', model: 'demo' },
      { type: 'model.select', model: 'none' },
      { type: 'help.request' },
      { type: 'help.request', reason: 'one' },
      { type: 'help.cancel' },
      { type: 'session.rename', name: 'one' },
      { type: 'session.rename', name: 'other' },
      { type: 'session.archive', archived: true },
      { type: 'message.send', text: '/echo one' },
      { type: 'message.send', text: '/echo other' },
    ),
  }),
  fc.record({
    who: fc.constantFrom('ada' as const, 'bo' as const),
    what: fc.constantFrom(
      { type: 'admin.takeover' },
      { type: 'admin.takeover', force: true },
      { type: 'admin.release' },
      { type: 'admin.release', note: 'be kind' },
      { type: 'admin.note', text: 'a note' },
      { type: 'message.send', text: 'from a person' },
    ),
  }),
);
type Sent = typeof anySent extends fc.Arbitrary<infer S> ? S : never;

const outcomeOf = (answer: ServerFrame) =>
  answer.type === 'error' ? { error: { ...answer.error, message: '' } } : answer;
const keyOf = ({ who, what }: Sent): string => JSON.stringify([who, what]);
const isOwnMessage = ({ who, what }: Sent): boolean => who === 'user' && what.type === 'message.send';
/** Whether a message stands under its id; one of an admin who has no say in the session was refused. */
const isMessage = ({ sent, outcome }: { readonly sent: Sent; readonly outcome: object }): boolean =>
  sent.what.type === 'message.send' && !('error' in outcome);

async function scene() {
  const { user, sessionId } = await aSession(stage);
  const people: Record<Sent['who'], User> = { user, ada: anAdmin('Ada'), bo: anAdmin('Bo') };
  const send = (id: string, { who, what }: Sent): Promise<ServerFrame> =>
    stage.ask({ ...what, id, sessionId }, people[who]);
  /** What none but a command changes; answers are written meanwhile. */
  const stateOf = async () => {
    const state = (await stage.store.sessions.load(sessionId))?.state;
    const notes = await stage.store.notes.list(sessionId, { limit: 50 });
    const { handling, admin, fence, name, model, archived, help, recent } = state ?? {};
    return { handling, admin, fence, name, model, archived, help: help?.reason, recent, notes };
  };
  return { sessionId, send, stateOf };
}

const underOneId = (who: Sent['who'], text: string) => {
  const sent = { who, what: { type: 'message.send', text } } as unknown as Sent;
  return { id: 2, sent, isRepeat: false };
};
/** What an admin may not say, and then what the user says under the same id. */
const REFUSED_FIRST = [underOneId('ada', 'from a person'), underOneId('user', '/echo other')];

describe('the id of a command', () => {
  test('[P10] used again for another frame, content or person is refused and does nothing; a repeat is told the same', async () => {
    const anySteps = fc.array(fc.record({ id: fc.nat(2), sent: anySent, isRepeat: fc.boolean() }), {
      minLength: 2,
      maxLength: 8,
    });
    let [refused, repeated] = [0, 0];
    await fc.assert(
      fc.asyncProperty(anySteps, async (steps) => {
        const { send, stateOf } = await scene();
        const ids = [randomUUID(), randomUUID(), randomUUID()];
        const first = new Map<string, { sent: Sent; outcome: object }>();
        for (const { id: at, sent: next, isRepeat } of steps) {
          const id = ids[at] ?? '';
          const known = first.get(id);
          const sent = isRepeat && known ? known.sent : next;
          const before = await stateOf();
          const answer = await send(id, sent);
          if (!known) first.set(id, { sent, outcome: outcomeOf(answer) });
          else if (keyOf(sent) === keyOf(known.sent)) {
            expect(outcomeOf(answer)).toEqual(known.outcome);
            repeated++;
          } else if (isOwnMessage(sent) && isOwnMessage(known.sent)) {
            // Acked by the gateway before: the first one is the message of this id, for ever.
            expect(answer).toMatchObject({ type: 'ack', messageId: id });
          } else if (isOwnMessage(sent) && !isMessage(known)) {
            // Acked before, too: it is kept. From then on the id is the message’s as well as the other frame’s.
            expect(answer).toMatchObject({ type: 'ack', messageId: id });
            first.delete(id);
            ids[at] = randomUUID();
          } else {
            expect(answer).toMatchObject({ type: 'error', ref: id, error: REUSED });
            expect(await stateOf()).toEqual(before);
            refused++;
          }
        }
      }),
      { numRuns: 100, examples: [[REFUSED_FIRST]] },
    );
    expect(refused).toBeGreaterThan(10);
    expect(repeated).toBeGreaterThan(10);
  }, 240_000);

  test('[P10] is remembered over a restart, and never as what was said with it', async () => {
    const { send } = await scene();
    const id = randomUUID();
    const note = { who: 'ada', what: { type: 'admin.note', text: 'kestrel' } } as unknown as Sent;
    expect(await send(id, note)).toMatchObject({ type: 'ack' });
    await stop();
    stop = await stage.worker();
    expect(await send(id, note)).toMatchObject({ type: 'ack' });
    const other = { ...note, what: { type: 'admin.note', text: 'another' } } as unknown as Sent;
    expect(await send(id, other)).toMatchObject({ type: 'error', error: REUSED });
    expect(stage.lines.filter((line) => line.includes('kestrel'))).toEqual([]);
  });
});
