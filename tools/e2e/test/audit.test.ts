import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ServerFrame } from '@parley/protocol';
import { eventually } from '@parley/testing';
import * as fc from 'fast-check';
import { RawPeer } from './support/RawPeer.ts';
import { startStack, type Stack } from './support/startStack.ts';

interface Entry {
  readonly who: string;
  readonly what: string;
  readonly target: string;
  readonly where?: string;
}
type Service = 'ws-gateway' | 'admin-api' | 'web';

/** In the one way in which an address is written here. */
const plain = (host: string): string => new URL(`http://[${host}]/`).hostname.slice(1, -1);
const anyHops = fc.array(fc.oneof(fc.ipV4(), fc.ipV6().map(plain)), { minLength: 1, maxLength: 3 });

describe.each([true, false])('behind a proxy that is trusted: %s', (isTrusted) => {
  let stack: Stack;
  const peers: RawPeer[] = [];
  beforeAll(async () => {
    stack = await startStack({ env: { TRUST_PROXY: String(isTrusted), RATE_CONNECTIONS: '1000/1m' } });
  }, 180_000);
  afterAll(async () => {
    for (const peer of peers) peer.close();
    await stack?.end();
  });

  const baseOf = (service: Service): string => stack.parley.runFile(service, 1).url;

  async function tokenOf(userId: string, ...roles: string[]): Promise<string> {
    const response = await fetch(`${stack.url}/api/auth/dev`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ userId, roles: ['user', ...roles] }),
    });
    return ((await response.json()) as { token: string }).token;
  }

  test('[P56] every audited action over a socket and over HTTP is on record with who, what and from where', async () => {
    const [user, ada, sue] = ['user', 'ada', 'sue'].map((name) => `${name} ${randomUUID()}`) as [
      string,
      string,
      string,
    ];
    const tokens = new Map([
      [user, await tokenOf(user)],
      [ada, await tokenOf(ada, 'admin')],
      [sue, await tokenOf(sue, 'admin', 'supervisor')],
    ]);
    const hops = fc.sample(anyHops, 60);
    const expected: Entry[] = [];

    /** Headers of a request that came over some proxies, and the address that is to be on record. */
    const coming = (): { headers: Record<string, string>; where: string } => {
      const list = hops.pop() ?? [];
      const where = isTrusted ? (list.at(-1) ?? '') : '127.0.0.1';
      return { headers: { 'x-forwarded-for': list.join(', ') }, where };
    };
    const http = async (who: string, method: string, service: Service, path: string, entry: object) => {
      const { headers, where } = coming();
      const authorization = `Bearer ${tokens.get(who)}`;
      const response = await fetch(`${baseOf(service)}${path}`, {
        method,
        headers: { ...headers, authorization },
      });
      await response.arrayBuffer();
      expected.push({ who, where, ...entry } as Entry);
      return response.status;
    };
    const socket = async (who: string): Promise<{ peer: RawPeer; where: string }> => {
      const { headers, where } = coming();
      const url = `${baseOf('ws-gateway').replace('http', 'ws')}/ws`;
      const peer = await RawPeer.connect(url, { token: tokens.get(who), headers });
      peers.push(peer);
      return { peer, where };
    };
    const say = async (who: string, frame: object, entry: object): Promise<ServerFrame> => {
      const { peer, where } = await socket(who);
      expected.push({ who, where, ...entry } as Entry);
      return peer.ask(frame);
    };

    const own = await socket(user);
    const opened = await own.peer.ask({ type: 'session.open', new: true });
    const target = opened.type === 'session.opened' ? opened.sessionId : '';
    const said = { sessionId: target, text: '/echo hello', type: 'message.send' };
    expect(await own.peer.ask(said)).toMatchObject({ type: 'ack' });
    const about = { sessionId: target };
    const call = async (type: string, what: string) => {
      expected.push({ who: user, where: own.where, what, target });
      expect(await own.peer.ask({ type, ...about })).toMatchObject({ type: 'ack' });
    };
    await call('help.request', 'help.requested');
    await say(ada, { type: 'admin.acknowledge', ...about }, { what: 'help.acknowledged', target });
    await call('help.cancel', 'help.cancelled');
    await say(ada, { type: 'session.open', ...about }, { what: 'session.opened', target });
    await say(ada, { type: 'admin.watch', ...about }, { what: 'session.watched', target });
    await say(ada, { type: 'admin.suggest', ...about }, { what: 'draft.asked', target });
    await say(ada, { type: 'admin.takeover', ...about }, { what: 'takeover.started', target });
    await say(sue, { type: 'admin.takeover', ...about }, { what: 'takeover.refused', target });
    await say(sue, { type: 'admin.takeover', force: true, ...about }, { what: 'takeover.started', target });
    await say(sue, { type: 'admin.note', text: 'a note', ...about }, { what: 'note.added', target });
    await say(sue, { type: 'admin.release', to: ada, ...about }, { what: 'takeover.started', target });
    await say(ada, { type: 'admin.release', ...about }, { what: 'takeover.ended', target });

    const admin = '/admin/api';
    await http(ada, 'GET', 'admin-api', `${admin}/sessions/${target}`, { what: 'session.read', target });
    const searched = { what: 'sessions.searched', target: user };
    await http(ada, 'GET', 'admin-api', `${admin}/users/${encodeURIComponent(user)}/sessions`, searched);
    const exported = { what: 'sessions.exported', target: '*' };
    await http(ada, 'GET', 'admin-api', `${admin}/sessions.csv`, exported);
    const removed = { what: 'admin.removed', target: ada };
    expect(
      await http(sue, 'DELETE', 'admin-api', `${admin}/admins/${encodeURIComponent(ada)}`, removed),
    ).toBe(204);
    await http(user, 'GET', 'web', `/api/sessions/${target}/export`, { what: 'session.exported', target });
    await http(user, 'GET', 'web', '/api/me/export', { what: 'user.exported', target: user });
    await http(user, 'DELETE', 'web', `/api/sessions/${target}`, { what: 'session.deleted', target });
    await http(user, 'DELETE', 'web', '/api/me', { what: 'user.erased', target: user });

    const kept = await eventually('all is on record', async () => {
      const headers = { authorization: `Bearer ${tokens.get(sue)}` };
      const response = await fetch(`${baseOf('admin-api')}${admin}/audit?limit=100`, { headers });
      const { items } = (await response.json()) as { items: Entry[] };
      return items.length >= expected.length ? items : undefined;
    });
    const found = kept.map(({ who, what, target: to, where }) => ({ who, what, target: to, where }));
    expect(found.toReversed()).toEqual(expected);
  });
});
