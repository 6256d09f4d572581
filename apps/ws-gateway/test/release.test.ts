import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { eventually } from '@parley/testing';
import { WebSocket } from 'ws';
import { Stack, tokenFor, tokenWith, type Running } from './harness.ts';

const ROUNDS = 10_000;
const AT_ONCE = 100;

let stack: Stack;
let running: Running;
let watched = '';
beforeAll(async () => {
  stack = await Stack.start();
  await stack.worker();
  running = await stack.gateway();
});
afterAll(() => stack.end());

const metric = (text: string, name: string): number =>
  Number(new RegExp(`^${name}\\{.*\\} (\\d+)$`, 'm').exec(text)?.[1]);

/** The next frame of a socket; undefined when it closes before. */
const nextFrame = (socket: WebSocket): Promise<Record<string, unknown> | undefined> =>
  new Promise((resolve) => {
    socket.once('message', (data) => resolve(JSON.parse((data as Buffer).toString())));
    socket.once('close', () => resolve(undefined));
  });

const admin = tokenWith('an admin', ['admin']);
const tokens = Array.from({ length: 250 }, (_, n) => tokenFor(`user ${n}`));

/** One round: a socket that gets so far and ends so. */
async function round(n: number): Promise<void> {
  const token = n % 9 === 0 ? admin : tokens[n % tokens.length];
  const socket = new WebSocket(running.url, ['parley.v1', `bearer.${token}`]);
  socket.on('error', () => undefined);
  const closed = new Promise((resolve) => socket.once('close', resolve));
  const send = (frame: object) => socket.send(JSON.stringify({ id: randomUUID(), ...frame }));
  if (n % 7 === 0) {
    // Gone before it is there.
    socket.terminate();
    await closed;
    return;
  }
  expect(await nextFrame(socket)).toMatchObject({ type: 'welcome' });
  if (n % 4 === 0) {
    send({ type: 'session.open' });
    const opened = await nextFrame(socket);
    if (n % 8 === 0) {
      send({ type: 'model.select', sessionId: opened?.['sessionId'], model: 'demo' });
      send({ type: 'message.send', sessionId: opened?.['sessionId'], text: 'x' });
    }
  }
  if (token === admin) {
    // Gone while it is asked for, watching, or having watched.
    send({ type: 'admin.watch', sessionId: watched });
    send({ type: 'session.open', sessionId: watched });
    if (n % 2 === 0) await nextFrame(socket);
    if (n % 5 === 0) send({ type: 'admin.unwatch', sessionId: watched });
  }
  // Gone before the answer is there, or between the two that finding a session takes.
  if (n % 3 === 0) send({ type: 'session.open', ...(n % 2 === 0 ? {} : { new: true }) });
  if (n % 5 === 0) socket.send(Buffer.from('binary'), { binary: true });
  else if (n % 2 === 0) socket.terminate();
  else socket.close(4999, `reason ${n}`);
  await closed;
}

describe('the end of a connection', () => {
  test('[P7] however it comes, 10,000 rounds leave nothing: no socket, subscription, outcome, bucket or timer', async () => {
    const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
    const owner = running.connect();
    await owner.next('welcome');
    const answer = await owner.ask({ type: 'session.open', new: true });
    watched = answer.type === 'session.opened' ? answer.session.id : '';
    await owner.close();
    await round(1);
    await eventually('the first round is over', () => running.gateway.held().connections === 0);
    const before = timers();
    const subscriptions = await stack.subscriptions();
    for (let at = 0; at < ROUNDS; at += AT_ONCE) {
      await Promise.all(Array.from({ length: AT_ONCE }, (_, n) => round(at + n)));
    }
    await eventually(
      'nothing is held',
      () => Object.values(running.gateway.held()).every((count) => count === 0),
      {
        timeoutMs: 10_000,
      },
    );
    await eventually('no timer is left', () => timers() <= before);
    await eventually('no subscription is left', async () => (await stack.subscriptions()) <= subscriptions);
    const metrics = await (await fetch(`http://127.0.0.1:${running.gateway.port}/metrics`)).text();
    for (const name of Object.keys(running.gateway.held()))
      expect(metric(metrics, `gateway_${name}`)).toBe(0);
    expect(metric(metrics, 'gateway_connections_opened_total')).toBeGreaterThan(ROUNDS * 0.85);
    const opened = running.lines.filter(({ event }) => event === 'connection.opened').length;
    expect(running.lines.filter(({ event }) => event === 'connection.closed')).toHaveLength(opened);
    expect(JSON.stringify(running.lines)).not.toContain('reason ');
  }, 300_000);
});
