import type { ContextMessage } from '@parley/conversation';
import type OpenAI from 'openai';
import { base64 } from '../settings.ts';

type Message = OpenAI.ChatCompletionMessageParam;

function toChatMessage({ role, text, images = [] }: ContextMessage): Message {
  // Plain text where there is nothing else: not every server takes a message in parts.
  if (role === 'assistant' || images.length === 0) return { role, content: text };
  const pictures = images.map(({ mime, bytes }) => ({
    type: 'image_url' as const,
    image_url: { url: `data:${mime};base64,${base64(bytes)}` },
  }));
  return { role, content: [...(text ? [{ type: 'text' as const, text }] : []), ...pictures] };
}

/** The conversation as chat completions take it. */
export const toChatMessages = (
  systemPrompt: string | undefined,
  messages: readonly ContextMessage[],
): Message[] => [
  ...(systemPrompt ? [{ role: 'system' as const, content: systemPrompt }] : []),
  ...messages.map(toChatMessage),
];
