import { randomUUID } from 'node:crypto';
import type { Bus } from '@parley/bus';
import type { ModelConfig } from '@parley/config';
import { createLogger } from '@parley/logging';
import type { Notification } from '@parley/protocol';
import type { BegunCall, EndedCall, Store } from '@parley/store';
import type { Calling } from '../src/calls/Calling.ts';
import type { CallEvent, CallOptions, Tell } from '../src/calls/CallEvent.ts';
import { callModel } from '../src/calls/callModel.ts';
import type { Deps } from '../src/deps.ts';
import type { CallableModel } from '../src/models.ts';
import { callsOf } from './calls.ts';

/** A model that is said to be called. */
export const modelOf = (id: string, more: Partial<ModelConfig> = {}): ModelConfig => ({
  id,
  label: id,
  provider: 'openai',
  model: id,
  baseUrl: `http://${id}.test`,
  contextTokens: 1_000,
  maxOutputTokens: 100,
  vision: false,
  ...more,
});

/** One call, as the ledger has it, and when it was made. */
export interface Entered {
  readonly call: BegunCall;
  end?: EndedCall;
}

/** Surroundings of calls without any server, and with a clock that only waiting moves. */
export interface FakeCalls {
  readonly deps: Deps;
  readonly ledger: Entered[];
  readonly raised: Notification[];
  readonly refused: Map<string, boolean>;
  /** Of each request that was made: whether without the provider's own conversation. */
  readonly asked: boolean[];
  /** Milliseconds since 1970. */
  at: number;
  /** Tokens that the user has had today. */
  taken: number;
  /** Calls the model and gathers what comes, which `heard` is told as well; never rejects. */
  call(
    model: string,
    options?: Partial<CallOptions>,
    heard?: Tell,
  ): Promise<{ events: CallEvent[]; error: unknown }>;
}

export function fakeCalls(
  models: ReadonlyMap<string, CallableModel>,
  limits: Partial<Calling> = {},
): FakeCalls {
  const windows = new Map<string, number>();
  const ledger: Entered[] = [];
  const raised: Notification[] = [];
  const refused = new Map<string, boolean>();
  const calls: Partial<Store['calls']> = {
    begin: async (call) => void ledger.push({ call }),
    async end({ id }, end) {
      const entered = ledger.find(({ call }) => call.id === id);
      if (entered) entered.end ??= end;
    },
    tokensOf: async () => fake.taken,
  };
  const notified = {
    async window(name: string, windowMs: number, at: number) {
      const begun = windows.get(name);
      if (begun !== undefined && begun + windowMs > at) return begun;
      windows.set(name, at);
      return at;
    },
  };
  const bus = {
    async publishNotification(notification: Notification) {
      const duplicate = raised.some(({ id }) => id === notification.id);
      if (!duplicate) raised.push(notification);
      return { duplicate, seq: 1 };
    },
  };
  const fake: FakeCalls = {
    deps: {
      ...callsOf({
        random: () => 0.5,
        async wait(ms, signal) {
          signal.throwIfAborted();
          fake.at += ms;
        },
        ...limits,
      }),
      bus: bus as unknown as Bus,
      store: { calls, notified } as unknown as Store,
      models: {
        first: '',
        get: (id) => models.get(id),
        selectable: () => true,
        keyRefused: ({ id }, isRefused) => void refused.set(id, isRefused),
        states: () => [],
        replace: () => undefined,
        onChange: () => () => undefined,
      },
      log: createLogger({ service: 'llm-worker', level: 'silent' }),
      continuityMs: 0,
      escalation: [],
      markers: { phrases: [] },
      now: () => fake.at,
    },
    ledger,
    raised,
    refused,
    asked: [],
    at: Date.parse('2026-11-27T12:00:00Z'),
    taken: 0,
    async call(model, options = {}, heard) {
      const events: CallEvent[] = [];
      const asked: CallOptions = {
        session: { id: randomUUID(), userId: 'anna' },
        purpose: 'answer',
        model,
        async prepare({ config: { id } }, { withoutThread }) {
          fake.asked.push(withoutThread);
          const request = { model: id, messages: [{ role: 'user' as const, text: 'How are you?' }] };
          return { request, inputTokens: 7, unread: [] };
        },
        signal: new AbortController().signal,
        ...options,
      };
      try {
        await callModel(fake.deps, asked, (event) => {
          events.push(event);
          heard?.(event);
        });
        return { events, error: undefined };
      } catch (error) {
        return { events, error };
      }
    },
  };
  return fake;
}
