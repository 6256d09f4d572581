import { userKey } from '@parley/bus';
import type { ModelConfig } from '@parley/config';
import { conversationTo, type Entry, type SessionState } from '@parley/conversation';
import { ProviderError } from '../providers/ProviderError.ts';
import type { ContextDeps } from './ContextDeps.ts';
import { createPause } from './createPause.ts';
import { createWindow } from './createWindow.ts';
import { fellOutOf, needsSummary } from './fellOutOf.ts';
import { goOn, type GoOn } from './goOn.ts';
import { ImageAllowance } from './ImageAllowance.ts';
import { MessageTooLong } from './MessageTooLong.ts';
import { NARROWED, narrowed } from './narrowed.ts';
import { perRequest } from './perRequest.ts';
import type { Prepared } from './Prepared.ts';
import { promptFor } from './promptFor.ts';
import type { Viewer } from './showFile.ts';
import { showMessage, textOf, type Shown } from './showMessage.ts';
import { takeTokens } from './takeTokens.ts';
import { threadFor, type ThreadOf } from './threadFor.ts';

/** Entries that are read for the model's context; more than any window holds of ordinary messages. */
const CONTEXT_ENTRIES = 500;
/** Of the room, what the files of one message may take. */
const FOR_FILES = 0.5;
/** How long reading the files of a request may take: those that take longer aren't ready. In milliseconds. */
const FILES_MS = 20_000;
/** Of the room, what the summary of what was said before may take. */
const FOR_SUMMARY = 0.125;

/** What is to be written besides an answer from its begin. */
export interface PrepareOptions {
  /** What there is of an answer that was broken off, to go on with. */
  readonly continued?: string | undefined;
  /** The provider has lost the conversation that it kept: everything is said anew. */
  readonly withoutThread?: boolean;
  /** The provider found it too long: less is said. */
  readonly narrow?: boolean;
  /** Breaks it off. */
  readonly signal?: AbortSignal | undefined;
  /** What else the model is told, behind all other instructions. */
  readonly instruction?: string;
}

/** Tokens for what goes in: however long an answer may become, half of the window is for what was said. */
const roomOf = ({ contextTokens, maxOutputTokens }: ModelConfig): number =>
  Math.floor(contextTokens - Math.min(maxOutputTokens, contextTokens / 2));

const tokensOf = (shown: readonly Shown[]): number => shown.reduce((sum, { tokens }) => sum + tokens, 0);

/** The message to answer, and the answer to go on with: what every request must have room for. */
async function lastOf(
  viewer: Viewer,
  asked: Entry,
  { room, taken, continued = '' }: PrepareOptions & { readonly room: number; readonly taken: number },
): Promise<{ readonly shown: Shown; readonly end: GoOn }> {
  const alone = taken + textOf(viewer, asked).tokens;
  if (alone > room) throw new MessageTooLong(alone, room);
  const end =
    continued === ''
      ? { messages: [], tokens: 0 }
      : await goOn(continued, room - alone, viewer.count, viewer.pause);
  if (!end) throw new MessageTooLong(alone, room);
  const forFiles = Math.min(room * FOR_FILES, room - alone - end.tokens);
  return { shown: await showMessage(viewer, asked, forFiles), end };
}

/**
 * What a model is asked for, to answer the message `replyTo`: its system prompt, that message, and the newest of what was
 * said before it that fits into the model's window, whole messages with their files. What doesn't fit stands there in
 * short, if a summary of it is kept.
 * @throws MessageTooLong when the message alone doesn't fit
 * @throws the signal's reason
 */
export async function prepare(
  deps: ContextDeps,
  session: SessionState,
  answer: ThreadOf,
  model: { readonly config: ModelConfig },
  { continued, withoutThread = false, narrow = false, signal, instruction }: PrepareOptions = {},
): Promise<Prepared> {
  const { store, tokens, files, filesMs = FILES_MS } = deps;
  const config = narrow ? narrowed(model.config) : model.config;
  await tokens.ready(config);
  const count = (text: string): number => tokens.count(config, text);
  const late = AbortSignal.timeout(filesMs);
  const asking = {
    sessionId: session.id,
    userId: session.userId,
    signal: signal ? AbortSignal.any([signal, late]) : late,
  };
  const images = new ImageAllowance(narrow ? NARROWED.images : 1);
  const viewer: Viewer = { config, asking, files, count, pause: createPause(signal), images };
  const entries = await store.entries.recentConversation(session, answer.replyTo, CONTEXT_ENTRIES);
  const said = conversationTo(entries, answer.replyTo);
  const asked = said.at(-1);
  if (!asked) throw new ProviderError('provider_error', new Error('the message to answer is not there'));

  const room = roomOf(config);
  const prompt = await promptFor(deps, session, { config, said, room, count, instruction });
  let systemPrompt = prompt();
  let taken = perRequest(config) + count(systemPrompt ?? '');
  const { shown, end } = await lastOf(viewer, asked, { room, taken, continued });
  const thread =
    continued || withoutThread ? undefined : await threadFor(deps, session.id, answer, said, config);
  const before = thread === undefined ? said.slice(0, -1) : [];
  const newestWithin = createWindow(viewer, before, room * FOR_FILES);
  const left = (): number => room - taken - shown.tokens - end.tokens;
  let window = await newestWithin(left());

  const isLimited = entries.length >= CONTEXT_ENTRIES;
  const held = (): Entry[] => [...window.map(({ entry }) => entry), asked];
  if (session.summary && thread === undefined && needsSummary(session, { said, isLimited, kept: held() })) {
    const kept = await store.summaries.get(session.summary.id);
    const { text = '' } = kept ? await takeTokens(kept.text, room * FOR_SUMMARY, count, viewer.pause) : {};
    const summed = prompt(text);
    const more = count(summed ?? '') - count(systemPrompt ?? '');
    if (text !== '' && more <= left()) {
      systemPrompt = summed;
      taken += more;
      window = await newestWithin(left());
    }
  }

  const messages = [...window, shown];
  const inputTokens = taken + tokensOf(messages) + end.tokens;
  const fellOut = thread === undefined ? fellOutOf(session, { said, isLimited, kept: held() }) : undefined;
  return {
    request: {
      model: config.model ?? config.id,
      systemPrompt,
      // Providers refuse a request that with its longest answer is more than the window.
      maxOutputTokens: Math.min(config.maxOutputTokens, config.contextTokens - inputTokens),
      messages: [...messages.map(({ message }) => message), ...end.messages],
      user: userKey(session.userId),
      ...(thread !== undefined && { thread }),
    },
    inputTokens,
    unread: messages.flatMap(({ unread }) => unread),
    ...(fellOut && { fellOut }),
  };
}
