import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { FleetPresence, FleetSession, subjects } from '@parley/protocol';
import { anyOf } from '@parley/protocol/test/anyOf';
import { eventually } from '@parley/testing';
import * as fc from 'fast-check';
import { connect } from 'nats';
import { ModelsView, type Bus } from '../src/index.ts';
import { nats, type Nats } from './harness.ts';

let server: Nats;
let console: Bus;
let service: Bus;
beforeAll(async () => {
  server = await nats();
  [console, service] = [await server.bus('console'), await server.bus('service')];
});
afterAll(() => server.end());

const presence = (connections: number): FleetPresence => ({ gateway: randomUUID(), connections, admins: 0 });

describe('the fleet', () => {
  test('changes and presence arrive as they were given, in order, each on its own subject', async () => {
    const [changes, present]: [FleetSession[], FleetPresence[]] = [[], []];
    const ends = [
      console.subscribeFleetSession((change) => changes.push(change)),
      console.subscribeFleetPresence((held) => present.push(held)),
    ];
    await console.flush();
    const [given, held] = [fc.sample(anyOf(FleetSession), 100), fc.sample(anyOf(FleetPresence), 100)];
    for (const change of given) service.publishFleetSession(change);
    for (const one of held) service.publishFleetPresence(one);
    await eventually('all of them', () => changes.length + present.length === 200);
    expect(changes).toEqual(given);
    expect(present).toEqual(held);
    for (const end of ends) end();
    await console.flush();
    service.publishFleetSession({ kind: 'removed', sessionId: randomUUID() });
    await service.flush();
    await console.flush();
    expect(changes).toHaveLength(100);
  });

  test('models: who asks hears from every worker what it can call, and so does who only listens', async () => {
    const view = new ModelsView({
      initial: [{ id: 'a', label: 'A', provider: 'demo', vision: false, voice: false }],
      watch: () => () => undefined,
    });
    const worker = randomUUID();
    const end = service.subscribeFleetModelsAsked(() => {
      service.publishFleetModels({
        worker,
        models: [{ id: 'a', available: false, reason: 'A_KEY is not set' }],
      });
    });
    await service.flush();
    view.follow(console);
    await eventually('the answer', () => view.usable.length === 0);
    expect(view.states[0]?.reason).toBe('A_KEY is not set');
    service.publishFleetModels({ worker, models: [{ id: 'a', available: true }] });
    await eventually('the news', () => view.usable.length === 1);
    view.stop();
    end();
  });

  test('[P9] what is wrong is not sent, and what came in wrong is told to nobody, and harms nobody', async () => {
    expect(() => service.publishFleetPresence(presence(-1))).toThrow('connections');
    expect(() => service.publishFleetSession({ kind: 'removed', sessionId: '*' })).toThrow('sessionId');
    const heard: FleetPresence[] = [];
    const end = console.subscribeFleetPresence((held) => heard.push(held));
    await console.flush();
    const nc = await connect({ servers: server.url });
    for (const bytes of ['', '{', '{"gateway":"x"}', '[]']) nc.publish(subjects.fleet('presence'), bytes);
    await nc.close();
    const last = presence(7);
    service.publishFleetPresence(last);
    await eventually('the right one', () => heard.length > 0);
    expect(heard).toEqual([last]);
    end();
  });

  test('while NATS is away it is dropped, and not told later', async () => {
    const heard: number[] = [];
    console.subscribeFleetPresence(({ connections }) => heard.push(connections));
    await server.kill();
    await eventually('both know', () => console.status !== 'connected' && service.status !== 'connected');
    service.publishFleetPresence(presence(1));
    await server.start();
    await eventually('both are back', () => console.status === 'connected' && service.status === 'connected');
    await console.flush();
    service.publishFleetPresence(presence(2));
    await eventually('the next one', () => heard.length > 0);
    expect(heard).toEqual([2]);
  });
});
