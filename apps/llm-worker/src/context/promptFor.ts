import type { ModelConfig } from '@parley/config';
import {
  fillPrompt,
  guidanceWithin,
  instructions,
  type CountTokens,
  type Entry,
  type SessionState,
} from '@parley/conversation';
import type { ContextDeps } from './ContextDeps.ts';

/** The newest notes for the model that are read. */
const GUIDANCE_NOTES = 50;
/** Of the room for what was said, what guidance may take. */
const FOR_GUIDANCE = 0.25;

/** What a system prompt is made for. */
export interface PromptFor {
  readonly config: ModelConfig;
  /** What was said, up to the message to answer. */
  readonly said: readonly Entry[];
  readonly room: number;
  readonly count: CountTokens;
  /** Stands behind everything else. */
  readonly instruction?: string | undefined;
}

/** The user's name, as it was when they last said something. */
const userName = (said: readonly Entry[]): string | undefined =>
  said.findLast(({ sender, senderName }) => sender === 'user' && senderName)?.senderName;

/** The system prompt of an answer: the deployment's, the model's, and what the answer is written under. */
export async function promptFor(
  { store, systemPrompt, now }: ContextDeps,
  { id, handling, isGuided }: SessionState,
  { config, said, room, count, instruction }: PromptFor,
): Promise<(summary?: string) => string | undefined> {
  const notes = isGuided ? await store.notes.list(id, { limit: GUIDANCE_NOTES, forAssistant: true }) : [];
  const guidance = guidanceWithin(
    notes.map(({ text }) => text),
    room * FOR_GUIDANCE,
    count,
  );
  const values = { userName: userName(said), now: now() };
  const prompts = [systemPrompt, config.systemPrompt].map((prompt) => prompt && fillPrompt(prompt, values));
  return (summary) => {
    const prompt = instructions(prompts, {
      called: handling === 'requested',
      people: said.some(({ sender }) => sender === 'admin'),
      files: said.some(({ attachments }) => attachments.length > 0),
      guidance,
      summary,
    });
    return [prompt, instruction].filter(Boolean).join('\n\n') || undefined;
  };
}
