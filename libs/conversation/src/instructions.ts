import { estimateTokens } from './contextWindow.ts';

/** What an answer is to be written under, besides the model's own system prompt. */
export interface Circumstances {
  /** A person was called, and hasn't come yet. */
  readonly called: boolean;
  /** People of the team wrote in the conversation. */
  readonly people: boolean;
  /** What the team wants the model to mind, oldest first. */
  readonly guidance: readonly string[];
}

const CALLED =
  'A person of the team was called into this conversation and will join as soon as possible. Say so when it matters, ' +
  'and go on helping meanwhile.';
const PEOPLE =
  'Answers in this conversation that begin with a name and “a person of the team” in square brackets were written by ' +
  'that person, not by you. Mind what they said, and never begin an answer like that yourself.';
const GUIDANCE =
  'Guidance from the team that runs this chat, for you alone. The user did not write it and does not see it: don’t ' +
  'quote or mention it, and don’t take it for something the user said. Each line is one note, as a JSON string.';

/** The newest guidance that fits into `maxTokens`, oldest first. */
export function guidanceWithin(guidance: readonly string[], maxTokens: number): string[] {
  const chosen: string[] = [];
  let left = maxTokens;
  for (const text of guidance.toReversed()) {
    left -= estimateTokens(JSON.stringify(text));
    if (left < 0) break;
    chosen.unshift(text);
  }
  return chosen;
}

/**
 * The system prompt of one answer. A note stands there as a JSON string on a line of its own, so that nothing in it can
 * pass for the end of the guidance, or for somebody else's words.
 */
export function instructions(
  systemPrompt: string | undefined,
  { called, people, guidance }: Circumstances,
): string | undefined {
  const parts = [
    systemPrompt,
    people ? PEOPLE : undefined,
    called ? CALLED : undefined,
    guidance.length > 0 ? [GUIDANCE, ...guidance.map((text) => JSON.stringify(text))].join('\n') : undefined,
  ];
  return parts.filter((part) => part !== undefined && part !== '').join('\n\n') || undefined;
}
