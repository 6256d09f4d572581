import type { SessionState } from '@parley/conversation';
import type { Unread } from '@parley/protocol';
import type { CallPurpose } from '@parley/store';
import type { FellOut, Prepared } from '../context/Prepared.ts';
import type { CallableModel } from '../models.ts';
import type { ProviderEvent } from '../providers/provider.ts';

/** The call waits: `busy` for its turn at the provider, `retry` to be made again. */
export interface Waiting {
  readonly type: 'waiting';
  readonly reason: 'busy' | 'retry';
  readonly retryInMs?: number;
}

/** The call is made now: whatever it waited for is over. */
export interface Called {
  readonly type: 'called';
}

/** Who writes what follows, for which chosen model that wasn't available, and what of the conversation it wasn't shown. */
export interface Writer {
  readonly type: 'model';
  readonly model: string;
  readonly fallbackFor?: string;
  readonly unread: readonly Unread[];
  readonly fellOut?: FellOut;
}

/** What comes of calling a model, in the order it comes; `model` comes once, before all that its provider says. */
export type CallEvent = ProviderEvent | Waiting | Called | Writer;

/** Takes it, at the moment when it comes. What it throws ends the call, and is thrown on. */
export type Tell = (event: CallEvent) => void;

/** How a model is to be asked. */
export interface Way {
  /** The provider has lost its own conversation, and must be told all of it. */
  readonly withoutThread: boolean;
  /** The provider found it too long: it must be told less. */
  readonly narrow: boolean;
}

/** What a model is called for. */
export interface CallOptions {
  readonly session: Pick<SessionState, 'id' | 'userId'>;
  readonly purpose: CallPurpose;
  /** The chosen model. */
  readonly model: string;
  /** The answer that it writes, and its writer's attempt. */
  readonly messageId?: string;
  readonly attempt?: number;
  /** Nothing may be left to say: then it isn't asked again for having said nothing. */
  readonly mayBeEmpty?: boolean;
  /** Makes what a model is to be asked: each of a chain of fallbacks has a window and a tokenizer of its own. */
  prepare(model: CallableModel, how: Way): Promise<Prepared>;
  /** Breaks the call off; with `stopped` as its reason when somebody wanted that. */
  readonly signal: AbortSignal;
  readonly trace?: string;
}

/** Whether its reader sees anything of it: from then on no other call may be made instead. */
export const isShown = (event: CallEvent): boolean =>
  (event.type === 'text' || event.type === 'reasoning') && event.text !== '';
