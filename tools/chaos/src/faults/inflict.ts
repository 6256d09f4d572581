import { setTimeout as delay } from 'node:timers/promises';
import type { Parley } from '@parley/dev';
import { eventually } from '@parley/testing';
import type { Outage } from '../checker/History.ts';
import type { Lines } from '../lines/Lines.ts';
import type { Recorder } from '../recorder/Recorder.ts';
import type { Replica } from '../stack/Replica.ts';
import { describeFault, type Fault } from './Fault.ts';
import type { Round } from './planFaults.ts';

export interface Inflicting {
  readonly parley: Parley;
  readonly lines: Lines;
  readonly recorder: Recorder;
  /** Resolves when somebody who asks from now on is served. */
  readonly served: () => Promise<void>;
}

/** A fault that has happened: until when it lasted, and since when people are served again. */
export interface Felt {
  readonly fault: Fault;
  readonly endedAt: number;
  readonly servedAt: number;
}

const STARTED_MS = 60_000;

async function isReady(parley: Parley, { service, n }: Replica, oldPid: number): Promise<boolean> {
  const { pid, url } = parley.runFile(service, n);
  if (pid === oldPid) return false;
  if (!url.startsWith('http')) return true;
  return (await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(2000) })).ok;
}

/** Kills a process; resolves to a wait until another one has taken its place. */
function kill(parley: Parley, target: Replica): () => Promise<unknown> {
  const { pid } = parley.runFile(target.service, target.n);
  process.kill(pid, 'SIGKILL');
  return () =>
    eventually(`${target.service}.${target.n} is there again`, () => isReady(parley, target, pid), {
      timeoutMs: STARTED_MS,
    });
}

/** Begins a fault and ends it; gives what is to be waited for before the next one. */
async function happen(fault: Fault, { parley, lines }: Inflicting): Promise<() => Promise<unknown>> {
  switch (fault.kind) {
    case 'kill':
      return kill(parley, fault.target);
    case 'blackout': {
      const replaced = fault.targets.map((target) => kill(parley, target));
      return () => Promise.all(replaced.map((wait) => wait()));
    }
    case 'pause': {
      const { pid } = parley.runFile(fault.target.service, fault.target.n);
      process.kill(pid, 'SIGSTOP');
      await delay(fault.lastsMs);
      process.kill(pid, 'SIGCONT');
      return async () => {};
    }
    case 'cut':
    case 'hang':
    case 'slow':
      await lines.disturb(fault.line, fault.kind);
      await delay(fault.lastsMs);
      await lines.mend(fault.line);
      return async () => {};
  }
}

/**
 * How long after a fault people were served again: counted from the end of the last one that the round added to it before
 * that. While one is still on, and when one more process has just died, it is no wonder that nobody is served.
 */
export function restoredMs({ endedAt, servedAt }: Felt, round: readonly Felt[]): number {
  const added = round.map(({ endedAt }) => endedAt).filter((end) => end <= servedAt);
  return servedAt - Math.max(endedAt, ...added);
}

/** When people were served again; `Infinity`: not within what was waited. */
const servedAgain = ({ recorder, served }: Inflicting): Promise<number> =>
  served().then(
    () => recorder.now(),
    () => Infinity,
  );

/** Lets the faults of a round happen; resolves, with how long each was felt, when everything runs and serves again. */
export async function inflict(round: Round, inflicting: Inflicting): Promise<Outage[]> {
  const { recorder } = inflicting;
  const felt = await Promise.all(
    round.map(async (fault): Promise<Felt> => {
      await delay(fault.afterMs);
      recorder.note('fault', { fault: describeFault(fault) });
      const replaced = await happen(fault, inflicting);
      const endedAt = recorder.now();
      const servedAt = await servedAgain(inflicting);
      await replaced();
      return { fault, endedAt, servedAt };
    }),
  );
  return felt.map((each) => {
    const { kind } = each.fault;
    const outage = { kind, fault: describeFault(each.fault), restoredMs: restoredMs(each, felt) };
    recorder.note('restored', outage);
    return outage;
  });
}
