import { createHash } from 'node:crypto';
import type { ModelConfig } from '@parley/config';
import { Breaker } from './Breaker.ts';
import { Slots } from './Slots.ts';

/** What all calls of one provider with one key go through. */
export interface Gate {
  /** The slots of a model: its own where it says how many it has, else those that all others share. */
  slotsOf(config: Pick<ModelConfig, 'id' | 'concurrency'>): Slots;
  /** How many calls wait for a slot, of all its models. */
  waiting(): number;
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

/** Who may have few calls at once holds up nobody but its own. */
function createSlots(): Pick<Gate, 'slotsOf' | 'waiting'> {
  const shared = new Slots();
  const own = new Map<string, Slots>();
  return {
    slotsOf({ id, concurrency }) {
      if (concurrency === undefined) return shared;
      const slots = own.get(id) ?? new Slots();
      own.set(id, slots);
      return slots;
    },
    waiting: () => [shared, ...own.values()].reduce((sum, { waiting }) => sum + waiting, 0),
  };
}

/** Gates of this process: one for each provider and key, for as long as it runs. */
export function createGates(): GateOf {
  const gates = new Map<string, Gate>();
  return (config) => {
    const id = idOf(config);
    const known = gates.get(id);
    if (known) return known;
    const gate = { ...createSlots(), breaker: new Breaker(), id };
    gates.set(id, gate);
    return gate;
  };
}
