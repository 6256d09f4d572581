import { titleFrom, titleSession, type Answer, type SessionState } from '@parley/conversation';
import { complete } from '../calls/complete.ts';
import { changeSession } from '../changeSession.ts';
import type { Deps } from '../deps.ts';

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
  let title = '';
  try {
    const said = await complete(deps, {
      session,
      purpose: 'title',
      model,
      systemPrompt: PROMPT,
      text: `Question:\n${cut(asked.text)}\n\nAnswer:\n${cut(text)}`,
      maxOutputTokens: MOST_TOKENS,
      signal: AbortSignal.any([stopping, AbortSignal.timeout(TIMEOUT_MS)]),
    });
    title = titleFrom(said.slice(0, READ).toWellFormed());
  } finally {
    // What the call took counts, whatever came of it.
    const sum = await deps.store.calls.usageOf(sessionId);
    await changeSession(deps, sessionId, (now) => titleSession(now, title, sum));
  }
  deps.log.info('session.titled', { sessionId, model });
}
