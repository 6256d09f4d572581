import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { connectBus, verdict, type Bus } from '@parley/bus';
import { freePort, startNats, type NatsServer } from '@parley/infra';
import { createLogger } from '@parley/logging';
import type { Command } from '@parley/protocol';
import { eventually } from '@parley/testing';

let dataDir: string;
let server: NatsServer;
let bus: Bus;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'parley-ops-'));
  server = await startNats({ dataDir, key: 'a key for tests' });
  bus = await connectBus({
    url: server.url,
    name: 'test',
    log: createLogger({ service: 'test', level: 'silent' }),
  });
  await bus.ensureStreams();
});
afterAll(async () => {
  await bus.close();
  await server.stop();
  await rm(dataDir, { recursive: true, force: true });
});

const main = new URL('../src/queue.ts', import.meta.url).pathname;

/** Runs `npm run queue -- …` as an operator would. */
const queue = (args: string[], url = server.url) =>
  new Promise<{ code: number; out: string; err: string }>((resolve) => {
    const env = { ...process.env, NATS_URL: url };
    execFile(process.execPath, [main, ...args], { env }, (error, out, err) =>
      resolve({ code: error ? Number(error.code) : 0, out, err }),
    );
  });

const SECRET = 'words that were said';
const command = (userId: string): Command => ({
  frame: { type: 'message.send', id: randomUUID(), sessionId: randomUUID(), text: SECRET },
  user: { id: userId, name: 'Ann Secretname', roles: ['user'] },
  acceptedAt: 1_700_000_000_000,
});

/** Makes a dead letter of a command; gives its number. */
async function letterOf(sent: Command): Promise<number> {
  const before = (await bus.deadLetters.list()).at(-1)?.seq ?? 0;
  await bus.publishCommand(sent);
  const consumption = bus.consumeCommands({ handler: async () => verdict.drop('rule: broken') });
  const letter = await eventually('the letter', async () => {
    const [found] = await bus.deadLetters.list({ after: before });
    return found;
  });
  await consumption.stop();
  return letter.seq;
}

describe('npm run queue', () => {
  test('list, show, retry, drop and status tell and do what they say, and show nobody’s words', async () => {
    expect(await queue(['list'])).toMatchObject({ code: 0, out: 'There are no dead letters.\n' });
    const ann = command('ann');
    const bob = command('\u001b[2Jbob\u202e');
    const first = await letterOf(ann);
    const second = await letterOf(bob);
    const listed = await queue(['list']);
    expect(listed.out).toContain('rule: broken');
    for (const { frame } of [ann, bob]) expect(listed.out).toContain(frame.sessionId);
    expect(listed.out).toContain('\ufffd[2Jbob\ufffd');
    expect((await queue(['list', String(second)])).out).toBe('There are no dead letters.\n');

    const shown = await queue(['show', String(first)]);
    for (const fact of [
      'message.send',
      'ann',
      ann.frame.id,
      '2023-11-14T22:13:20.000Z',
      `${SECRET.length} units`,
    ]) {
      expect(shown.out).toContain(fact);
    }
    expect((await queue(['status'])).out).toMatch(/^CHAT\s+0 .*\n[^]*^DEAD\s+2 /m);
    expect(await queue(['retry', String(first)])).toMatchObject({ code: 0, out: `Queued again: ${first}\n` });
    expect((await queue(['status'])).out).toMatch(/^CHAT\s+1 .*20\d\d-.*\n[^]*^DEAD\s+1 /m);
    expect(await queue(['drop', String(second), String(first)])).toMatchObject({
      code: 1,
      err: `There is no dead letter ${first}. Done: ${second}.\n`,
    });
    expect((await queue(['list'])).out).toBe('There are no dead letters.\n');
    for (const { out, err } of [listed, shown]) {
      expect(out + err).not.toContain(SECRET);
      expect(out + err).not.toContain('Secretname');
      expect(out).not.toMatch(/[^\n\P{Cc}]|\u202e/u);
    }
  });

  test('shows a notification’s ids, and nothing that somebody wrote', async () => {
    const [sessionId, at] = [randomUUID(), 1_700_000_000_000];
    const about = { userId: 'ann', sessionId, title: SECRET, reason: SECRET, round: 2 };
    await bus.publishNotification({ id: 'help.1.2', kind: 'help', by: 'sms', at, ...about });
    const handler = async () => verdict.drop('sms: Twilio answered 400');
    const consumption = bus.consumeNotifications({ slots: 1, handler });
    const letter = await eventually('the letter', async () =>
      (await bus.deadLetters.list()).find(({ subject }) => subject === 'notify.help'),
    );
    await consumption.stop();
    const listed = await queue(['list', String(letter.seq - 1)]);
    const shown = await queue(['show', String(letter.seq)]);
    for (const { out } of [listed, shown]) {
      for (const fact of ['notify help', 'ann', sessionId, 'Twilio answered 400'])
        expect(out).toContain(fact);
      expect(out).not.toContain(SECRET);
    }
    for (const fact of ['help.1.2', 'sms', '2023-11-14T22:13:20.000Z']) expect(shown.out).toContain(fact);
    expect((await queue(['drop', String(letter.seq)])).code).toBe(0);
  });

  test('says how it is used, and what is wrong', async () => {
    expect(await queue([])).toMatchObject({ code: 2, err: expect.stringContaining('retry N…') });
    expect(await queue(['constructor'])).toMatchObject({ code: 2 });
    expect(await queue(['show', '0'])).toMatchObject({ code: 2, err: expect.stringContaining('show N…') });
    expect(await queue(['show', '999'])).toMatchObject({ code: 1, err: 'There is no dead letter 999.\n' });
    expect(await queue(['list'], 'nowhere')).toMatchObject({
      code: 1,
      err: expect.stringContaining('NATS_URL'),
    });
    const nobody = `nats://127.0.0.1:${await freePort()}`;
    expect(await queue(['list'], nobody)).toMatchObject({
      code: 1,
      err: 'NATS_URL: no server answers there (within 10 s)\n',
    });
  });
});
