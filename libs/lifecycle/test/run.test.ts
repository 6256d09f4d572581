import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, test } from '@jest/globals';

const fixture = new URL('testService.ts', import.meta.url).pathname;

interface Ended {
  readonly code: number | null;
  readonly events: string[];
}

/** Starts the test service in a process of its own and collects its events until it ends. */
function startService(env: Record<string, string> = {}, ipc = false) {
  const child: ChildProcess = spawn(process.execPath, [fixture], {
    env: { ...env },
    stdio: ['pipe', 'pipe', 'inherit', ...(ipc ? (['ipc'] as const) : [])],
  });
  let output = '';
  const events = () => output.split('\n').filter(Boolean);
  child.stdout?.on('data', (data) => (output += String(data)));
  // Not 'close': with an IPC channel that was ended here, it never comes.
  const ended = Promise.all([once(child, 'exit'), once(child.stdout ?? child, 'end')]).then(
    ([[code]]): Ended => ({ code, events: events() }),
  );
  const until = async (event: string) => {
    while (!events().includes(event)) await Promise.race([once(child.stdout ?? child, 'data'), ended]);
  };
  return { child, ended, until };
}

describe('run', () => {
  test.each(['SIGTERM', 'SIGINT'] as const)(
    '%s stops the service and ends the process with 0',
    async (signal) => {
      const { child, ended, until } = startService();
      await until('service.started');
      child.kill(signal);
      expect(await ended).toEqual({
        code: 0,
        events: [
          'app.start',
          'service.started',
          `service.stopping ${signal}`,
          'app.stop draining',
          'service.stopped',
        ],
      });
    },
  );

  test('a second signal changes nothing', async () => {
    const { child, ended, until } = startService({ STOP: 'slow' });
    await until('service.started');
    child.kill('SIGTERM');
    await until('app.stop draining');
    child.kill('SIGTERM');
    child.kill('SIGINT');
    const { code, events } = await ended;
    expect(code).toBe(0);
    expect(events.filter((event) => event.startsWith('app.stop'))).toHaveLength(1);
  });

  test('a service that does not stop is ended by its bound, with 1', async () => {
    const { child, ended, until } = startService({ STOP: 'hang', GRACE: '100' });
    await until('service.started');
    const before = performance.now();
    child.kill('SIGTERM');
    const { code, events } = await ended;
    expect(code).toBe(1);
    expect(events).toContain('service.stop_failed: stopping took longer than 350 ms');
    expect(performance.now() - before).toBeLessThan(3000);
  });

  test('SIGTERM while the service still starts stops it', async () => {
    const { child, ended, until } = startService({ START: 'hang' });
    await until('app.start');
    child.kill('SIGTERM');
    expect((await ended).code).toBe(0);
  });

  test.each([
    ['build', 'service.start_failed: build'],
    ['start', 'service.start_failed: start'],
    ['uncaught', 'process.uncaught_exception: uncaught'],
    ['unhandled', 'process.unhandled_rejection: unhandled'],
  ])('an error at %s is logged and ends the process with 1', async (where, event) => {
    const { ended } = startService({ FAIL: where });
    const { code, events } = await ended;
    expect(code).toBe(1);
    expect(events.at(-1)).toBe(event);
  });

  test('the end of the IPC channel ends the service when asked', async () => {
    const { child, ended, until } = startService({ PARLEY_PARENT: 'ipc' }, true);
    await until('service.started');
    child.disconnect();
    const { code, events } = await ended;
    expect(code).toBe(0);
    expect(events).toContain('service.stopping parent gone');
  });

  test('the end of standard input ends the service when asked', async () => {
    const { child, ended, until } = startService({ PARLEY_PARENT: 'stdin' });
    await until('service.started');
    child.stdin?.destroy();
    const { code, events } = await ended;
    expect(code).toBe(0);
    expect(events).toContain('service.stopping parent gone');
  });

  test.each([
    ['ipc', 'service.start_failed: PARLEY_PARENT=ipc needs an IPC channel to the parent'],
    ['pid', 'service.start_failed: PARLEY_PARENT must be ipc or stdin. Example: PARLEY_PARENT=ipc'],
  ])('PARLEY_PARENT=%s that cannot be served is an error', async (way, event) => {
    const { ended } = startService({ PARLEY_PARENT: way });
    const { code, events } = await ended;
    expect([code, events.at(-1)]).toEqual([1, event]);
  });
});
