import { randomInt } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { runControl } from '../src/controls/runControl.ts';
import { killsOf } from '../src/faults/planFaults.ts';
import { runChaos } from '../src/runChaos.ts';
import { inRunFolder } from './support/runFolder.ts';

const RUN_MS = 600_000;
const DECKS = 2;
const seed = Number(process.env['PARLEY_TEST_SEED'] ?? randomInt(2 ** 31));
const say = (line: string): void => void process.stderr.write(`PARLEY_TEST_SEED=${seed}: ${line}\n`);

test(
  '[P8][P10][P12][P14][P15][P16][P44] nothing is lost, doubled or out of order when everything is killed, paused and cut off',
  () =>
    inRunFolder(async (folder) => {
      const { history, violations, searched } = await runChaos({
        seed,
        folder,
        say,
        clients: 12,
        pauseMs: 1500,
        isEnough: (faults) => (killsOf(faults).get('nats') ?? 0) >= DECKS,
      });
      const acked = history.operations.filter(({ outcome }) => outcome === 'ok');
      say(`${acked.length} of ${history.operations.length} operations were acked`);
      // How soon depends on the machine, and is for the long run to say, on one that does nothing else.
      const wrong = violations.filter(({ rule }) => rule !== 'slow');
      expect(wrong).toEqual([]);
      // It was a run worth the name.
      expect(acked.length).toBeGreaterThan(50);
      expect(history.outages.length).toBeGreaterThan(10);
      expect(searched.documents).toBeGreaterThan(acked.length);
      for (const { session } of history.sessions)
        expect(history.resumed.map(({ sessionId }) => sessionId)).toContain(session.id);
    }),
  RUN_MS,
);

test(
  'a gateway that acks before it publishes is caught: messages are lost',
  () =>
    inRunFolder(async (folder) => {
      const { violations } = await runControl('acks early', { seed, folder, say });
      const found = violations.map(({ rule }) => rule);
      expect(found).toContain('lost');
      expect(found).not.toContain('doubled');
    }),
  RUN_MS,
);

test(
  'a gateway that publishes without the message’s id is caught: repeats are doubled',
  () =>
    inRunFolder(async (folder) => {
      const { violations } = await runControl('forgets ids', { seed, folder, say });
      expect(violations.map(({ rule }) => rule)).toContain('doubled');
    }),
  RUN_MS,
);
