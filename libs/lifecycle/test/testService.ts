/** A service for the tests of `run`, in a process of its own; the environment says how it behaves. */
import { createHealth, run } from '../src/index.ts';

const { START, STOP, FAIL, GRACE } = process.env;
const print = (line: string) => void process.stdout.write(`${line}\n`);
const alive = setInterval(() => undefined, 60_000);
const log = {
  info: (event: string, fields?: Record<string, unknown>) =>
    print([event, fields?.['reason']].filter(Boolean).join(' ')),
  error: (event: string, error: unknown) => print(`${event}: ${error instanceof Error ? error.message : ''}`),
  fatal: (event: string, error: unknown) => print(`${event}: ${error instanceof Error ? error.message : ''}`),
};
const stops = {
  hang: () => new Promise<void>(() => undefined),
  slow: () => new Promise<void>((resolve) => setTimeout(resolve, 300)),
};

await run(log, () => {
  if (FAIL === 'build') throw new Error('build');
  const health = createHealth();
  const app = {
    async start() {
      print('app.start');
      if (FAIL === 'start') throw new Error('start');
      if (FAIL === 'unhandled') void Promise.reject(new Error('unhandled'));
      if (FAIL === 'uncaught')
        setTimeout(() => {
          throw new Error('uncaught');
        });
      if (START === 'hang') await new Promise(() => undefined);
    },
    async stop() {
      print(`app.stop${health.draining ? ' draining' : ''}`);
      if (STOP === 'hang' || STOP === 'slow') await stops[STOP]();
      clearInterval(alive);
    },
  };
  return { app, log, health, graceMs: Number(GRACE ?? 2000) };
});
