import { userKey } from '@parley/bus';
import type { SessionState } from '@parley/conversation';
import type { CallPurpose } from '@parley/store';
import { MessageTooLong } from '../context/MessageTooLong.ts';
import { narrowed } from '../context/narrowed.ts';
import { perRequest } from '../context/perRequest.ts';
import type { Prepared } from '../context/Prepared.ts';
import { PER_MESSAGE } from '../context/showMessage.ts';
import type { Deps } from '../deps.ts';
import type { CallableModel } from '../models.ts';
import { ProviderError } from '../providers/ProviderError.ts';
import type { Way } from './CallEvent.ts';
import { callModel } from './callModel.ts';

/** A short text that no user waits for. */
export interface Completion {
  readonly session: Pick<SessionState, 'id' | 'userId'>;
  readonly purpose: Extract<CallPurpose, 'title' | 'summary'>;
  readonly model: string;
  readonly systemPrompt: string;
  readonly text: string;
  /** Tokens that it may take; some models think before they write. */
  readonly maxOutputTokens: number;
  readonly signal: AbortSignal;
}

/** What a model is asked; the demo model, which may stand in for one, has no ideas. */
async function ask(
  { tokens }: Deps,
  { session, systemPrompt, text, maxOutputTokens }: Completion,
  model: CallableModel,
  { narrow }: Way,
): Promise<Prepared> {
  const config = narrow ? narrowed(model.config) : model.config;
  if (config.provider === 'demo')
    throw new ProviderError('provider_error', new Error('the demo model has no ideas'));
  await tokens.ready(config);
  const said = tokens.count(config, systemPrompt) + tokens.count(config, text) + PER_MESSAGE;
  const inputTokens = said + perRequest(config);
  const left = config.contextTokens - inputTokens;
  if (left <= 0) throw new MessageTooLong(inputTokens, config.contextTokens);
  return {
    request: {
      model: config.model ?? config.id,
      systemPrompt,
      messages: [{ role: 'user', text }],
      maxOutputTokens: Math.min(maxOutputTokens, config.maxOutputTokens, left),
      user: userKey(session.userId),
    },
    inputTokens,
    unread: [],
  };
}

/**
 * Has a model write a text, whole.
 * @throws ProviderError when it can't; the signal's reason when it was broken off
 */
export async function complete(deps: Deps, completion: Completion): Promise<string> {
  const { session, purpose, model, signal } = completion;
  const prepare = (callable: CallableModel, way: Way): Promise<Prepared> =>
    ask(deps, completion, callable, way);
  let said = '';
  await callModel(deps, { session, purpose, model, prepare, signal }, (event) => {
    if (event.type === 'text') said += event.text;
  });
  signal.throwIfAborted();
  return said;
}
