import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { SERVICES } from '@parley/dev';
import { seededRandom } from '@parley/testing';
import { check } from './checker/check.ts';
import type { History, Outage, Resumed, StoredSession } from './checker/History.ts';
import type { Violation } from './checker/Violation.ts';
import type { Account } from './clients/Account.ts';
import { act } from './clients/act.ts';
import { comeTogether } from './clients/comeTogether.ts';
import type { Person } from './clients/Person.ts';
import { Probes } from './clients/Probes.ts';
import { resume } from './clients/resume.ts';
import { startFaultyGateway, type Flaw } from './controls/startFaultyGateway.ts';
import type { Fault } from './faults/Fault.ts';
import { inflict } from './faults/inflict.ts';
import { MOST_AT_ONCE, planFaults, type Round, type Targets } from './faults/planFaults.ts';
import { openLines } from './lines/openLines.ts';
import { newWords } from './newWords.ts';
import { RecordingProvider } from './provider/RecordingProvider.ts';
import { RECORDED_MODEL, writeModelsFile } from './provider/writeModelsFile.ts';
import { Recorder } from './recorder/Recorder.ts';
import { settle } from './settle.ts';
import { startStack } from './stack/startStack.ts';
import { dumpDatabase } from './store/dumpDatabase.ts';
import { readLedger } from './store/readLedger.ts';
import { findLeaks, type Searched } from './store/findLeaks.ts';

export interface ChaosOptions {
  readonly seed: number;
  readonly clients: number;
  /** Told after each round: have there been faults enough? */
  readonly isEnough: (faults: readonly Fault[], elapsedMs: number) => boolean;
  /** How long each client waits between two acts, on average, in milliseconds. */
  readonly pauseMs: number;
  /** Which faults; planned by the seed when left out. */
  readonly plan?: (targets: Targets, random: () => number) => Iterable<Round>;
  /** How many of the acks are lost with their line, from 0 to 1. */
  readonly losesAcks?: number;
  /** How long is waited at the end for each of: all is sent, answered, shown; a minute when left out. */
  readonly patienceMs?: number;
  /** A guarantee that is switched off, to see whether the checker notices. */
  readonly flaw?: Flaw;
  /** Everything is written there: `data`, and `history.jsonl`. */
  readonly folder: string;
  readonly say: (line: string) => void;
}

export interface ChaosResult {
  readonly history: History;
  readonly violations: readonly Violation[];
  readonly searched: Searched;
  /** What the lines ran on. */
  readonly lines: string;
  readonly elapsedMs: number;
}

const REPLICAS = Object.fromEntries(SERVICES.map(({ name }) => [name, 2]));
const CLIENT_LINES = ['clients.1', 'clients.2'] as const;
const SERVED_MS = 60_000;
const LOSES_ACKS = 0.01;
const PATIENCE_MS = 60_000;

const urlOf = (port: number): string => `ws://127.0.0.1:${port}/ws`;

/**
 * Starts all of Parley, lets clients talk while faults happen, waits until everything has settled, and checks what is
 * left. Everything it started has ended when this resolves.
 */
export async function runChaos(options: ChaosOptions): Promise<ChaosResult> {
  const { seed, clients, folder, say, flaw, losesAcks = LOSES_ACKS } = options;
  const random = seededRandom(seed);
  await using cleanup = new AsyncDisposableStack();
  const recorder = cleanup.adopt(new Recorder(join(folder, 'history.jsonl')), (it) => it.close());
  const lines = cleanup.adopt(await openLines(say), (it) => it.close());
  const dataDir = join(folder, 'data');
  const provider = cleanup.adopt(await RecordingProvider.start(), (it) => it.close());
  const modelsFile = join(folder, 'models.yaml');
  await writeModelsFile(modelsFile, provider.baseUrl);
  const stack = await startStack({ dataDir, lines, replicas: REPLICAS, modelsFile });
  const stop = once(() => stack.parley.stop());
  cleanup.defer(stop);
  const faulty = flaw && cleanup.adopt(await startFaultyGateway(stack.port, flaw), (it) => it.close());
  const lineUrls: string[] = [];
  for (const name of CLIENT_LINES) lineUrls.push(urlOf(await lines.open(name, stack.port)));
  const wsUrls = faulty ? [urlOf(faulty.port)] : lineUrls;
  say(`seed ${seed}: ${clients} clients, two replicas of each service, lines by ${lines.by}`);

  const { url } = stack.parley;
  const words = newWords(random);
  const newText = (): string => `${words.join(' ')} ${++texts}`;
  let texts = 0;
  const coming = { url, wsUrls, clients, seed, losesAcks, recorder, model: RECORDED_MODEL };
  const persons = await comeTogether(coming);
  cleanup.defer(() => persons.forEach((person) => person.close()));
  const asking = { url, wsUrls: lineUrls, groups: MOST_AT_ONCE, seed };
  const probes = cleanup.adopt(await Probes.signIn(asking), (it) => it.close());
  const served = (): Promise<void> => probes.served(`${words[0]} ${++texts}`, SERVED_MS);
  // Each group once: what signing on takes isn't counted as an outage.
  await Promise.all(Array.from({ length: MOST_AT_ONCE }, served));

  const acting = new AbortController();
  const acts = persons.map((person) => keepActing(person, { ...options, newText }, acting.signal));
  const beganAt = performance.now();
  const faults: Fault[] = [];
  const outages: Outage[] = [];
  const targets = {
    services: stack.services,
    servers: stack.servers,
    lines: [...stack.lines, ...CLIENT_LINES],
  };
  const plan = options.plan ?? planFaults;
  try {
    for (const round of plan(targets, random)) {
      outages.push(...(await inflict(round, { parley: stack.parley, lines, recorder, served })));
      faults.push(...round);
      if (options.isEnough(faults, performance.now() - beganAt)) break;
    }
  } finally {
    acting.abort();
    await Promise.all(acts);
  }
  const elapsedMs = performance.now() - beganAt;
  say(`${faults.length} faults in ${Math.round(elapsedMs / 1000)} s; everything settles`);

  const ownersOf = (): ReadonlyMap<string, Account> => ownersIn(persons, recorder);
  for (const { network } of persons) network.isAway = false;
  const sessions = await settle(persons, ownersOf, options.patienceMs ?? PATIENCE_MS);
  const views = persons.map((person) => person.view());
  const resumed = await resumeAll(sessions, ownersOf(), lineUrls, random);
  // From now on: a call that comes later may have an entry that is not read.
  const ledger = { readAt: Date.now(), entries: await readLedger(stack.databaseUrl) };
  const { seen } = provider;
  const dump = await dumpDatabase(stack.databaseUrl);
  for (const person of persons) person.close();
  probes.close();
  await stop();
  const searched = await findLeaks([...words, 'word17 word18'], dump, dataDir);

  const { operations } = recorder;
  const books = { ledger, seen, recordedModel: RECORDED_MODEL };
  const history = { operations, sessions, views, resumed, outages, ...books, leaks: searched.leaks };
  const violations = check(history);
  for (const violation of violations) recorder.note('violation', violation);
  return { history, violations, searched, lines: lines.by, elapsedMs };
}

/** Acts until it is told to stop, now and then. */
async function keepActing(
  person: Person,
  { seed, pauseMs, newText }: ChaosOptions & { newText: () => string },
  signal: AbortSignal,
): Promise<void> {
  const random = seededRandom(~seed - person.number);
  while (!signal.aborted) {
    await delay(random() * 2 * pauseMs, undefined, { signal }).catch(() => undefined);
    if (!signal.aborted) act(person, { random, newText });
  }
}

/** Whose sessions they are in which something was done or is shown. */
function ownersIn(persons: readonly Person[], { operations }: Recorder): ReadonlyMap<string, Account> {
  const owners = new Map<string, Account>();
  for (const { sessionId, client } of operations) {
    const account = persons[client]?.account;
    if (account) owners.set(sessionId, account);
  }
  for (const { sessionId, account } of persons) if (sessionId) owners.set(sessionId, account);
  return owners;
}

async function resumeAll(
  sessions: readonly StoredSession[],
  owners: ReadonlyMap<string, Account>,
  wsUrls: readonly string[],
  random: () => number,
): Promise<Resumed[]> {
  const resumed: Resumed[] = [];
  for (const [at, { session }] of sessions.entries()) {
    const token = owners.get(session.id)?.token ?? '';
    const afterRev = Math.floor(random() * (session.rev + 1));
    resumed.push(await resume(wsUrls[at % wsUrls.length] ?? '', token, session.id, afterRev));
  }
  return resumed;
}

function once(run: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  return () => (running ??= run());
}
