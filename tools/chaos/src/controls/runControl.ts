import type { Fault } from '../faults/Fault.ts';
import type { Round } from '../faults/planFaults.ts';
import { runChaos, type ChaosOptions, type ChaosResult } from '../runChaos.ts';
import type { Flaw } from './startFaultyGateway.ts';

const ROUNDS = 6;

const kill = (service: string, n = 1): Fault => ({ kind: 'kill', target: { service, n }, afterMs: 0 });

/** Both gateways, then the queue, again and again: what was acked too early is nowhere yet. */
function* killing(): Generator<Round> {
  for (let round = 0; round < ROUNDS; round++)
    yield round % 2 === 0 ? [kill('ws-gateway', 1), kill('ws-gateway', 2)] : [kill('nats')];
}

/** A short run with a guarantee switched off: the checker must find that. */
export function runControl(
  flaw: Flaw,
  options: Pick<ChaosOptions, 'seed' | 'folder' | 'say'>,
): Promise<ChaosResult> {
  return runChaos({
    ...options,
    flaw,
    clients: 8,
    pauseMs: 300,
    losesAcks: 0.2,
    // What is lost never comes.
    patienceMs: 5000,
    plan: killing,
    isEnough: () => false,
  });
}
