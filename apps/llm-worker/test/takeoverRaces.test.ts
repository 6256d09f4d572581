import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { fromBytes } from '@parley/bus';
import { takeOver } from '@parley/conversation';
import { ServerFrame } from '@parley/protocol';
import { eventually } from '@parley/testing';
import { anAdmin, aSession, codeOf, deeds, stateIn } from './people.ts';
import { setStage, type Stage } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await setStage();
  for (let n = 0; n < 2; n++) await stage.worker();
});
afterAll(() => stage.end());

const stateOf = (id: string) => stateIn(stage, id);

describe('admin.takeover', () => {
  test('[P57] of five admins who race through the queue one gets it, and the others learn who', async () => {
    const admins = Array.from({ length: 5 }, (_, at) => anAdmin(`Admin ${at}`));
    const started = new Map<string, string[]>();
    const race = async (): Promise<void> => {
      const { user, sessionId } = await aSession(stage);
      const end = stage.bus.subscribeOut(sessionId, (bytes) => {
        const frame = fromBytes(ServerFrame, bytes);
        if (frame.type === 'takeover.started')
          started.set(sessionId, [...(started.get(sessionId) ?? []), frame.admin.id]);
      });
      await stage.bus.flush();
      const { take, release } = deeds(stage, sessionId, user);
      const outcomes = await Promise.all(admins.map((admin) => take(admin)));
      const winners = admins.filter((_, at) => outcomes[at]?.type === 'ack');
      expect(winners).toHaveLength(1);
      const [winner] = winners;
      for (const outcome of outcomes.filter(({ type }) => type === 'error')) {
        expect(codeOf(outcome)).toBe('conflict/taken');
        expect(JSON.stringify(outcome)).toContain(winner?.name);
      }
      expect(await stateOf(sessionId)).toMatchObject({ admin: { id: winner?.id }, fence: 1, rev: 2 });
      await eventually('it is told', () => started.has(sessionId));
      expect(started.get(sessionId)).toEqual([winner?.id]);
      end();
      // Else a thousand holds of admins without a socket run out meanwhile, and workers end them.
      if (winner) expect(await release(winner)).toMatchObject({ type: 'ack' });
    };
    for (let n = 0; n < 1000; n += 10) await Promise.all(Array.from({ length: 10 }, race));
    expect(started.size).toBe(1000);
  }, 600_000);

  test('[P57] of five admins who race past the queue one gets it as well: the session decides', async () => {
    const admins = Array.from({ length: 5 }, (_, at) => anAdmin(`Admin ${at}`));
    const race = async (): Promise<void> => {
      const { sessionId } = await aSession(stage);
      const takes = admins.map((admin) =>
        stage.store.sessions.change(sessionId, (session) => {
          const frame = { type: 'admin.takeover' as const, id: randomUUID(), sessionId };
          const change = takeOver(session, frame, admin, Date.now());
          const { session: next, entries } = change;
          return { change: { session: next, entries }, result: change.outcome.ok };
        }),
      );
      const got = (await Promise.all(takes)).map((done) => done?.result);
      expect(got.filter(Boolean)).toHaveLength(1);
      expect(await stateOf(sessionId)).toMatchObject({
        admin: { id: admins[got.indexOf(true)]?.id },
        fence: 1,
        rev: 2,
      });
    };
    for (let n = 0; n < 200; n += 8) await Promise.all(Array.from({ length: 8 }, race));
  }, 240_000);
});
