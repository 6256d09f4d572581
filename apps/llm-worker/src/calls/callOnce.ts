import type { Deps } from '../deps.ts';
import { ProviderError } from '../providers/ProviderError.ts';
import type { Asked } from './Asked.ts';
import type { CallOptions, Tell } from './CallEvent.ts';
import { callThrough } from './callThrough.ts';
import { takeSlot } from './takeSlot.ts';

const isOpen = (openForMs: number): ProviderError =>
  new ProviderError('provider_error', new Error('the provider’s circuit is open'), {
    retryable: true,
    retryAfterMs: openForMs,
  });

const isBusy = (): ProviderError =>
  new ProviderError('provider_timeout', new Error('no other call of the provider ended in time'), {
    retryable: true,
  });

const isCrowded = (): ProviderError =>
  new ProviderError('provider_timeout', new Error('too many answers wait for the provider already'), {
    retryable: true,
    crowded: true,
  });

/**
 * One call, when its provider's gate lets it through: the circuit is closed and there is a slot. What is told of it begins
 * with that it is made, and who writes. Aborted, it just ends.
 * An answer of which no call was made yet isn't let wait behind too many others: each of them holds up a turn of the worker.
 * @throws ProviderError when it failed, or wasn't let through
 */
export async function callOnce(deps: Deps, options: CallOptions, asked: Asked, tell: Tell): Promise<void> {
  const { calling, now } = deps;
  const { signal } = options;
  const { config } = asked.model;
  const gate = calling.gateOf(config);
  const { breaker } = gate;
  const openForMs = breaker.openFor(now());
  if (openForMs > 0) throw isOpen(openForMs);
  const slots = gate.slotsOf(config);
  const limit = config.concurrency ?? calling.concurrency;
  if (options.purpose === 'answer' && asked.budget.tried === 0 && !slots.isFree(limit))
    if (gate.waiting() >= calling.waiters) throw isCrowded();
  const patienceMs = asked.budget.leftMs(asked.behind);
  const release = await takeSlot(slots, limit, { signal, patienceMs }, tell);
  try {
    if (signal.aborted) return;
    if (!release) throw isBusy();
    // Others may have opened it meanwhile.
    const pass = breaker.enter(now());
    if (!pass) throw isOpen(breaker.openFor(now()));
    tell({ type: 'called' });
    await callThrough(deps, options, asked, { pass, gate }, tell);
  } finally {
    release?.();
  }
}
