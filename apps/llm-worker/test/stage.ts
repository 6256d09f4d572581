import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectBus, fromBytes, userKey, type Bus } from '@parley/bus';
import { loadConfig, loadModels, type Models } from '@parley/config';
import { databaseForTests, freePort, startChild, startNats, type Child } from '@parley/infra';
import { createHealth } from '@parley/lifecycle';
import { createLogger } from '@parley/logging';
import {
  ServerFrame,
  subjects,
  type ClientFrameOf,
  type Command,
  type ServerFrameOf,
  type User,
} from '@parley/protocol';
import { createKeyRing, openStore, type Store } from '@parley/store';
import { eventually } from '@parley/testing';
import { schema } from '../src/config.ts';
import { startWork } from '../src/startWork.ts';

export const ANNA: User = { id: 'anna', name: 'Anna', roles: ['user'] };

/** A worker's surroundings, real ones, and what a gateway would do with it. */
export interface Stage {
  readonly bus: Bus;
  readonly store: Store;
  /** `ENCRYPTION_KEYS` of the workers, one key. */
  readonly ring: string;
  /** Lines that workers of this process logged. */
  readonly lines: string[];
  /** Starts a worker in this process; `keys`: where keys are when its models file changes. */
  worker(options?: {
    models?: Models;
    env?: Record<string, string>;
    keys?: Record<string, string>;
  }): Promise<() => Promise<void>>;
  /** Starts a worker as a process of its own, which may be killed. */
  process(env?: Record<string, string>): Promise<Child>;
  open(frame?: Partial<ClientFrameOf<'session.open'>>, user?: User): Promise<ServerFrame>;
  /** Opens a session that must open. */
  opened(
    frame?: Partial<ClientFrameOf<'session.open'>>,
    user?: User,
  ): Promise<ServerFrameOf<'session.opened'>>;
  /** Queues a message; resolves with its id once it is durably queued. */
  send(sessionId: string, text: string, id?: string, user?: User): Promise<string>;
  /** Queues a command whose outcome is told, and waits for it. */
  ask(frame: Command['frame'], user?: User, from?: string, issuedAt?: number): Promise<ServerFrame>;
  /** The frames of a session, from now on. */
  watch(sessionId: string): ServerFrame[];
  /** The same as a gateway passes them on, which drops what was written under an older fence than it has seen. */
  watchFenced(sessionId: string): ServerFrame[];
  /** The frames to all sockets of a user, from now on, and which session each is about. */
  watchUser(userId: string): { about: string | undefined; frame: ServerFrame }[];
  killNats(): Promise<void>;
  /** Starts the queue again, with what it had on its disk, or (`empty`) with nothing. */
  startNats(options?: { empty?: boolean }): Promise<void>;
  end(): Promise<void>;
}

export async function setStage(): Promise<Stage> {
  const dataDir = await mkdtemp(join(tmpdir(), 'parley-worker-'));
  const port = await freePort();
  const startQueue = () => startNats({ dataDir, key: 'a key for tests', port });
  let nats = await startQueue();
  const database = await databaseForTests();
  const lines: string[] = [];
  const log = createLogger({
    service: 'llm-worker',
    destination: { write: (line) => void lines.push(line) },
  });
  const url = new URL(database.url);
  url.pathname = `/${database.name}`;
  const env = {
    NATS_URL: nats.url,
    MONGODB_URI: url.href,
    ENCRYPTION_KEYS: `k1:${randomBytes(32).toString('base64')}`,
    SHUTDOWN_GRACE: '4s',
    PORT: '0',
  };
  const config = loadConfig(schema, env);
  const bus = await connectBus({ url: nats.url, name: 'test', log });
  await bus.ensureStreams();
  const store = await openStore({ url: env.MONGODB_URI, keys: createKeyRing(config.ENCRYPTION_KEYS), log });
  const inbox = bus.inbox();
  const outcomes = new Map<string, ServerFrame>();
  inbox.onReply((frameId, bytes) => void outcomes.set(frameId, fromBytes(ServerFrame, bytes)));
  const ending: (() => Promise<unknown>)[] = [];

  const open: Stage['open'] = async (frame = {}, user = ANNA) => {
    const request = { frame: { type: 'session.open', id: randomUUID(), ...frame }, user, at: Date.now() };
    const reply = await bus.request(subjects.sessionOpen, request, { timeoutMs: 15_000 });
    if (reply.kind === 'nobody') throw new Error('no worker answers');
    return fromBytes(ServerFrame, reply.payload);
  };

  return {
    bus,
    store,
    ring: env.ENCRYPTION_KEYS,
    lines,
    open,
    async opened(frame, user) {
      const answer = await open(frame, user);
      if (answer.type !== 'session.opened') throw new Error(`session.open got ${JSON.stringify(answer)}`);
      return answer;
    },
    async worker({ models = loadModels(undefined, {}), env: more = {}, keys } = {}) {
      const deps = { log, models, ...(keys && { env: keys }) };
      const stack = await startWork(loadConfig(schema, { ...env, ...more }), deps, createHealth());
      const stop = () => stack.disposeAsync();
      ending.push(stop);
      return stop;
    },
    async process(more = {}) {
      const main = new URL('../src/main.ts', import.meta.url).pathname;
      const output: string[] = [];
      const child = await startChild({
        command: process.execPath,
        args: [main],
        env: { ...process.env, ...env, ...more },
        log: (line) => void output.push(line),
      });
      ending.push(() => child.kill());
      await eventually('the worker serves', () => output.some((line) => line.includes('"service.started"')), {
        timeoutMs: 20_000,
      });
      return child;
    },
    async send(sessionId, text, id = randomUUID(), user = ANNA) {
      const frame = { type: 'message.send' as const, id, sessionId, text };
      await bus.publishCommand({ frame, user, acceptedAt: Date.now() }, { msgId: `${sessionId}.${id}` });
      return id;
    },
    async ask(frame, user = ANNA, from, issuedAt) {
      const replyTo = inbox.subjectFor(frame.id);
      outcomes.delete(frame.id);
      await bus.publishCommand({ frame, user, from, issuedAt, acceptedAt: Date.now(), replyTo });
      return eventually('the outcome', () => outcomes.get(frame.id), { timeoutMs: 60_000 });
    },
    watch(sessionId) {
      const frames: ServerFrame[] = [];
      bus.subscribeOut(sessionId, (bytes) => void frames.push(fromBytes(ServerFrame, bytes)));
      return frames;
    },
    watchFenced(sessionId) {
      const frames: ServerFrame[] = [];
      let newest = 0;
      bus.subscribeOut(sessionId, (bytes, { fence = newest }) => {
        if (fence < newest) return;
        newest = fence;
        frames.push(fromBytes(ServerFrame, bytes));
      });
      return frames;
    },
    watchUser(userId) {
      const frames: { about: string | undefined; frame: ServerFrame }[] = [];
      bus.subscribeUser(
        userKey(userId),
        (bytes, { sessionId: about }) => void frames.push({ about, frame: fromBytes(ServerFrame, bytes) }),
      );
      return frames;
    },
    async killNats() {
      await nats.kill();
    },
    async startNats({ empty = false } = {}) {
      if (empty) await rm(dataDir, { recursive: true });
      nats = await startQueue();
      await eventually('the queue is back', () => bus.status === 'connected', { timeoutMs: 10_000 });
      if (empty) await bus.ensureStreams();
    },
    async end() {
      for (const stop of ending.reverse()) await stop();
      await bus.close();
      await store.close();
      await database.stop();
      await nats.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** Frames of one type. */
export const ofType = <T extends ServerFrame['type']>(frames: readonly ServerFrame[], type: T) =>
  frames.filter((frame): frame is ServerFrameOf<T> => frame.type === type);

/** The text that a client shows which applies deltas as they come, attempt by attempt. */
export function textOf(frames: readonly ServerFrame[], messageId: string): string {
  let text = '';
  let attempt = 1;
  for (const frame of frames) {
    if (frame.type !== 'message.delta' && frame.type !== 'message.reset') continue;
    if (frame.messageId !== messageId || frame.attempt < attempt) continue;
    if (frame.attempt > attempt || frame.type === 'message.reset') text = '';
    attempt = frame.attempt;
    if (frame.type === 'message.delta') text = text.slice(0, frame.offset) + frame.text;
  }
  return text;
}
