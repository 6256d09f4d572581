import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { freePort } from '@parley/infra';
import { eventually } from '@parley/testing';
import { SECRET, Stack, tokenFor } from './harness.ts';
import { Peer } from './Peer.ts';
import { selfSigned } from './selfSigned.ts';

const MAIN = join(import.meta.dirname, '../src/main.ts');

let stack: Stack;
beforeAll(async () => {
  stack = await Stack.start();
});
afterAll(() => stack.end());

/** The gateway as its own process, and what it wrote. */
function start(env: Record<string, string>) {
  const child = spawn(process.execPath, [MAIN], {
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let out = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  return {
    child,
    ended: once(child, 'exit'),
    lines: () =>
      out
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
  };
}

describe('the program', () => {
  test('serves, over TLS where it has a certificate, and ends well when told', async () => {
    const port = await freePort();
    const { child, ended, lines } = start({
      PORT: String(port),
      NATS_URL: stack.natsUrl,
      JWT_SECRET: SECRET,
      NODE_ENV: 'production',
      TLS_CERT: selfSigned.cert,
      TLS_KEY: selfSigned.key,
      SHUTDOWN_GRACE: '2s',
    });
    const peer = await eventually(
      'it serves',
      async () => {
        const made = new Peer(`wss://127.0.0.1:${port}/ws`, ['parley.v1', `bearer.${tokenFor('tls')}`], {
          ca: selfSigned.cert,
        });
        await made.next('welcome', 1000);
        return made;
      },
      { timeoutMs: 30_000, everyMs: 200 },
    );
    expect(await peer.ask({ type: 'ping' })).toMatchObject({ type: 'pong' });
    child.kill('SIGTERM');
    expect((await peer.closed).code).toBe(1012);
    expect(await ended).toEqual([0, null]);
    const events = lines().map(({ event }) => event);
    for (const event of ['service.started', 'connection.opened', 'connection.closed', 'service.stopped']) {
      expect(events.filter((name) => name === event)).toHaveLength(1);
    }
  });

  test('tells all mistakes of its configuration at once and ends', async () => {
    const { ended, lines } = start({ HEARTBEAT: 'soon', RATE_FRAMES: 'many' });
    expect(await ended).toEqual([1, null]);
    const [line] = lines();
    expect(line).toMatchObject({ level: 'fatal', service: 'ws-gateway' });
    for (const key of ['NATS_URL', 'JWT_SECRET', 'HEARTBEAT', 'RATE_FRAMES']) {
      expect(line.error.message).toContain(`${key} `);
    }
  });
});
