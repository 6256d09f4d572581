import { isDeepStrictEqual } from 'node:util';
import type { ModelConfig, Models } from '@parley/config';
import type { FleetModels } from '@parley/protocol';
import { keylessProvider } from './providers/keylessProvider.ts';
import type { Provider } from './providers/provider.ts';
import { providerOf } from './providers/providerOf.ts';

/** A model that can be called. */
export interface CallableModel {
  readonly config: ModelConfig;
  readonly provider: Provider;
  /** Why it can't be called at all, where its key is missing. */
  readonly lacks?: string;
}

/** The models that this worker can call. A call under way goes on with the model that it got. */
export interface CallableModels {
  /** The one that a new session gets: the first that is available. */
  readonly first: string;
  /** One that isn't available too: its calls fail, and what it has as its fallback may answer. */
  get(id: string): CallableModel | undefined;
  /** Whether a user may choose it; one that isn't available too, since its fallback may answer. */
  selectable(id: string): boolean;
  /** The provider refuses the key (401), or takes it again: that goes for every model with this provider and key. */
  keyRefused(config: ModelConfig, refused: boolean): void;
  /** Which can be called, and why the others can't. */
  states(): FleetModels['models'];
  /** Takes what the configuration says now. */
  replace(models: Models): void;
  /** Calls `listener` when what `states` says may have changed; what it returns ends that. */
  onChange(listener: () => void): () => void;
}

/** How long a key counts as refused, in milliseconds: nobody chooses what isn't listed, and so nobody would try it again. */
const REFUSED_MS = 5 * 60_000;

export interface ModelsOptions {
  /** Longest time until a connection to a provider stands, in milliseconds. */
  readonly connectMs?: number;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

/** Whose key it is. */
const accountOf = ({ provider, baseUrl, apiKey }: ModelConfig): string =>
  JSON.stringify([provider, baseUrl, apiKey]);

/** Makes the configured models callable, each with its own client, which stays for as long as its configuration does. */
export function callableModels(
  models: Models,
  { connectMs = 10_000, now = Date.now }: ModelsOptions = {},
): CallableModels {
  const refusedAt = new Map<string, number>();
  const listeners = new Set<() => void>();
  let current = models;
  let callable = new Map<string, CallableModel>();

  function make(id: string, config: ModelConfig, { unavailable }: Models): CallableModel {
    const reason = unavailable.get(id);
    if (reason !== undefined) return { config, provider: keylessProvider(reason), lacks: reason };
    const before = callable.get(id);
    return before && isDeepStrictEqual(before.config, config)
      ? before
      : { config, provider: providerOf(config, connectMs) };
  }
  function take(taken: Models): void {
    callable = new Map([...taken.byId].map(([id, config]) => [id, make(id, config, taken)]));
    current = taken;
  }
  const isRefused = (config: ModelConfig): boolean =>
    now() - (refusedAt.get(accountOf(config)) ?? -Infinity) < REFUSED_MS;
  const reasonOf = (config: ModelConfig): string | undefined =>
    current.unavailable.get(config.id) ?? (isRefused(config) ? 'the provider refuses the key' : undefined);
  const changed = (): void => listeners.forEach((listener) => listener());

  take(models);
  return {
    get first() {
      const { selectable } = current;
      return (selectable.find((config) => reasonOf(config) === undefined) ?? selectable[0]).id;
    },
    get: (id) => callable.get(id),
    selectable: (id) => current.selectable.some((config) => config.id === id),
    keyRefused(config, refused) {
      const was = isRefused(config);
      if (refused) refusedAt.set(accountOf(config), now());
      else refusedAt.delete(accountOf(config));
      if (was !== refused) changed();
    },
    states: () =>
      [...current.byId.values()].map((config) => {
        const reason = reasonOf(config);
        return { id: config.id, available: reason === undefined, ...(reason !== undefined && { reason }) };
      }),
    replace(taken) {
      take(taken);
      // Keys of the past are forgotten.
      const accounts = new Set([...taken.byId.values()].map(accountOf));
      for (const account of refusedAt.keys()) if (!accounts.has(account)) refusedAt.delete(account);
      changed();
    },
    onChange(listener) {
      const own = (): void => listener();
      listeners.add(own);
      return () => void listeners.delete(own);
    },
  };
}
