import { titleFrom, titleSession, type Answer, type SessionState } from '@parley/conversation';
import { callModel } from '../calls/callModel.ts';
import { changeSession } from '../changeSession.ts';
import type { Prepared } from '../context/Prepared.ts';
import type { Deps } from '../deps.ts';
import type { CallableModel } from '../models.ts';
import { ProviderError } from '../providers/ProviderError.ts';

const PROMPT =
  'You name conversations. Answer with a title of two to six words for the conversation that begins as below, ' +
  'in its own language. No quotation marks, no explanation: only the title.';
/** Of the question and of the answer, what the model is shown, in UTF-16 units. */
const SHOWN = 2_000;
/** Tokens that it may take; some models think before they write. */
const MOST_TOKENS = 1_000;
/** Of what it says, where the title is looked for. */
const READ = 500;
const TIMEOUT_MS = 30_000;

const cut = (text: string): string => text.slice(0, SHOWN).toWellFormed();

/** What a model is asked; the demo model, which may stand in for one, has no ideas. */
async function ask({ tokens }: Deps, text: string, { config }: CallableModel): Promise<Prepared> {
  if (config.provider === 'demo')
    throw new ProviderError('provider_error', new Error('the demo model finds no titles'));
  return {
    request: {
      model: config.model ?? config.id,
      systemPrompt: PROMPT,
      messages: [{ role: 'user', text }],
      maxOutputTokens: Math.min(MOST_TOKENS, config.maxOutputTokens),
    },
    inputTokens: tokens.count(config, PROMPT) + tokens.count(config, text),
    unread: [],
  };
}

/** Has the model that wrote an answer name its session, if nobody did meanwhile. The demo model isn't asked. */
export async function nameSession(
  deps: Deps,
  session: Pick<SessionState, 'id' | 'userId'>,
  { model, replyTo }: Answer,
  text: string,
  stopping: AbortSignal,
): Promise<void> {
  const { id: sessionId } = session;
  const config = deps.models.get(model)?.config;
  if (!config || config.provider === 'demo') return;
  const asked = await deps.store.entries.get(sessionId, replyTo);
  if (!asked) return;
  const shown = `Question:\n${cut(asked.text)}\n\nAnswer:\n${cut(text)}`;
  const signal = AbortSignal.any([stopping, AbortSignal.timeout(TIMEOUT_MS)]);
  const prepare = (callable: CallableModel): Promise<Prepared> => ask(deps, shown, callable);
  let said = '';
  for await (const event of callModel(deps, { session, purpose: 'title', model, prepare, signal })) {
    if (event.type === 'text' && said.length < READ) said += event.text;
  }
  // What was broken off is no title.
  const title = signal.aborted ? '' : titleFrom(said);
  const sum = await deps.store.calls.usageOf(sessionId);
  await changeSession(deps, sessionId, (now) => titleSession(now, title, sum));
  signal.throwIfAborted();
  deps.log.info('session.titled', { sessionId, model });
}
