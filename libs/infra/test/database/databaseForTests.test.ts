import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { databaseForTests, startDatabase } from '../../src/index.ts';
import { probeDatabase } from '../../src/database/probeDatabase.ts';

const portOf = (url: string) => Number(new URL(url).port);

test('callers share a server, each has a database of its own, and the last one ends it', async () => {
  const [one, two] = await Promise.all([databaseForTests(), databaseForTests()]);
  expect(one.url).toBe(two.url);
  expect(one.name).not.toBe(two.name);
  await one.stop();
  expect(await probeDatabase(portOf(two.url))).toBe(true);
  await two.stop();
  const isGiven = process.env['PARLEY_TEST_MONGODB_URI'] !== undefined;
  expect(await probeDatabase(portOf(two.url))).toBe(isGiven);
});

test('a server that runs already is used and left running', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'parley-test-'));
  const server = await startDatabase({ dataDir });
  const given = await databaseForTests({ PARLEY_TEST_MONGODB_URI: server.url });
  expect(given.url).toBe(server.url);
  await given.stop();
  expect(await probeDatabase(server.port)).toBe(true);
  await server.kill();
  expect(await probeDatabase(server.port)).toBe(false);
  await rm(dataDir, { recursive: true });
});
