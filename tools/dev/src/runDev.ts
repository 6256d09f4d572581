import { resolve } from 'node:path';
import { ConfigError, loadConfig } from '@parley/config';
import type { LifecycleLog } from '@parley/lifecycle';
import { devConfig } from './config.ts';
import { createStack, type StackOptions } from './createStack.ts';
import { watchNpm } from './watchNpm.ts';

export type DevOptions = Pick<StackOptions, 'root' | 'services' | 'servers' | 'prepare'>;

/** How the last line of a start begins; the address follows. */
export const READY = 'Parley is ready: ';

/** Runs the whole of `npm start` as this process: starts everything, says so, and ends all of it on a signal. */
export async function runDev(options: DevOptions): Promise<void> {
  const { env } = process;
  const config = configOrExit(options, env);
  const say = (part: string, line: string) => console.log(`${part.padEnd(10)} ${line}`);
  const log: LifecycleLog = {
    info: () => {},
    error: (event, error, fields) => console.error(event, reasonOf(error), fields ?? ''),
    fatal: (event, error, fields) => console.error(event, reasonOf(error), fields ?? ''),
  };
  const dataDir = resolve(config.DATA_DIR);
  const stack = createStack({
    ...options,
    dataDir,
    port: config.PORT,
    replicas: config.REPLICAS,
    env,
    say,
    log,
  });

  let stopping: Promise<void> | undefined;
  const stop = () => {
    stopping ??= stack.stop().then((well) => process.exit(well ? 0 : 1));
  };
  // Ctrl-C reaches this process twice, from the terminal and from npm: only the first counts.
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  process.on('SIGHUP', stop);
  watchNpm(env, stop);
  try {
    await stack.start();
    if (!stopping) console.log(`${READY}http://localhost:${stack.port()}`);
  } catch (error) {
    console.error(`Parley can't start: ${reasonOf(error)}\nWhat the parts said is in ${dataDir}/logs`);
    process.exit(1);
  }
}

function configOrExit({ services }: DevOptions, env: NodeJS.ProcessEnv) {
  try {
    return loadConfig(devConfig(services.map(({ name }) => name)), env);
  } catch (error) {
    console.error(error instanceof ConfigError ? error.message : error);
    return process.exit(1);
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
