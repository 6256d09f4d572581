import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Session } from '@parley/protocol';
import { eventually } from '@parley/testing';
import { forgeToken } from './support/forgeToken.ts';
import { RawPeer } from './support/RawPeer.ts';
import { startStack, type Stack } from './support/startStack.ts';

let stack: Stack;
let secret: string;
let sue: string;
let sessionId = '';
const peers: RawPeer[] = [];
beforeAll(async () => {
  stack = await startStack({ replicas: { 'ws-gateway': 2, 'llm-worker': 2, 'admin-api': 2 } });
  secret = readFileSync(join(stack.dataDir, 'secrets', 'jwt-secret'), 'utf8').trim();
  sue = tokenOf(`sue ${randomUUID()}`, ['supervisor'], 60);
  const owner = await connect(tokenOf(randomUUID(), ['user'], 60));
  const opened = await owner.ask({ type: 'session.open', new: true });
  sessionId = opened.type === 'session.opened' ? opened.sessionId : '';
}, 180_000);
afterAll(async () => {
  for (const peer of peers) peer.close();
  await stack?.end();
});

const BEGAN = Math.floor(Date.now() / 1000);
/** A token that was issued so many seconds before the tests began. */
const tokenOf = (sub: string, roles: string[], secondsAgo: number): string =>
  forgeToken({ sub, roles, secret, livesFor: 3600, issuedAt: BEGAN - secondsAgo });

async function connect(token: string, n = 1): Promise<RawPeer> {
  const { url } = stack.parley.runFile('ws-gateway', n);
  const peer = await RawPeer.connect(`${url.replace('http', 'ws')}/ws`, { token });
  peers.push(peer);
  return peer;
}
const isTold = ({ frames }: RawPeer): boolean =>
  frames.some((frame) => frame.type === 'error' && frame.ref === undefined);
const api = (token: string, path: string, method = 'GET', n = 1): Promise<Response> =>
  fetch(`${stack.parley.runFile('admin-api', n).url}/admin/api${path}`, {
    method,
    headers: { authorization: `Bearer ${token}` },
  });
async function held(token: string): Promise<string | undefined> {
  const response = await api(token, `/sessions/${sessionId}`);
  return ((await response.json()) as { session: Session }).session.admin?.id;
}

/** An admin of this token who watches on both gateways, holds the session and reads the events of both replicas. */
async function atWork(token: string) {
  const watchers = [await connect(token, 1), await connect(token, 2)];
  for (const peer of watchers)
    expect(await peer.ask({ type: 'admin.watch', sessionId })).toMatchObject({ type: 'ack' });
  const streams = await Promise.all([1, 2].map((n) => api(token, '/events', 'GET', n)));
  const [one] = watchers;
  expect(await one?.ask({ type: 'admin.takeover', sessionId })).toMatchObject({ type: 'ack' });
  return { watchers, ended: streams.map((stream) => stream.text()) };
}

/** All that they were at is over: whatever they had open, and whatever they try again by the same token. */
async function expectOver(
  token: string,
  { watchers, ended }: Awaited<ReturnType<typeof atWork>>,
  by: string,
) {
  await eventually('the watching ends on both gateways', () => watchers.every(isTold));
  for (const text of ended) expect(await text).toContain('role_lost');
  await eventually('the hold ends at once', async () => (await held(by)) === undefined);
  for (const n of [1, 2]) {
    const back = await connect(token, n);
    for (const type of ['admin.watch', 'admin.takeover'])
      expect(await back.ask({ type, sessionId })).toMatchObject({ error: { code: 'role_required' } });
    expect((await api(token, '/sessions', 'GET', n)).status).toBe(403);
  }
}

test('[P57][P61] a role that is lost on one socket is lost on every gateway and replica, over a restart too; a newer token has it', async () => {
  const id = `ada ${randomUUID()}`;
  const old = tokenOf(id, ['admin'], 50);
  const work = await atWork(old);
  const third = await connect(old, 2);
  expect(await third.ask({ type: 'auth.refresh', token: tokenOf(id, ['user'], 20) })).toMatchObject({
    type: 'ack',
  });
  await expectOver(old, work, sue);
  await stack.restart();
  const back = await connect(old);
  expect(await back.ask({ type: 'admin.watch', sessionId })).toMatchObject({
    error: { code: 'role_required' },
  });
  const again = tokenOf(id, ['admin'], 10);
  const stays = await connect(again, 2);
  expect(await stays.ask({ type: 'admin.watch', sessionId })).toMatchObject({ type: 'ack' });
  expect((await api(again, '/sessions')).status).toBe(200);
  expect(isTold(stays)).toBe(false);
});

test('[P57][P61] who is removed is at nothing any more at once, until a token is signed anew', async () => {
  const id = `bo ${randomUUID()}`;
  const old = tokenOf(id, ['admin'], 50);
  const work = await atWork(old);
  expect((await api(sue, `/admins/${encodeURIComponent(id)}`, 'DELETE', 2)).status).toBe(204);
  await expectOver(old, work, sue);
  const anew = tokenOf(id, ['admin'], 20);
  const peer = await connect(anew);
  expect(await peer.ask({ type: 'admin.takeover', sessionId })).toMatchObject({ type: 'ack' });
});
