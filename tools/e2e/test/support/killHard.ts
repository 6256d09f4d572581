import type { Parley } from '@parley/dev';
import { eventually } from '@parley/testing';

/** `kill -9` to a replica; resolves when another process has taken its place. */
export async function killHard(parley: Parley, service: string, n = 1): Promise<void> {
  const { pid } = parley.runFile(service, n);
  process.kill(pid, 'SIGKILL');
  await eventually(`${service}.${n} is started again`, () => parley.runFile(service, n).pid !== pid);
}
