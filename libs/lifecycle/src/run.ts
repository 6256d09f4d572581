import { flushCompileCache } from 'node:module';
import type { Health } from './createHealth.ts';
import type { LifecycleLog } from './LifecycleLog.ts';
import { watchParent } from './watchParent.ts';
import { within } from './within.ts';

/** What a service's main builds. */
export interface Service {
  readonly app: { start(): Promise<void>; stop(): Promise<boolean | void> };
  readonly log: LifecycleLog;
  /** The longest that stopping may take, in milliseconds; then the process ends anyway. */
  readonly graceMs: number;
  /** Made unready as soon as the service is told to stop. */
  readonly health?: Health;
}

/** Room for the parts' own bounds to run out before the whole one does. */
const MARGIN_MS = 250;
/** How long after its start a service has compiled what it needs most. */
const FLUSH_MS = 3000;

async function stopService({ app, log, graceMs, health }: Service, reason: string): Promise<void> {
  log.info('service.stopping', { reason });
  health?.drain();
  let well = false;
  try {
    well = (await within('stopping', graceMs + MARGIN_MS, () => app.stop())) !== false;
  } catch (error) {
    log.error('service.stop_failed', error);
  }
  log.info('service.stopped', { well });
  process.exit(well ? 0 : 1);
}

/**
 * Runs a service as a process: builds and starts it, stops it on SIGTERM, SIGINT or the end of its parent
 * (see `watchParent`), and ends the process: with 0 when all stopped well, else with 1. An error that nobody caught
 * is logged and ends the process at once, since nothing is known of its state.
 *
 * @param log logs what fails before the service has its own logger, such as its configuration
 * @param build makes the service; called once
 */
export async function run(log: LifecycleLog, build: () => Promise<Service> | Service): Promise<void> {
  const failed = (event: `${string}.${string}`) => (error: unknown) => {
    log.fatal(event, error);
    process.exit(1);
  };
  process.on('uncaughtException', failed('process.uncaught_exception'));
  process.on('unhandledRejection', failed('process.unhandled_rejection'));
  try {
    const service = await build();
    let stopping: Promise<void> | undefined;
    // A signal that comes again changes nothing: the first one has its bound.
    const stop = (reason: string) => {
      stopping ??= stopService(service, reason);
    };
    process.on('SIGTERM', stop);
    process.on('SIGINT', stop);
    watchParent(process, () => stop('parent gone'));
    await service.app.start();
    if (!stopping) service.log.info('service.started');
    // Where NODE_COMPILE_CACHE is set: with what serving needs, and soon, since one that is killed leaves nothing.
    setTimeout(flushCompileCache, FLUSH_MS).unref();
  } catch (error) {
    failed('service.start_failed')(error);
  }
}
