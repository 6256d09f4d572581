import type Anthropic from '@anthropic-ai/sdk';
import type { ContextMessage } from '@parley/conversation';
import { base64 } from '../settings.ts';

type Message = Anthropic.MessageParam;
type Block = Anthropic.TextBlockParam | Anthropic.ImageBlockParam;
type Turn = { role: 'user' | 'assistant'; content: Block[] };

/** What stands for what came before an answer with which a conversation, as it is given, begins. */
const BEGUN_BEFORE = '[What was said before is not shown.]';

const text = (words: string): Block => ({ type: 'text', text: words });

function blocksOf({ role, text: words, images = [] }: ContextMessage): Block[] {
  const pictures = images.map(({ mime, bytes }): Block => ({
    type: 'image',
    source: { type: 'base64', media_type: mime, data: base64(bytes) },
  }));
  // The API refuses text of nothing but white space.
  return [...(role === 'user' ? pictures : []), ...(words.trim() ? [text(words)] : [])];
}

/** An answer to be gone on with must not end in white space. */
function trimmed({ role, content }: Turn): Turn {
  const last = content.at(-1);
  if (role !== 'assistant' || last?.type !== 'text') return { role, content };
  return { role, content: [...content.slice(0, -1), text(last.text.trimEnd())] };
}

/** The conversation as the API wants it: user and assistant by turns, the user first, and nothing empty. */
export function toAnthropicMessages(messages: readonly ContextMessage[]): Message[] {
  const turns: Turn[] = [];
  for (const message of messages) {
    const content = blocksOf(message);
    if (content.length === 0) continue;
    const before = turns.at(-1);
    if (before?.role === message.role) before.content.push(...content);
    else turns.push({ role: message.role, content });
  }
  if (turns[0]?.role === 'assistant') turns.unshift({ role: 'user', content: [text(BEGUN_BEFORE)] });
  return turns.map((turn, at) => (at === turns.length - 1 ? trimmed(turn) : turn));
}
