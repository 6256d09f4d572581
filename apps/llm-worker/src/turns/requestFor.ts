import {
  contextWindow,
  estimateTokens,
  guidanceWithin,
  instructions,
  type Answer,
  type Entry,
  type SessionState,
} from '@parley/conversation';
import type { Deps } from '../deps.ts';

/** Entries that are read for the model's context; more than any window holds of ordinary messages. */
const CONTEXT_ENTRIES = 500;

/** The newest notes for the model that are read. */
const GUIDANCE_NOTES = 50;
/** Of the room for what was said, what guidance may take. */
const FOR_GUIDANCE = 0.25;

/** The system prompt: the model's own, and what the answer is written under. */
async function systemPromptFor(
  { store }: Deps,
  { id, handling }: SessionState,
  entries: readonly Entry[],
  own: string | undefined,
  room: number,
): Promise<string | undefined> {
  const notes = await store.notes.list(id, { limit: GUIDANCE_NOTES, forAssistant: true });
  return instructions(own, {
    called: handling === 'requested',
    people: entries.some(({ sender }) => sender === 'admin'),
    guidance: guidanceWithin(
      notes.map(({ text }) => text),
      room * FOR_GUIDANCE,
    ),
  });
}

/** What a model is asked for, to answer the message `replyTo`; `undefined`: there is no such model any more. */
export async function requestFor(
  deps: Deps,
  session: SessionState,
  { model: id, replyTo }: Pick<Answer, 'model' | 'replyTo'>,
) {
  const { store, models } = deps;
  const model = models.get(id);
  if (!model) return undefined;
  const { config } = model;
  const entries = await store.entries.recentConversation(session, replyTo, CONTEXT_ENTRIES);
  const { maxOutputTokens, contextTokens } = config;
  // However long an answer may become, half of the window is for what was said.
  const room = contextTokens - Math.min(maxOutputTokens, contextTokens / 2);
  const systemPrompt = await systemPromptFor(deps, session, entries, config.systemPrompt, room);
  // The model's own prompt is the operator's to fit in; what is added to it takes from the room.
  const added = estimateTokens(systemPrompt ?? '') - estimateTokens(config.systemPrompt ?? '');
  const messages = contextWindow(entries, replyTo, room - added);
  return { model, request: { model: config.model ?? config.id, systemPrompt, maxOutputTokens, messages } };
}
