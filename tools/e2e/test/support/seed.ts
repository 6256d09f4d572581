import { randomInt } from 'node:crypto';

/** The seed of a run, said aloud so that the run can be had again with `PARLEY_TEST_SEED`. */
export function seed(what: string): number {
  const chosen = Number(process.env['PARLEY_TEST_SEED'] ?? randomInt(2 ** 31));
  process.stderr.write(`${what}: PARLEY_TEST_SEED=${chosen}\n`);
  return chosen;
}
