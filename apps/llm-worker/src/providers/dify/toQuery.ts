import type { ContextMessage } from '@parley/conversation';

/** A line of tildes that is longer than any run of them in what it fences, so that nothing in there ends it. */
function fenceFor(texts: readonly string[]): string {
  const longest = texts
    .flatMap((text) => text.match(/~+/gu) ?? [])
    .reduce((most, { length }) => Math.max(most, length), 3);
  return '~'.repeat(longest + 1);
}

/** What is asked with nothing said: files alone, or an answer to be gone on with. */
const namesOf = ({ images = [] }: ContextMessage): string => images.map(({ name }) => `[${name}]`).join(' ');
const GO_ON = 'Go on with your last answer from the very place where it ends.';

/**
 * The query of a call. Dify keeps conversations itself, so mostly it is what the user says now. Where it knows nothing
 * of a conversation yet, what came before goes ahead of that in fences, with who said it outside of them: nothing
 * that was said can pass for somebody else's words. Instructions too, since Dify's own stand in its app.
 */
export function toQuery(systemPrompt: string | undefined, messages: readonly ContextMessage[]): string {
  const last = messages.at(-1);
  const now = last?.role === 'user' ? last : undefined;
  const before = now ? messages.slice(0, -1) : messages;
  const words = now ? now.text.trim() && now.text : GO_ON;
  const asked = words || (now && namesOf(now)) || '…';
  if (before.length === 0 && !systemPrompt?.trim()) return asked;
  const fence = fenceFor([systemPrompt ?? '', ...before.map(({ text }) => text)]);
  const fenced = (label: string, text: string) => `${label}:\n${fence}\n${text}\n${fence}\n`;
  return [
    ...(systemPrompt?.trim() ? [fenced('Instructions for you', systemPrompt)] : []),
    ...before.map(({ role, text }) => fenced(role === 'user' ? 'The user said' : 'You said', text)),
    `The user says now:\n${asked}`,
  ].join('\n');
}
