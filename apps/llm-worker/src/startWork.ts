import { connectBus } from '@parley/bus';
import type { Config, Models } from '@parley/config';
import { repeatedly, type Health } from '@parley/lifecycle';
import type { Logger } from '@parley/logging';
import { subjects } from '@parley/protocol';
import { createKeyRing, openStore } from '@parley/store';
import { createCalling, type Calling } from './calls/Calling.ts';
import { handleCommand } from './commands/handleCommand.ts';
import type { schema } from './config.ts';
import { createSummaries } from './context/createSummaries.ts';
import { createTokens } from './context/createTokens.ts';
import type { Deps } from './deps.ts';
import { createFileReader } from './files/createFileReader.ts';
import { noFiles, type Files } from './files/Files.ts';
import { followModels } from './followModels.ts';
import { callableModels } from './models.ts';
import { answerAdmins } from './people/answerAdmins.ts';
import { answerRoles } from './people/answerRoles.ts';
import { answerSuggest } from './people/answerSuggest.ts';
import { createPeopleSweep } from './people/createPeopleSweep.ts';
import { endHolds } from './people/endHolds.ts';
import { answerOpen } from './sessions/answerOpen.ts';
import { answerWatch } from './sessions/answerWatch.ts';
import { retain } from './sessions/retain.ts';
import { sweepEvery } from './sessions/sweepEvery.ts';
import { sweepSessions } from './sessions/sweepSessions.ts';
import { tellModels } from './tellModels.ts';
import { createTitles } from './titles/createTitles.ts';
import { handleTurn } from './turns/handleTurn.ts';
import { startSweep } from './turns/sweep.ts';
import { startUpkeep } from './upkeep.ts';

/** What the worker is given. */
export interface WorkerDeps {
  readonly log: Logger;
  readonly models: Models;
  /** Where keys are when the models file changes; without it, the models stay as they are. */
  readonly env?: NodeJS.ProcessEnv;
  /** Where files of a conversation are had from; left out while nothing takes files. */
  readonly files?: Files;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

/** Parts of the grace period that are for finishing answers; the rest is for everything else. */
const FOR_TURNS = 0.6;
const FOR_COMMANDS = 0.2;
/** Of the answers that are written at once, those that may wait for the same provider: the others go on meanwhile. */
const FOR_WAITERS = 0.25;
/** Drafts for admins that are written at once. */
const MAX_DRAFTS = 16;

/** What the configuration says of people. */
const peopleOf = (config: Config<typeof schema>): Pick<Deps, 'escalation' | 'hours' | 'markers'> => ({
  escalation: config.ESCALATION,
  ...(config.OFFICE_HOURS && { hours: config.OFFICE_HOURS }),
  markers: {
    phrases: config.HELP_PHRASES ?? [],
    down: config.HELP_AFTER_DOWN,
    failed: config.HELP_AFTER_FAILED,
  },
});

/** What the configuration says of calling models. */
const callingOf = (config: Config<typeof schema>): Calling =>
  createCalling({
    quota: config.QUOTA_TOKENS,
    attempts: config.PROVIDER_ATTEMPTS,
    budgetMs: config.PROVIDER_BUDGET,
    concurrency: config.PROVIDER_CONCURRENCY,
    waiters: Math.max(1, Math.floor(config.TURN_SLOTS * FOR_WAITERS)),
    firstTokenMs: config.PROVIDER_FIRST_TOKEN,
    silenceMs: config.PROVIDER_SILENCE,
  });

/** Connects and takes work, until what it returns is disposed of: take no more, finish or hand back, disconnect. */
export async function startWork(
  config: Config<typeof schema>,
  { log, models: configured, env, files = noFiles, now = Date.now }: WorkerDeps,
  health: Health,
): Promise<AsyncDisposableStack> {
  await using stack = new AsyncDisposableStack();
  const bus = await connectBus({ url: config.NATS_URL.join(','), name: 'llm-worker', log });
  stack.defer(() => bus.close());
  health.ready('nats', () => bus.ready());
  await bus.ensureStreams();
  const keys = createKeyRing(config.ENCRYPTION_KEYS);
  const store = await openStore({ url: config.MONGODB_URI, keys, log });
  stack.defer(() => store.close());
  health.ready('database', () => store.ready());

  const continuityMs = config.SESSION_CONTINUITY;
  const models = callableModels(configured, { connectMs: config.PROVIDER_CONNECT, now });
  const context = {
    tokens: createTokens(),
    files: createFileReader(files, log),
    systemPrompt: config.SYSTEM_PROMPT,
  };
  const work = { bus, store, models, calling: callingOf(config), log, continuityMs, now };
  const base = { ...work, ...context, ...peopleOf(config) };
  const titles = config.TITLES ? createTitles(base) : undefined;
  stack.defer(() => titles?.stop());
  const summing = createSummaries(base);
  stack.defer(() => summing.stop());
  const deps: Deps = { ...base, summing, ...(titles && { titles }) };
  stack.defer(bus.respond(subjects.sessionOpen, { queue: 'workers' }, answerOpen(deps)));
  stack.defer(bus.respond(subjects.sessionWatch, { queue: 'workers' }, answerWatch(deps)));
  stack.defer(bus.respond(subjects.userAdmins, { queue: 'workers' }, answerAdmins(deps)));
  stack.defer(bus.respond(subjects.userRoles, { queue: 'workers' }, answerRoles(deps)));
  stack.defer(bus.subscribeFleetRoles(endHolds(deps)));
  const drafts = { queue: 'workers', limit: MAX_DRAFTS };
  stack.defer(bus.respond(subjects.sessionSuggest, drafts, answerSuggest(deps)));
  const commands = bus.consumeCommands({ handler: handleCommand(deps), ready: () => store.ready() });
  stack.defer(() => commands.stop(config.SHUTDOWN_GRACE * FOR_COMMANDS));
  const handler = handleTurn(deps);
  const turns = bus.consumeTurns({ slots: config.TURN_SLOTS, handler });
  stack.defer(() => turns.stop(config.SHUTDOWN_GRACE * FOR_TURNS));
  stack.defer(tellModels(deps));
  if (env) stack.defer(followModels(config.MODELS_FILE, env, configured, deps));
  stack.defer(startSweep(deps));
  stack.defer(startUpkeep(deps));
  stack.defer(
    repeatedly(log, {
      event: 'sessions.sweep_failed',
      everyMs: config.SESSION_SWEEP ?? sweepEvery(continuityMs),
      async run() {
        await sweepSessions(deps);
        if (config.RETENTION !== undefined) await retain(deps, config.RETENTION);
      },
    }),
  );
  stack.defer(
    repeatedly(log, {
      event: 'people.sweep_failed',
      everyMs: config.PEOPLE_SWEEP,
      run: createPeopleSweep(deps),
    }),
  );
  // Only now requests reach it for certain.
  await bus.flush();
  return stack.move();
}
