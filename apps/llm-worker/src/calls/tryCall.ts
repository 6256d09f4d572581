import { randomUUID } from 'node:crypto';
import { userKey } from '@parley/bus';
import type { BegunCall, EndedCall } from '@parley/store';
import type { Prepared } from '../context/Prepared.ts';
import type { Deps } from '../deps.ts';
import type { CallableModel } from '../models.ts';
import { ProviderError } from '../providers/ProviderError.ts';
import type { Say } from '../providers/provider.ts';
import type { CallOptions } from './CallEvent.ts';
import { CallRecord } from './CallRecord.ts';
import { keepCallEnd } from './keepCallEnd.ts';
import { streamWithin } from './streamWithin.ts';

/** One call that is about to be made. */
export interface Try {
  readonly model: CallableModel;
  readonly prepared: Prepared;
  /** Which one of its turn, from 1. */
  readonly tried: number;
}

/** The ledger's entry of it. */
function begunCall(
  { session, purpose, messageId, attempt }: CallOptions,
  { model, tried }: Try,
  at: number,
): BegunCall {
  const { id, provider, price } = model.config;
  return {
    id: randomUUID(),
    sessionId: session.id,
    userId: session.userId,
    purpose,
    ...(messageId !== undefined && { messageId }),
    ...(attempt !== undefined && { attempt }),
    tried,
    model: id,
    provider,
    ...(price && { price }),
    startedAt: at,
  };
}

/**
 * Makes one call: enters it into the ledger, says what comes, and enters how it ended, whatever that was. Aborted, it
 * just ends.
 * @throws ProviderError when it failed
 * @throws StoreUnavailable when it can't be entered; then it isn't made
 * @throws what `say` throws
 */
export async function tryCall(deps: Deps, options: CallOptions, one: Try, say: Say): Promise<void> {
  const { store, calling, tokens, log, now } = deps;
  const { signal, session, trace } = options;
  const { model, prepared } = one;
  const call = begunCall(options, one, now());
  await store.calls.begin(call);
  const record = new CallRecord(tokens, model.config, prepared);
  const user = prepared.request.user ?? userKey(session.userId);
  let error: ProviderError | undefined;
  let isWhole = false;
  try {
    if (signal.aborted) return;
    record.isMade = true;
    const request = { ...prepared.request, user, callId: call.id, signal };
    await streamWithin(model.provider, request, calling, (event) => {
      record.add(event, now());
      say(event);
    });
    isWhole = !signal.aborted;
  } catch (thrown) {
    if (!(thrown instanceof ProviderError)) throw thrown;
    error = thrown;
    throw thrown;
  } finally {
    const end = record.ended(outcomeOf(isWhole, record, options, error), now(), error);
    const { price: _price, id: callId, startedAt, ...about } = call;
    log.info('model.called', {
      callId,
      ...about,
      traceId: trace,
      durationMs: end.endedAt - startedAt,
      ...end,
    });
    await keepCallEnd(deps, call, end);
  }
}

/** `interrupted`: it broke off after its first token, or its reader left it. */
function outcomeOf(
  isWhole: boolean,
  { firstTokenAt }: CallRecord,
  { signal }: CallOptions,
  error: ProviderError | undefined,
): EndedCall['outcome'] {
  if (isWhole) return 'complete';
  if (signal.aborted && signal.reason === 'stopped') return 'stopped';
  return error && firstTokenAt === undefined ? 'failed' : 'interrupted';
}
