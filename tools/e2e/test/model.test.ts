import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { eventually, seededRandom } from '@parley/testing';
import type { Message } from '@parley/protocol';
import * as fc from 'fast-check';
import { Account } from './support/Account.ts';
import { seed } from './support/seed.ts';
import { asModelled, ENDLESS, SessionModel, type ModelEntry } from './support/SessionModel.ts';
import { startStack, type Stack } from './support/startStack.ts';
import { Talker } from './support/Talker.ts';

const USERS = 2;
/** Each user has so many pages open; they may show the same session. */
const PAGES = 2;

let stack: Stack;
beforeAll(async () => {
  const env = { RATE_MESSAGES: '100000/1m', RATE_CONNECTIONS: '100000/1m', RATE_HANDSHAKES: '100000/1m' };
  stack = await startStack({ replicas: { 'ws-gateway': 3, 'llm-worker': 2 }, env });
}, 180_000);
afterAll(() => stack?.end(), 30_000);

/** What everything is to be. */
interface UserModel {
  readonly sessions: Map<string, SessionModel>;
  /** The one that was used or opened last. */
  active: string;
}
interface Model {
  readonly users: UserModel[];
}

/** A page of a user: another client, on another gateway maybe, whenever it opens another session. */
interface Page {
  talker: Talker;
}
interface Real {
  readonly accounts: Account[];
  readonly pages: Page[][];
  readonly random: () => number;
}

/** One thing that the page `page` of the user `user` does. */
abstract class Step implements fc.AsyncCommand<Model, Real> {
  readonly user: number;
  readonly page: number;

  constructor(user: number, page: number) {
    this.user = user;
    this.page = page;
  }

  abstract act(at: Here): Promise<void>;

  check(_model: Readonly<Model>): boolean {
    return true;
  }

  async run(model: Model, real: Real): Promise<void> {
    const here = new Here(model, real, this.user, this.page);
    await here.agrees();
    await this.act(here);
    await here.agrees();
  }

  toString(): string {
    return `${this.constructor.name}${JSON.stringify(this)}`;
  }
}

/** The page that does something, and what is known of the session that it shows. */
class Here {
  readonly user: UserModel;
  readonly account: Account;
  readonly random: () => number;
  readonly #page: Page;

  constructor(model: Model, real: Real, user: number, page: number) {
    this.user = model.users[user] ?? fail();
    this.account = real.accounts[user] ?? fail();
    this.#page = real.pages[user]?.[page] ?? fail();
    this.random = real.random;
  }

  get talker(): Talker {
    return this.#page.talker;
  }

  get session(): SessionModel {
    return this.user.sessions.get(this.talker.sessionId) ?? fail();
  }

  /** The n-th of some entries, if there is any. */
  pick(entries: readonly ModelEntry[], n: number): { entry: ModelEntry; id: string } | undefined {
    const entry = entries[n % Math.max(1, entries.length)];
    const message = this.talker.timeline.messages.find(({ seq }) => seq === entry?.seq);
    return entry && message && { entry, id: message.id };
  }

  /** What can only be done while nothing is written: it is refused, or done. */
  async whenQuiet(act: () => Promise<unknown>, modelled: () => void): Promise<void> {
    if (!this.session.isQuiet) {
      await expect(act()).rejects.toMatchObject({ category: 'conflict', code: 'answer_in_progress' });
      return;
    }
    await act();
    modelled();
    this.used();
  }

  used(): void {
    this.user.active = this.talker.sessionId;
  }

  async open(sessionId: string | undefined): Promise<void> {
    this.talker.close();
    expect(this.talker.faults).toEqual([]);
    this.#page.talker = new Talker({
      wsUrl: stack.wsUrl,
      account: this.account,
      random: this.random,
      ...(sessionId !== undefined && { sessionId }),
    });
    const id = await this.talker.opened();
    if (sessionId === undefined) this.user.sessions.set(id, new SessionModel());
    this.used();
  }

  /** What the page shows is what the model says. */
  async agrees(): Promise<void> {
    await eventually('the page shows what the model says', () => {
      const { messages, session, pending } = this.talker.timeline;
      const { entries, name } = this.session;
      expect(asModelled(messages, entries)).toEqual(entries);
      expect({ name: session?.name, pending }).toEqual({ name, pending: [] });
      return true;
    });
    expect(this.talker.faults).toEqual([]);
  }
}

function fail(): never {
  throw new Error('there is no such thing');
}

class Say extends Step {
  readonly text: string;
  constructor(user: number, page: number, text: string) {
    super(user, page);
    this.text = text;
  }
  async act(here: Here): Promise<void> {
    await here.talker.say(this.text);
    here.session.say(this.text);
    here.used();
  }
}

class Stop extends Step {
  async act({ talker, session }: Here): Promise<void> {
    const last = talker.timeline.messages.findLast(({ sender }) => sender === 'assistant');
    if (!last) return;
    const writing = talker.timeline.messages.find(({ seq }) => seq === session.writing);
    const stop = talker.session.send({ type: 'message.stop', messageId: (writing ?? last).id });
    if (!writing) {
      await expect(stop).rejects.toMatchObject({ category: 'conflict', code: 'already_ended' });
      return;
    }
    await stop;
    session.stop();
  }
}

class Edit extends Step {
  readonly n: number;
  readonly text: string;
  constructor(user: number, page: number, n: number, text: string) {
    super(user, page);
    this.n = n;
    this.text = text;
  }
  async act(here: Here): Promise<void> {
    const { talker, session } = here;
    const message = here.pick(session.current('user'), this.n);
    if (!message) return;
    await here.whenQuiet(
      () => talker.session.edit(message.id, this.text),
      () => session.edit(message.entry.seq, this.text),
    );
  }
}

class Regenerate extends Step {
  readonly n: number;
  constructor(user: number, page: number, n: number) {
    super(user, page);
    this.n = n;
  }
  async act(here: Here): Promise<void> {
    const { talker, session } = here;
    const answer = here.pick(session.current('assistant'), this.n);
    if (!answer) return;
    await here.whenQuiet(
      () => talker.session.regenerate(answer.id),
      () => session.regenerate(answer.entry.seq),
    );
  }
}

class Rate extends Step {
  readonly n: number;
  readonly rating: 'up' | 'down' | 'none';
  constructor(user: number, page: number, n: number, rating: 'up' | 'down' | 'none') {
    super(user, page);
    this.n = n;
    this.rating = rating;
  }
  async act(here: Here): Promise<void> {
    const { talker, session } = here;
    const ended = session.entries.filter(
      ({ sender, seq }) => sender === 'assistant' && seq !== session.writing,
    );
    const answer = here.pick(ended, this.n);
    if (!answer) return;
    await talker.session.feedback(answer.id, this.rating);
    session.rate(answer.entry.seq, this.rating);
  }
}

class Rename extends Step {
  readonly name: string;
  constructor(user: number, page: number, name: string) {
    super(user, page);
    this.name = name;
  }
  async act({ account, talker, session }: Here): Promise<void> {
    await account.rename(talker.sessionId, this.name);
    session.name = this.name;
  }
}

class Reconnect extends Step {
  async act(here: Here): Promise<void> {
    const { connects } = here.talker;
    here.talker.cut();
    await eventually('it is back', () => here.talker.connects > connects && here.talker.timeline.isLive);
    here.used();
  }
}

class OpenNew extends Step {
  act(here: Here): Promise<void> {
    return here.open(undefined);
  }
}

class OpenPast extends Step {
  readonly n: number;
  constructor(user: number, page: number, n: number) {
    super(user, page);
    this.n = n;
  }
  act(here: Here): Promise<void> {
    const ids = [...here.user.sessions.keys()];
    return here.open(ids[this.n % ids.length]);
  }
}

const at = [fc.nat(USERS - 1), fc.nat(PAGES - 1)] as const;
const anyNumber = fc.nat(100);
const anyText = fc.oneof(
  { weight: 5, arbitrary: fc.stringMatching(/^[a-z]{1,12}$/).map((word) => `/echo ${word}`) },
  { weight: 1, arbitrary: fc.constant(ENDLESS) },
);
const anyStep = (): fc.Arbitrary<fc.AsyncCommand<Model, Real>>[] => [
  fc.tuple(...at, anyText).map((of) => new Say(...of)),
  fc.tuple(...at, anyText).map((of) => new Say(...of)),
  fc.tuple(...at).map((of) => new Stop(...of)),
  fc.tuple(...at, anyNumber, anyText).map((of) => new Edit(...of)),
  fc.tuple(...at, anyNumber).map((of) => new Regenerate(...of)),
  fc
    .tuple(...at, anyNumber, fc.constantFrom('up' as const, 'down' as const, 'none' as const))
    .map((of) => new Rate(...of)),
  fc.tuple(...at, fc.stringMatching(/^[A-Z][a-z]{1,20}$/)).map((of) => new Rename(...of)),
  fc.tuple(...at).map((of) => new Reconnect(...of)),
  fc.tuple(...at).map((of) => new OpenNew(...of)),
  fc.tuple(...at, anyNumber).map((of) => new OpenPast(...of)),
];

/** Two users that are new here, each on a new session with all of their pages. */
async function begin(random: () => number): Promise<{ model: Model; real: Real }> {
  const accounts = await Promise.all(Array.from({ length: USERS }, () => Account.signIn(stack.url)));
  const users: UserModel[] = [];
  const pages: Page[][] = [];
  for (const account of accounts) {
    const first = new Talker({ wsUrl: stack.wsUrl, account, random });
    const sessionId = await first.opened();
    const others = Array.from(
      { length: PAGES - 1 },
      () => new Talker({ wsUrl: stack.wsUrl, account, random, sessionId }),
    );
    await Promise.all(others.map((talker) => talker.opened()));
    users.push({ sessions: new Map([[sessionId, new SessionModel()]]), active: sessionId });
    pages.push([first, ...others].map((talker) => ({ talker })));
  }
  return { model: { users }, real: { accounts, pages, random } };
}

/** As pages show it: of an answer in writing, what is kept is behind what they have, and they have it elsewhere. */
const withoutHalves = (stored: readonly Message[]): Message[] =>
  stored.map((message) => (message.status === 'streaming' ? { ...message, text: '' } : message));

/** Everything that is stored is what the model says, and so is everything that every page shows. */
async function checkAll({ users }: Model, { accounts, pages }: Real): Promise<void> {
  for (const [n, { sessions, active }] of users.entries()) {
    const account = accounts[n] ?? fail();
    for (const [id, model] of sessions) {
      const stored: Message[] = await account.messages(id);
      expect(asModelled(stored, model.entries)).toEqual(model.entries);
      const written = stored
        .filter(({ seq }) => model.entries[seq - 1]?.text === undefined)
        .map(({ text }) => text);
      for (const text of written) expect(text).toMatch(/^(word\d+ )*$/);
      expect(new Set(stored.map(({ rev }) => rev)).size).toBe(stored.length);
      const session = await account.session(id);
      expect(session).toMatchObject({
        name: model.name,
        state: id === active ? 'active' : 'idle',
        messageCount: model.current('user').length + model.current('assistant').length,
        responseTimes: { count: model.ended },
      });
      const times = stored.flatMap(({ responseMs }) => responseMs ?? []);
      expect(session.responseTimes.maxMs).toBe(Math.max(0, ...times));
      expect(session.usage.totalTokens).toBe(
        stored.reduce((sum, { usage }) => sum + (usage?.totalTokens ?? 0), 0),
      );
    }
    for (const { talker } of pages[n] ?? []) {
      await eventually('every page shows what is stored', async () => {
        const stored = await account.messages(talker.sessionId);
        const { messages, streaming } = talker.timeline;
        expect(messages).toEqual(withoutHalves(stored));
        for (const { id, status, text } of stored)
          if (status === 'streaming') expect(streaming.get(id)?.text.slice(0, text.length)).toBe(text);
        return true;
      });
      expect(talker.faults).toEqual([]);
    }
  }
}

test('[P8][P10][P12][P13][P16][P17][P30][P49] two users, three gateways, two workers: whatever they do, everybody sees what the model says', async () => {
  const chosen = seed('model');
  const random = seededRandom(chosen);
  let steps = 0;
  await fc.assert(
    fc.asyncProperty(fc.commands(anyStep(), { maxCommands: 60, size: 'max' }), async (commands) => {
      const { model, real } = await begin(random);
      try {
        await fc.asyncModelRun(() => ({ model, real }), commands);
        await checkAll(model, real);
        steps += [...commands].length;
      } finally {
        for (const { talker } of real.pages.flat()) talker.close();
      }
    }),
    { numRuns: 8, seed: chosen, endOnFailure: true, interruptAfterTimeLimit: 60_000 },
  );
  process.stderr.write(`${steps} steps\n`);
});
