import {
  contextWindow,
  estimateTokens,
  guidanceWithin,
  instructions,
  type Answer,
  type ContextMessage,
  type Entry,
  type SessionState,
} from '@parley/conversation';
import type { Prepared } from '../context/Prepared.ts';
import type { Deps } from '../deps.ts';
import type { CallableModel } from '../models.ts';
import { ProviderError } from '../providers/ProviderError.ts';

/** Entries that are read for the model's context; more than any window holds of ordinary messages. */
const CONTEXT_ENTRIES = 500;

/** The newest notes for the model that are read. */
const GUIDANCE_NOTES = 50;
/** Of the room for what was said, what guidance may take. */
const FOR_GUIDANCE = 0.25;

/** What a model is told when it is to go on with an answer that was broken off. */
const GO_ON =
  '[Note of the system, not of the user: your last answer was broken off. Go on exactly where it ends, in the middle of ' +
  'a word if need be. Repeat nothing of it and say nothing about this.]';

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

const goingOn = (continued: string | undefined): ContextMessage[] =>
  continued === undefined
    ? []
    : [
        { role: 'assistant', text: continued },
        { role: 'user', text: GO_ON },
      ];

const tokensOf = (messages: readonly ContextMessage[]): number =>
  messages.reduce((sum, { text }) => sum + estimateTokens(text), 0);

/**
 * What a model is asked for, to answer the message `replyTo`. `continued`: the text of the answer with which it is to go on.
 * @throws ProviderError context_too_long when not even that message fits
 */
export async function prepare(
  deps: Deps,
  session: SessionState,
  { replyTo }: Pick<Answer, 'replyTo'>,
  { config }: CallableModel,
  { continued }: { readonly continued?: string | undefined } = {},
): Promise<Prepared> {
  const entries = await deps.store.entries.recentConversation(session, replyTo, CONTEXT_ENTRIES);
  const { maxOutputTokens, contextTokens } = config;
  // However long an answer may become, half of the window is for what was said.
  const room = contextTokens - Math.min(maxOutputTokens, contextTokens / 2);
  const systemPrompt = await systemPromptFor(deps, session, entries, config.systemPrompt, room);
  // The model's own prompt is the operator's to fit in; what is added to it takes from the room.
  const added = estimateTokens(systemPrompt ?? '') - estimateTokens(config.systemPrompt ?? '');
  const after = goingOn(continued);
  const left = room - added - tokensOf(after);
  const messages = contextWindow(entries, replyTo, left);
  const [only] = messages;
  if (messages.length === 1 && only && estimateTokens(only.text) > left)
    throw new ProviderError('context_too_long', new Error('a single message is longer than the window'));
  const all = [...messages, ...after];
  return {
    request: { model: config.model ?? config.id, systemPrompt, maxOutputTokens, messages: all },
    inputTokens: estimateTokens(systemPrompt ?? '') + tokensOf(all),
    unread: [],
  };
}
