import { createHash } from 'node:crypto';
import type { ModelConfig } from '@parley/config';
import { Breaker } from './Breaker.ts';
import { Slots } from './Slots.ts';

/** What all calls of one provider with one key go through. */
export interface Gate {
  readonly slots: Slots;
  readonly breaker: Breaker;
  /** Stands for provider, address and key, the same on every replica. Nothing of them can be read from it; never logged. */
  readonly id: string;
}

/** The gate of a model's provider and key. */
export type GateOf = (config: ModelConfig) => Gate;

const idOf = ({ provider, baseUrl = '', apiKey = '' }: ModelConfig): string =>
  createHash('sha256')
    .update(JSON.stringify([provider, baseUrl, apiKey]))
    .digest('hex');

/** Gates of this process: one for each provider and key, for as long as it runs. */
export function createGates(): GateOf {
  const gates = new Map<string, Gate>();
  return (config) => {
    const id = idOf(config);
    const known = gates.get(id);
    if (known) return known;
    const gate = { slots: new Slots(), breaker: new Breaker(), id };
    gates.set(id, gate);
    return gate;
  };
}
