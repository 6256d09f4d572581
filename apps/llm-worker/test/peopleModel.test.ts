import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { userKey } from '@parley/bus';
import { loadModels } from '@parley/config';
import { HOLD_MS } from '@parley/conversation';
import { createLogger } from '@parley/logging';
import { ServerFrame, type Command, type Notification, type User } from '@parley/protocol';
import * as fc from 'fast-check';
import { handleCommand } from '../src/commands/handleCommand.ts';
import type { Deps } from '../src/deps.ts';
import { callableModels } from '../src/models.ts';
import { createPeopleSweep } from '../src/people/createPeopleSweep.ts';
import { callsOf } from './calls.ts';
import { Crash, fused } from './fused.ts';
import { anAdmin, aSession } from './people.ts';
import { setStage, type Stage } from './stage.ts';

const ESCALATION = [
  { afterMs: 0, by: 'email' as const },
  { afterMs: 20_000, by: 'sms' as const },
  { afterMs: 90_000, by: 'all' as const },
];
/** How long before its end the sweep looks at a hold. */
const SOON_MS = 20_000;

let stage: Stage;
beforeAll(async () => {
  stage = await setStage();
});
afterAll(() => stage.end());

/** What ought to be, of one session. */
interface Expected {
  holder?: number;
  holdUntil: number;
  fence: number;
  help?: { id: string; at: number; rounds: number; by?: number };
  said: string[];
  sent: string[];
}
interface Model {
  now: number;
  /** Admins with a socket. */
  readonly there: Set<number>;
  /** Admins who were seen at work. */
  readonly known: Set<number>;
  readonly sessions: Expected[];
}

/** The sessions of two users, three admins, of whom the last is a supervisor, and a worker that dies where it is told to. */
class Real {
  readonly admins = [anAdmin('Ada'), anAdmin('Bo'), anAdmin('Sue', 'supervisor')];
  readonly sessions: { readonly user: User; readonly sessionId: string }[] = [];
  readonly notified: Notification[] = [];
  readonly model: Model;
  #outcome = '';
  /** What was published, by its id, in order; how much of it was delivered. */
  readonly #queued = new Map<string, Command>();
  #delivered = 0;

  constructor(model: Model) {
    this.model = model;
  }

  #deps(left: number): Deps {
    const { admins, model } = this;
    const bus = {
      ...stage.bus,
      connected: async (key: string) => [...model.there].some((at) => userKey(admins[at]?.id ?? '') === key),
      publishNotification: async (notification: Notification) => {
        this.notified.push(notification);
        return { seq: 1, duplicate: false };
      },
      // As the queue does, it takes once what is published again.
      publishCommand: async (command: Command, { msgId = '' }: { readonly msgId?: string } = {}) => {
        const duplicate = this.#queued.has(msgId);
        if (!duplicate) this.#queued.set(msgId, command);
        return { seq: 1, duplicate };
      },
      reply: (_subject: string, payload: unknown) => {
        const frame = ServerFrame.parse(payload);
        this.#outcome = frame.type === 'error' ? frame.error.code : 'ok';
      },
    };
    const fuse = { left };
    return {
      bus: fused(bus, fuse),
      store: fused(stage.store, fuse),
      models: callableModels(loadModels(undefined, {})),
      ...callsOf(),
      log: createLogger({ service: 'llm-worker', level: 'silent' }),
      continuityMs: 900_000,
      escalation: ESCALATION,
      markers: { phrases: [] },
      now: () => model.now,
    };
  }

  async #until(
    crashes: readonly number[],
    work: (deps: Deps, tried: number) => Promise<unknown>,
  ): Promise<void> {
    for (let tried = 1; ; tried++) {
      try {
        await work(this.#deps(crashes[tried - 1] ?? Number.MAX_SAFE_INTEGER), tried);
        return;
      } catch (error) {
        if (!(error instanceof Crash)) throw error;
      }
    }
  }

  /** Handles a command until its worker survives it; its outcome, as told in the end. */
  async handle(frame: Command['frame'], user: User, crashes: readonly number[]): Promise<string> {
    this.#outcome = 'nothing';
    await this.#deliver({ frame, user, acceptedAt: this.model.now, replyTo: '_INBOX.x' }, crashes);
    return this.#outcome;
  }

  /** Looks after people, and has the queue deliver what comes of it. */
  async sweep(crashes: readonly number[]): Promise<void> {
    await this.#until(crashes, (deps) => createPeopleSweep(deps)());
    const due = [...this.#queued.values()].slice(this.#delivered);
    for (const command of due) await this.#deliver(command, crashes.toReversed());
    this.#delivered += due.length;
  }

  async #deliver(command: Command, crashes: readonly number[]): Promise<void> {
    const context = { trace: 'ab'.repeat(16), signal: new AbortController().signal, streamSeq: 1 };
    await this.#until(crashes, (deps, deliveries) =>
      handleCommand(deps)(command, { ...context, deliveries }),
    );
  }
}

/** What one session ought to be after a look at the rounds that are due. */
function sendRounds({ help, sent }: Expected, now: number): void {
  if (!help || help.by !== undefined) return;
  for (
    let due = ESCALATION[help.rounds];
    due && help.at + due.afterMs <= now;
    due = ESCALATION[help.rounds]
  ) {
    help.rounds += 1;
    sent.push(`${help.id}.${help.rounds}`);
  }
}

async function compare({ sessions }: Model, real: Real): Promise<void> {
  for (const [at, expected] of sessions.entries()) {
    const { sessionId } = real.sessions[at] ?? { sessionId: '' };
    const state = (await stage.store.sessions.load(sessionId))?.state;
    const { holder, help, fence, holdUntil } = expected;
    expect(state?.admin?.id).toBe(holder === undefined ? undefined : real.admins[holder]?.id);
    expect(state?.handling).toBe(holder !== undefined ? 'human' : help ? 'requested' : 'ai');
    expect(state?.fence).toBe(fence);
    expect(state?.adminAssisted).toBe(fence > 0);
    expect(state?.holdUntil).toBe(holder === undefined ? undefined : holdUntil);
    expect(state?.help?.id).toBe(help?.id);
    expect(state?.help?.rounds).toBe(help?.rounds);
    expect(state?.help?.acknowledgedBy?.id).toBe(
      help?.by === undefined ? undefined : real.admins[help.by]?.id,
    );
    const told = real.notified.filter((one) => one.sessionId === sessionId).map(({ id }) => id);
    expect([...new Set(told)]).toEqual(expected.sent);
  }
}

type Step = fc.AsyncCommand<Model, Real>;
/** One step: what it does to the model says what the worker's outcome must be. */
const step = (
  name: string,
  expect_: (model: Model, id: string) => string | undefined,
  run: (real: Real, id: string) => Promise<string | undefined>,
): Step => ({
  check: () => true,
  toString: () => name,
  async run(model, real) {
    const id = randomUUID();
    const expected = expect_(model, id);
    expect([name, await run(real, id)]).toEqual([name, expected]);
    await compare(model, real);
  },
});

const anyAt = fc.record({ s: fc.nat(1), a: fc.nat(2), crashes: fc.array(fc.nat(45), { maxLength: 3 }) });
const session = ({ sessions }: Model, s: number): Expected => sessions[s] as Expected;
const command = (
  real: Real,
  s: number,
  a: number | 'user',
  frame: (about: { id: string; sessionId: string }) => Command['frame'],
  id: string,
  crashes: readonly number[],
): Promise<string> => {
  const { user, sessionId } = real.sessions[s] as { user: User; sessionId: string };
  return real.handle(frame({ id, sessionId }), a === 'user' ? user : (real.admins[a] as User), crashes);
};

const takes = fc.tuple(anyAt, fc.boolean()).map(([{ s, a, crashes }, force]) =>
  step(
    `take ${s} by ${a}${force ? ' with force' : ''}, crashes ${crashes.join()}`,
    (model) => {
      const one = session(model, s);
      model.known.add(a);
      if (one.holder !== undefined && one.holder !== a) {
        if (!force) return 'taken';
        if (a !== 2) return 'role_required';
      }
      if (one.holder !== a) one.fence += 1;
      one.holdUntil = one.holder === a ? Math.max(one.holdUntil, model.now + HOLD_MS) : model.now + HOLD_MS;
      one.holder = a;
      delete one.help;
      return 'ok';
    },
    (real, id) => command(real, s, a, (about) => ({ type: 'admin.takeover', ...about, force }), id, crashes),
  ),
);
const releases = fc.tuple(anyAt, fc.option(fc.nat(2), { nil: undefined })).map(([{ s, a, crashes }, to]) =>
  step(
    `release ${s} by ${a} to ${to ?? 'the assistant'}, crashes ${crashes.join()}`,
    (model) => {
      const one = session(model, s);
      const { holder } = one;
      const knew = to === undefined || model.known.has(to);
      model.known.add(a);
      if (holder === undefined || (holder !== a && a !== 2)) return 'not_holder';
      if (!knew) return 'invalid_field';
      if (to === holder) return 'ok';
      delete one.holder;
      if (to === undefined) return 'ok';
      one.holder = to;
      one.fence += 1;
      one.holdUntil = model.now + HOLD_MS;
      return 'ok';
    },
    (real, id) => {
      const next = to === undefined ? {} : { to: real.admins[to]?.id ?? '' };
      return command(real, s, a, (about) => ({ type: 'admin.release', ...about, ...next }), id, crashes);
    },
  ),
);
const says = anyAt.map(({ s, a, crashes }) =>
  step(
    `${a} says something in ${s}, crashes ${crashes.join()}`,
    (model, id) => {
      const one = session(model, s);
      model.known.add(a);
      if (one.holder !== a) return 'not_holder';
      one.said.push(id);
      return 'ok';
    },
    (real, id) =>
      command(real, s, a, (about) => ({ type: 'message.send', ...about, text: 'x' }), id, crashes),
  ),
);
const acknowledges = anyAt.map(({ s, a, crashes }) =>
  step(
    `acknowledge ${s} by ${a}, crashes ${crashes.join()}`,
    (model) => {
      const { help } = session(model, s);
      model.known.add(a);
      if (!help) return 'already_ended';
      if (help.by !== undefined && help.by !== a) return 'taken';
      help.by = a;
      return 'ok';
    },
    (real, id) => command(real, s, a, (about) => ({ type: 'admin.acknowledge', ...about }), id, crashes),
  ),
);
const calls = anyAt.map(({ s, crashes }) =>
  step(
    `call in ${s}, crashes ${crashes.join()}`,
    (model, id) => {
      const one = session(model, s);
      if (one.holder !== undefined) return 'human_in_charge';
      one.help ??= { id, at: model.now, rounds: 0 };
      sendRounds(one, model.now);
      return 'ok';
    },
    (real, id) => command(real, s, 'user', (about) => ({ type: 'help.request', ...about }), id, crashes),
  ),
);
const cancels = anyAt.map(({ s, crashes }) =>
  step(
    `cancel in ${s}, crashes ${crashes.join()}`,
    (model) => {
      delete session(model, s).help;
      return 'ok';
    },
    (real, id) => command(real, s, 'user', (about) => ({ type: 'help.cancel', ...about }), id, crashes),
  ),
);
const sends = anyAt.map(({ s, crashes }) =>
  step(
    `the user says something in ${s}, crashes ${crashes.join()}`,
    (model, id) => {
      session(model, s).said.push(id);
      return 'ok';
    },
    (real, id) =>
      command(real, s, 'user', (about) => ({ type: 'message.send', ...about, text: 'x' }), id, crashes),
  ),
);
const comes = fc.nat(2).map((a) =>
  step(
    `${a} comes or goes`,
    ({ there }) => void (there.delete(a) || there.add(a)),
    async () => undefined,
  ),
);
const jumps = fc.integer({ min: 1, max: 70_000 }).map((ms) =>
  step(
    `${ms} ms pass`,
    (model) => void (model.now += ms),
    async () => undefined,
  ),
);
const sweeps = anyAt.map(({ crashes }) =>
  step(
    `sweep, crashes ${crashes.join()}`,
    (model) => {
      for (const one of model.sessions) {
        const { holder } = one;
        if (holder !== undefined && one.holdUntil < model.now + SOON_MS) {
          if (model.there.has(holder)) one.holdUntil = model.now + HOLD_MS;
          else if (one.holdUntil <= model.now) delete one.holder;
        }
        sendRounds(one, model.now);
      }
      return undefined;
    },
    async (real) => {
      await real.sweep(crashes);
      return undefined;
    },
  ),
);

describe('help and takeover', () => {
  test('[P51][P52][P56][P57] go as they ought to, whatever three admins and two users do, and whenever a worker dies', async () => {
    const anySteps = fc.commands(
      [
        takes,
        takes,
        releases,
        says,
        acknowledges,
        calls,
        calls,
        cancels,
        sends,
        comes,
        jumps,
        jumps,
        sweeps,
        sweeps,
      ],
      {
        maxCommands: 25,
      },
    );
    await fc.assert(
      fc.asyncProperty(anySteps, async (steps) => {
        const model: Model = {
          now: 2_000_000_000_000,
          there: new Set(),
          known: new Set(),
          sessions: [0, 1].map(() => ({ holdUntil: 0, fence: 0, said: [], sent: [] })),
        };
        const real = new Real(model);
        for (let n = 0; n < 2; n++) real.sessions.push(await aSession(stage));
        await fc.asyncModelRun(() => ({ model, real }), steps);
        const audit = await stage.store.audit.list({ limit: 200 });
        for (const [s, { sessionId }] of real.sessions.entries()) {
          const { entries } = await stage.store.entries.newest(sessionId, 100);
          expect(entries.map(({ id }) => id)).toEqual(session(model, s).said);
          expect(entries.map(({ seq }) => seq)).toEqual(entries.map((_, at) => at + 1));
          const done = audit.filter(({ target }) => target === sessionId).map(({ what }) => what);
          expect(done.filter((what) => what === 'takeover.started')).toHaveLength(session(model, s).fence);
          // Nothing is left to be swept by the next run.
          await stage.store.sessions.remove(sessionId);
        }
      }),
      { numRuns: 100, endOnFailure: true },
    );
    expect((await stage.store.audit.verify()).brokenAt).toBeUndefined();
  }, 600_000);
});
