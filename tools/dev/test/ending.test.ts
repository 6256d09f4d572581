import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { freePort, runCommand } from '@parley/infra';
import { eventually } from '@parley/testing';
import { readFileSync, writeFileSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Parley } from '../src/index.ts';
import { PROGRAM, ask, isAlive, newDataDir, pids, runFiles, startStack } from './stack.ts';

let folder: ReturnType<typeof newDataDir>;
let started: Parley[] = [];

beforeEach(() => {
  folder = newDataDir();
});

afterEach(async () => {
  await Promise.all(started.map((parley) => parley.kill()));
  started = [];
  folder.remove();
});

async function start(options: Partial<Parameters<typeof startStack>[0]> = {}): Promise<Parley> {
  const parley = await startStack({ dataDir: folder.path, ...options });
  started.push(parley);
  return parley;
}

describe('npm start', () => {
  test('takes everything with it when it is killed itself, and starts again on the same folder', async () => {
    const first = await start();
    const running = pids(first);
    await first.kill();
    await eventually('all are gone', () => !running.some(isAlive));
    const second = await start();
    expect(pids(second).filter((pid) => running.includes(pid))).toEqual([]);
    await second.stop();
  });

  test('ends within ten seconds when a service does not listen', async () => {
    const parley = await start({ env: { FIXTURE_DEAF: 'pages' } });
    const running = pids(parley);
    const began = performance.now();
    await parley.stop();
    expect(performance.now() - began).toBeLessThan(10_000);
    expect(running.filter(isAlive)).toEqual([]);
  });

  test('ends when the npm that started it is killed', async () => {
    const script = `exec "${process.execPath}" "${PROGRAM}"`;
    writeFileSync(join(folder.path, 'package.json'), JSON.stringify({ scripts: { start: script } }));
    const ready = Promise.withResolvers<void>();
    const npm = spawn('npm', ['start'], {
      cwd: folder.path,
      env: { ...process.env, PORT: '0', DATA_DIR: join(folder.path, 'data') },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    npm.stdout.on('data', (chunk) => String(chunk).includes('Parley is ready') && ready.resolve());
    await ready.promise;
    const running = pids({ dataDir: join(folder.path, 'data') });
    expect(running).toHaveLength(4);
    npm.kill('SIGKILL');
    await eventually('all are gone', () => !running.some(isAlive), { timeoutMs: 10_000 });
    await eventually('its files are gone', () => runFiles(join(folder.path, 'data')).length === 0);
  });

  test('keeps its secrets', async () => {
    const secret = () => readFileSync(join(folder.path, 'secrets', 'jwt-secret'), 'utf8');
    await (await start()).stop();
    const before = secret();
    await (await start()).stop();
    expect(secret()).toBe(before);
  });

  test('starts no server whose address is given', async () => {
    const given = { NATS_URL: 'nats://127.0.0.1:1', MONGODB_URI: 'mongodb://127.0.0.1:1/x' };
    const parley = await start({ env: given });
    expect(await ask(parley, '/')).toMatchObject({ nats: given.NATS_URL, database: given.MONGODB_URI });
    expect(runFiles(folder.path)).toEqual(['gateway.1.json', 'pages.1.json']);
    await parley.stop();
  });

  test('refuses a second start on the same folder, and the first one goes on', async () => {
    const parley = await start();
    await expect(start()).rejects.toThrow(/Parley already runs on .*DATA_DIR=/);
    expect((await fetch(parley.url)).status).toBe(200);
    await parley.stop();
  });

  test('refuses a port that is taken', async () => {
    const port = await freePort();
    const other = createServer().listen(port, '127.0.0.1');
    await once(other, 'listening');
    await expect(start({ port })).rejects.toThrow(
      `PORT ${port} is taken by another program. Choose another one`,
    );
    other.close();
  });

  test('says why a service could not start, with the end of its log, and leaves nothing behind', async () => {
    await expect(start({ env: { FIXTURE_FAILS: 'gateway' } })).rejects.toThrow(
      /Parley can't start: gateway\.1 ended \(code 1\) before it was ready[^]*a wrong key/,
    );
  });

  test('says what is wrong with its configuration', async () => {
    const failing = start({ replicas: { gatweay: 2 } });
    await expect(failing).rejects.toThrow(/REPLICAS must be such as gateway=2.* \(got "gatweay=2"\)/);
  });

  test('says what to do when Node is too old', async () => {
    const old = 'data:text/javascript,Object.defineProperty(process,"versions",{value:{node:"20.20.2"}})';
    const args = ['--import', old, join(import.meta.dirname, '..', 'start.mjs')];
    const running = runCommand({ command: process.execPath, args, timeoutMs: 10_000 });
    await expect(running).rejects.toThrow(
      /Parley needs Node 24|installArchSpecificPackage|https:\/\/nodejs\.org/,
    );
  });
});
