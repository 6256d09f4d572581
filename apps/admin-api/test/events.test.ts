import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { toSession } from '@parley/conversation';
import type { Session } from '@parley/protocol';
import { eventually } from '@parley/testing';
import type { Snapshot } from '../src/events/takeSnapshot.ts';
import { EventReader } from './support/EventReader.ts';
import { seed } from './support/seed.ts';
import { type RunningAdmin, startAdmin } from './support/startAdmin.ts';

let admin: RunningAdmin;
beforeAll(async () => {
  admin = await startAdmin({ EVENTS_HEARTBEAT: '100ms', EVENTS_STREAMS: '3' });
});
afterAll(() => admin?.stop());

/** A session as a worker tells of it. */
async function sessionOf(id: string, more: Partial<Session> = {}): Promise<Session> {
  const loaded = await admin.store.sessions.load(id);
  if (!loaded) throw new Error('it was made');
  return { ...toSession(loaded.state), ...more };
}

async function tell(id: string, more: Partial<Session> = {}): Promise<void> {
  admin.bus.publishFleetSession({ kind: 'changed', session: await sessionOf(id, more) });
}

const closed = (reader: EventReader) => {
  reader.close();
  return eventually('its place is free', async () =>
    (await (await fetch(`${admin.url}/metrics`)).text()).includes(
      'admin_event_streams{service="admin-api"} 0',
    ),
  );
};

/** Numbers of events have no gap. */
const expectNumbered = ({ events }: EventReader): void =>
  expect(events.map(({ id }) => id)).toEqual(events.map((_, at) => at + 1));

describe('GET /admin/api/events', () => {
  test('[P61] begins with a snapshot, then tells of what changes, numbered, and says that it lives', async () => {
    const waiting = await seed(admin.store, 'waiting', ['help'], { handling: 'requested' });
    const active = await seed(admin.store, 'active', ['words']);
    const over = await seed(admin.store, 'over', ['words'], { state: 'ended' });
    const reader = new EventReader(admin);
    const { data } = await reader.has('snapshot');
    const { sessions, now, isWhole } = data as Snapshot;
    expect(sessions.map(({ id }) => id)).toEqual([waiting, active]);
    expect(sessions[1]).toEqual(await sessionOf(active));
    expect({ now, isWhole }).toEqual({ now: { active: 2, waiting: 1, held: 0 }, isWhole: true });
    await tell(over, { rev: 9 });
    expect((await reader.has('changed')).data).toEqual({ session: await sessionOf(over, { rev: 9 }) });
    admin.bus.publishFleetSession({ kind: 'removed', sessionId: over });
    expect((await reader.has('removed')).data).toEqual({ sessionId: over });
    await eventually('it says that it lives', () => reader.comments > 1);
    expectNumbered(reader);
    await closed(reader);
  });

  test('[P61] a lost line to the queue leads to a new snapshot, in which what was missed stands', async () => {
    const id = await seed(admin.store, 'missed', ['one']);
    const reader = new EventReader(admin);
    await reader.has('snapshot');
    await admin.stopNats();
    await eventually('unready', async () => (await fetch(`${admin.url}/readyz`)).status === 503, {
      timeoutMs: 20_000,
    });
    expect((await admin.get('/admin/api/events')).status).toBe(503);
    await admin.store.sessions.change(id, (state) => ({
      change: { session: { ...state, handling: 'requested', rev: state.rev + 1 }, entries: [] },
      result: undefined,
    }));
    await admin.startNats();
    const { data } = await reader.has('snapshot', 2);
    expect((data as Snapshot).sessions).toContainEqual(await sessionOf(id));
    expectNumbered(reader);
    await eventually('a worker is there again', () => admin.bus.status === 'connected', {
      timeoutMs: 20_000,
    });
    await closed(reader);
  });

  test('[P61] a slow reader holds up nobody, and gets a new snapshot', async () => {
    const id = await seed(admin.store, 'slow', ['one']);
    const session = await sessionOf(id);
    const [slow, quick] = [new EventReader(admin), new EventReader(admin)];
    await Promise.all([slow.has('snapshot'), quick.has('snapshot')]);
    slow.pause();
    const padded = { ...session, name: 'x'.repeat(20_000) };
    const SESSIONS = 3000;
    for (let n = 0; n < SESSIONS; n++) {
      admin.bus.publishFleetSession({ kind: 'changed', session: { ...padded, id: randomUUID() } });
      if (n % 50 === 49) {
        await admin.bus.flush();
        await eventually('the quick one reads along', () => quick.named('changed').length > n);
      }
    }
    expect(slow.named('changed').length).toBeLessThan(SESSIONS);
    slow.resume();
    await slow.has('snapshot', 2);
    await tell(id, { rev: 99 });
    await eventually('it is up to date', () =>
      slow.named('changed').some(({ data }) => (data as { session: Session }).session.rev === 99),
    );
    expectNumbered(slow);
    expect(quick.named('snapshot')).toHaveLength(1);
    slow.close();
    await closed(quick);
  });

  test('[P61] ends when the token expires, and says so', async () => {
    const reader = new EventReader(admin, admin.tokenOf(['admin'], 2500));
    await reader.has('snapshot');
    expect((await reader.has('end')).data).toEqual({ reason: 'token_expired' });
    await eventually('the stream has ended', () => reader.ended);
    await closed(reader);
  });

  test('[P61] more streams than allowed are refused', async () => {
    const readers = [1, 2, 3].map(() => new EventReader(admin));
    await Promise.all(readers.map((reader) => reader.has('snapshot')));
    const response = await admin.get('/admin/api/events');
    expect(response.status).toBe(429);
    expect(await response.json()).toMatchObject({ error: { code: 'connections' } });
    for (const reader of readers) reader.close();
  });

  test('[P61] of more than ten streams of one user the oldest is ended, and says so', async () => {
    const other = await startAdmin();
    const readers: EventReader[] = [];
    for (let n = 0; n < 11; n++) {
      const reader = new EventReader(other);
      readers.push(reader);
      await reader.has('snapshot');
    }
    const [oldest] = readers;
    expect((await oldest?.has('end'))?.data).toEqual({ reason: 'replaced' });
    await eventually('the stream has ended', () => oldest?.ended);
    expect(readers.slice(1).flatMap((reader) => reader.named('end'))).toEqual([]);
    for (const reader of readers) reader.close();
    await other.stop();
  });

  test('[P61] ends as soon as the role is lost: by another request, by removal, wherever that is told; newer tokens stay', async () => {
    const other = await startAdmin({ EVENTS_STREAMS: '20' });
    const ends = ['asks without it', 'is removed', 'is told', 'was missed'] as const;
    for (const end of ends) {
      const id = `somebody ${randomUUID()}`;
      const [old, newer] = [
        new EventReader(other, other.issued(id, ['admin'], -20)),
        new EventReader(other, other.issued(id, ['admin'], -8)),
      ];
      await Promise.all([old.has('snapshot'), newer.has('snapshot')]);
      const issuedAt = Date.now() - 10_000;
      if (end === 'asks without it') {
        await other.askWith(other.issued(id, ['user'], -5), 'GET', '/admin/api/audit');
        await newer.has('end');
      } else if (end === 'is removed') {
        await other.ask('DELETE', `/admin/api/admins/${encodeURIComponent(id)}`, ['supervisor']);
        await newer.has('end');
      } else if (end === 'is told') other.bus.publishFleetRoles({ userId: id, none: issuedAt });
      else {
        await other.store.admins.lose(id, { none: issuedAt });
        await other.stopNats();
        await other.startNats();
      }
      expect((await old.has('end')).data).toEqual({ reason: 'role_lost' });
      await eventually('the stream has ended', () => old.ended);
      if (end === 'is told' || end === 'was missed') expect(newer.named('end')).toEqual([]);
      newer.close();
    }
    await other.stop();
  });

  test('[P7] a service that stops ends its streams at once', async () => {
    const other = await startAdmin();
    const reader = new EventReader(other);
    await reader.has('snapshot');
    const began = performance.now();
    await other.stop();
    expect(performance.now() - began).toBeLessThan(8000);
    expect(reader.named('end').map(({ data }) => data)).toEqual([{ reason: 'stopping' }]);
  });
});
