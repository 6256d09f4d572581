import { titleFrom, titleSession, type Answer } from '@parley/conversation';
import type { Usage } from '@parley/protocol';
import { changeSession } from '../changeSession.ts';
import type { Deps } from '../deps.ts';
import { priced } from '../models.ts';

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

/** Has the model that wrote an answer name its session, if nobody did meanwhile. The demo model has no ideas. */
export async function nameSession(
  deps: Deps,
  sessionId: string,
  { model: id, replyTo }: Answer,
  text: string,
  signal: AbortSignal,
): Promise<void> {
  const model = deps.models.get(id);
  if (!model || model.config.provider === 'demo') return;
  const asked = await deps.store.entries.get(sessionId, replyTo);
  if (!asked) return;
  const events = model.provider.stream({
    model: model.config.model ?? id,
    systemPrompt: PROMPT,
    messages: [{ role: 'user', text: `Question:\n${cut(asked.text)}\n\nAnswer:\n${cut(text)}` }],
    maxOutputTokens: Math.min(MOST_TOKENS, model.config.maxOutputTokens),
    signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
  });
  let said = '';
  let usage: Usage | undefined;
  for await (const event of events) {
    if (event.type === 'usage') usage = priced(event, model.config);
    else if (event.type === 'text' && said.length < READ) said += event.text;
  }
  await changeSession(deps, sessionId, (session) => titleSession(session, titleFrom(said), usage));
  deps.log.info('session.titled', { sessionId, model: id, ...usage });
}
