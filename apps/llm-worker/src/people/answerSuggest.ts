import { fromBytes, type Answer } from '@parley/bus';
import { roleRequired, type SessionState } from '@parley/conversation';
import {
  createTextCleaner,
  isAdmin,
  MAX_TEXT,
  ParleyError,
  WatchRequest,
  type Draft,
} from '@parley/protocol';
import type { Way } from '../calls/CallEvent.ts';
import { callModel } from '../calls/callModel.ts';
import { prepare } from '../context/prepare.ts';
import type { Deps } from '../deps.ts';
import type { CallableModel } from '../models.ts';
import type { Prepared } from '../context/Prepared.ts';
import { ProviderError } from '../providers/ProviderError.ts';
import { askedBy } from './askedBy.ts';
import { asOfNow } from './asOfNow.ts';
import { keepUsage } from '../sessions/keepUsage.ts';

/** How long a model may take over a draft, in milliseconds. */
const DRAFT_MS = 30_000;
/** Entries among which the user's last message is looked for. */
const LATEST = 50;

const DRAFT =
  'A person of the team has this conversation now, and asks you for a draft. Write the next message that this person ' +
  'could send to the user, and nothing else: in the user’s language, short, friendly, without a greeting line of yours ' +
  'and without brackets with a name. The person reads it, changes it and sends it.';

/** The user's message that is to be answered; @throws ParleyError not_found/message when there is none. */
async function lastSaid({ store }: Deps, sessionId: string): Promise<string> {
  const { entries } = await store.entries.newest(sessionId, LATEST);
  const said = entries.findLast(({ sender, status }) => sender === 'user' && status !== 'superseded');
  if (said) return said.id;
  throw new ParleyError(
    'not_found',
    'message',
    'sessionId: its user has said nothing that could be answered.',
  );
}

/** Has the session's model write a draft; @throws ParleyError service/…, rate_limit/quota when it can't. */
async function draft(deps: Deps, session: SessionState, trace: string): Promise<string> {
  const replyTo = await lastSaid(deps, session.id);
  const late = AbortSignal.timeout(DRAFT_MS);
  const enough = new AbortController();
  const signal = AbortSignal.any([late, enough.signal]);
  const ask = (model: CallableModel, way: Way): Promise<Prepared> =>
    prepare(deps, session, { replyTo }, model, { ...way, signal, instruction: DRAFT });
  const options = { session, purpose: 'draft' as const, model: session.model, prepare: ask, signal, trace };
  const cleaner = createTextCleaner();
  let text = '';
  try {
    await callModel(deps, options, (event) => {
      if (event.type === 'text') text += cleaner.push(event.text);
      if (text.length > MAX_TEXT) enough.abort();
    });
    if (late.aborted) throw new ProviderError('provider_timeout', late.reason);
  } catch (error) {
    throw error instanceof ProviderError ? error.toPublic() : error;
  }
  return text.slice(0, MAX_TEXT).toWellFormed().trim();
}

/** The draft; what it took is counted, whatever came of it. */
async function countedDraft(deps: Deps, session: SessionState, trace: string): Promise<string> {
  try {
    return await draft(deps, session, trace);
  } finally {
    await keepUsage(deps, session.id);
  }
}

/**
 * Answers `rpc.session.suggest`: the session's model drafts what an admin could say next. Nothing of it is kept but what
 * it took, also when it failed, and that it was asked for.
 * @throws ParleyError permission/role_required, not_found/session, not_found/message, service/…
 */
export const answerSuggest =
  (deps: Deps) =>
  async (payload: Uint8Array, { trace }: { trace: string }): Promise<Answer> => {
    const request = await asOfNow(deps, fromBytes(WatchRequest, payload));
    const { sessionId, user, at } = request;
    if (!isAdmin(user)) throw roleRequired('admin');
    const session = (await deps.store.sessions.load(sessionId))?.state;
    if (!session) throw new ParleyError('not_found', 'session', 'sessionId: there is no such session.');
    // A draft tells what the conversation is about.
    await deps.store.audit.append({ ...askedBy(request, at), what: 'draft.asked', target: sessionId });
    const began = deps.now();
    const text = await countedDraft(deps, session, trace);
    const about = { sessionId, userId: user.id, model: session.model, traceId: trace };
    deps.log.info('draft.written', { ...about, durationMs: deps.now() - began });
    return { payload: { text } satisfies Draft };
  };
