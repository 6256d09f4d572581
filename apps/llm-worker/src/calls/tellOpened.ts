import { createHash } from 'node:crypto';
import type { ModelConfig } from '@parley/config';
import type { Deps } from '../deps.ts';
import type { Gate } from './createGates.ts';

type Opened = Pick<ModelConfig, 'id' | 'provider'>;

/** A circuit that opens again and again is told of once in this time, in milliseconds. */
const WINDOW_MS = 600_000;

/**
 * Logs that a provider's circuit has opened, and notifies people: once in a window of time, whichever replicas see it.
 * That takes its time, and no call waits for it.
 */
export function tellOpened(deps: Deps, config: Opened, gate: Pick<Gate, 'id'>): void {
  const { id: model, provider } = config;
  deps.log.warn('model.circuit_opened', { model, provider });
  raise(deps, config, gate).catch((error: unknown) =>
    deps.log.error('alert.failed', error, { model, provider }),
  );
}

async function raise(
  { bus, store, log, now }: Deps,
  { id: model, provider }: Opened,
  { id: gate }: Pick<Gate, 'id'>,
): Promise<void> {
  // A hash of a hash: the same to all replicas, and no key can be had of it.
  const rule = `provider-circuit.${createHash('sha256').update(gate).digest('hex').slice(0, 16)}`;
  const at = now();
  const id = `${rule}.${await store.notified.window(rule, WINDOW_MS, at)}`;
  const reason =
    `Calls of the model ${model} keep failing. It is asked again every now and then; ` +
    'until it answers, its fallback does, if it has one.';
  const said = { title: 'Provider circuit open', reason, details: { provider, model } };
  const { duplicate } = await bus.publishNotification({ id, kind: 'critical', by: 'all', at, ...said });
  log.warn('alert.raised', { model, provider, kind: 'critical', byAnother: duplicate });
}
