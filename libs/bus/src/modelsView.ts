import { isDeepStrictEqual } from 'node:util';
import type { FleetModels, Model } from '@parley/protocol';
import type { Fleet } from './fleet.ts';
import type { Unsubscribe } from './link.ts';

/** How long a worker's word counts, in milliseconds: it repeats it each 10 s. */
const FRESH_MS = 30_000;
/** How often words that count no longer are looked for, in milliseconds. */
const SWEEP_MS = 5000;

/** A model, and whether it can be used now. */
export interface ModelState {
  readonly model: Model;
  readonly available: boolean;
  /** Why not, for admins. */
  readonly reason?: string;
}

/** The models of the configuration, in its order. */
export interface ModelsSource {
  readonly initial: readonly Model[];
  /** Calls `onChange` when they have become others, until what it returns is called. */
  watch(onChange: (models: readonly Model[]) => void): Unsubscribe;
}

export interface ModelsViewOptions {
  /** Told whenever what can be used has become something else. */
  readonly onChange?: (usable: readonly Model[]) => void;
  /** Milliseconds; never goes back. */
  readonly elapsed?: () => number;
}

type Told = FleetModels['models'][number];
interface Word {
  readonly at: number;
  readonly models: ReadonlyMap<string, Told>;
}

/**
 * Which of the configured models can be used: all that every worker knows and at least one can call. One that only some
 * know, after a change of the configuration, isn't there yet: any worker may have to answer. While no worker is heard, the
 * configuration decides. It is a part of a service, which starts and stops it.
 */
export class ModelsView {
  readonly name = 'models';
  readonly #source: ModelsSource;
  readonly #onChange: (usable: readonly Model[]) => void;
  readonly #elapsed: () => number;
  readonly #words = new Map<string, Word>();
  #models: readonly Model[];
  #usable: readonly Model[];
  readonly #ends: Unsubscribe[] = [];

  constructor(
    source: ModelsSource,
    { onChange = () => undefined, elapsed = () => performance.now() }: ModelsViewOptions = {},
  ) {
    this.#source = source;
    this.#models = source.initial;
    this.#usable = source.initial;
    this.#onChange = onChange;
    this.#elapsed = elapsed;
  }

  /** What can be used now; the same object until that changes. */
  get usable(): readonly Model[] {
    return this.#usable;
  }

  /** Every model of the configuration. */
  get states(): readonly ModelState[] {
    return this.#models.map((model) => {
      const told = [...this.#words.values()].map(({ models }) => models.get(model.id));
      const isKnown = told.every((word) => word !== undefined);
      const available = isKnown && (told.length === 0 || told.some((word) => word?.available));
      if (available) return { model, available };
      const reason = isKnown
        ? told.find((word) => word?.reason !== undefined)?.reason
        : 'not every worker knows it yet';
      return { model, available, ...(reason !== undefined && { reason }) };
    });
  }

  /** A worker says what it can call. */
  take({ worker, models }: FleetModels): void {
    this.#words.set(worker, { at: this.#elapsed(), models: new Map(models.map((told) => [told.id, told])) });
    this.sweep();
  }

  /** Forgets workers that weren't heard for 30 s. */
  sweep(): void {
    const since = this.#elapsed() - FRESH_MS;
    for (const [worker, { at }] of this.#words) if (at < since) this.#words.delete(worker);
    this.#changed();
  }

  /** Follows the configuration; keeps no process running. */
  start(): void {
    const timer = setInterval(() => this.sweep(), SWEEP_MS).unref();
    const unwatch = this.#source.watch((models) => {
      this.#models = models;
      this.#changed();
    });
    this.#ends.push(() => clearInterval(timer), unwatch);
  }

  /** Listens to the workers, and asks them at once and after each reconnect. */
  follow(
    bus: Pick<Fleet, 'subscribeFleetModels' | 'askFleetModels'> & {
      readonly onReconnect: (listener: () => void) => Unsubscribe;
    },
  ): void {
    const unsubscribe = bus.subscribeFleetModels((told) => this.take(told));
    const forget = bus.onReconnect(() => bus.askFleetModels());
    this.#ends.push(unsubscribe, forget);
    bus.askFleetModels();
  }

  stop(): void {
    for (const end of this.#ends.splice(0)) end();
  }

  #changed(): void {
    const usable = this.states.filter(({ available }) => available).map(({ model }) => model);
    if (isDeepStrictEqual(usable, this.#usable)) return;
    this.#usable = usable;
    this.#onChange(usable);
  }
}
