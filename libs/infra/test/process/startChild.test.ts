import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { freePort, isFreePort, runCommand, startChild, waitUntilReady } from '../../src/index.ts';
import { isAlive } from './isAlive.ts';

const sh = (script: string) => ({ command: '/bin/sh', args: ['-c', script] });

async function gone(pid: number): Promise<void> {
  const deadline = Date.now() + 5000;
  while (isAlive(pid)) {
    if (Date.now() > deadline) throw new Error(`process ${pid} is still there after 5 s`);
    await delay(10);
  }
}

describe('startChild', () => {
  test('gives each line to a function, and says how the process ended', async () => {
    const lines: string[] = [];
    const child = await startChild({
      ...sh('echo one; echo two >&2; exit 3'),
      log: (line) => lines.push(line),
    });
    expect(await child.exited).toEqual({ code: 3, signal: null });
    expect(lines.sort()).toEqual(['one', 'two']);
  });

  test('appends output to a file, folders included', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'parley-test-'));
    const log = join(folder, 'a', 'b.log');
    for (const word of ['first', 'second']) await (await startChild({ ...sh(`echo ${word}`), log })).exited;
    expect(readFileSync(log, 'utf8')).toBe('first\nsecond\n');
    await rm(folder, { recursive: true });
  });

  test('names a command that is not there', async () => {
    await expect(startChild({ command: '/no/such/program', args: [] })).rejects.toThrow('/no/such/program');
  });

  test('stops by SIGTERM, and by SIGKILL what ignores it', async () => {
    const willing = await startChild(sh('exec sleep 600'));
    expect(await willing.stop()).toEqual({ code: null, signal: 'SIGTERM' });
    const ready = Promise.withResolvers<void>();
    const deaf = await startChild({
      ...sh('trap "" TERM; echo deaf; while :; do sleep 1; done'),
      log: () => ready.resolve(),
    });
    await ready.promise;
    const began = performance.now();
    expect(await deaf.stop(200)).toEqual({ code: null, signal: 'SIGKILL' });
    expect(performance.now() - began).toBeLessThan(3000);
  });

  test('a child and what it started end when the parent is killed', async () => {
    const parent = spawn(process.execPath, [join(import.meta.dirname, 'orphan.ts')], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const [said] = await once(parent.stdout, 'data');
    const pid = Number(String(said));
    expect(isAlive(pid)).toBe(true);
    parent.kill('SIGKILL');
    await gone(-pid);
  });
});

describe('waitUntilReady', () => {
  test('names what was not ready in time', async () => {
    const child = await startChild(sh('exec sleep 600'));
    const waiting = waitUntilReady({ what: 'the sleeper', child, probe: async () => false, timeoutMs: 80 });
    await expect(waiting).rejects.toThrow("the sleeper wasn't ready within 80 ms");
    await child.kill();
  });

  test('says how the process ended and what it said last', async () => {
    const child = await startChild(sh('exit 7'));
    const tail = () => ['no space left'];
    const waiting = waitUntilReady({
      what: 'the server',
      child,
      probe: async () => false,
      timeoutMs: 5000,
      tail,
    });
    await expect(waiting).rejects.toThrow('the server ended (code 7) before it was ready\n  | no space left');
  });
});

describe('runCommand', () => {
  test('returns what was written', async () => {
    expect(await runCommand({ ...sh('echo a; echo b'), timeoutMs: 5000 })).toEqual(['a', 'b']);
  });

  test('fails with the last lines, or after the time is over with all it started', async () => {
    await expect(runCommand({ ...sh('echo why; exit 2'), timeoutMs: 5000 })).rejects.toThrow('code 2: why');
    await expect(runCommand({ ...sh('sleep 600; true'), timeoutMs: 100 })).rejects.toThrow(
      'longer than 100 ms',
    );
  });
});

test('a free port can be listened on, and then is not free', async () => {
  const port = await freePort();
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  expect(server.address()).toMatchObject({ port });
  expect(await isFreePort(port)).toBe(false);
  server.close();
});
