import { answeredError } from '../errors/answeredError.ts';
import { malformed } from '../errors/brokenStream.ts';
import { statusOf } from '../errors/statusOf.ts';
import type { FinishReason, ProviderEvent, Say } from '../provider.ts';
import { countOf, fieldsOf, textOf } from '../sent.ts';

/** What one chunk of a stream says of the answer's end. */
export interface Chunk {
  readonly finish?: FinishReason | undefined;
  /** It says words with which the model declines; why the answer ends comes after them. */
  readonly declines: boolean;
  readonly counts: boolean;
  /** It has no choice, only a count: what servers send that way comes after the answer. */
  readonly countsAlone: boolean;
}

/** Mistral's reasoning models send content in parts. */
const partsOf = (content: unknown, type: string): string =>
  Array.isArray(content)
    ? content
        .map(fieldsOf)
        .filter((part) => part['type'] === type)
        .map((part) => textOf(part['text']) || partsOf(part['thinking'], 'text'))
        .join('')
    : '';

/** What the model thinks, by the names that servers have for it; OpenAI's own doesn't tell. */
const thoughtsOf = (delta: Readonly<Record<string, unknown>>): string =>
  textOf(delta['reasoning_content']) || textOf(delta['reasoning']) || partsOf(delta['content'], 'thinking');

function usageOf(sent: unknown): ProviderEvent | undefined {
  const usage = fieldsOf(sent);
  const inputTokens = countOf(usage['prompt_tokens']);
  const outputTokens = countOf(usage['completion_tokens']);
  if (inputTokens === undefined && outputTokens === undefined) return undefined;
  return {
    type: 'usage',
    inputTokens: inputTokens ?? 0,
    outputTokens: outputTokens ?? 0,
    cachedTokens:
      countOf(fieldsOf(usage['prompt_tokens_details'])['cached_tokens']) ??
      countOf(usage['prompt_cache_hit_tokens']),
    reasoningTokens: countOf(fieldsOf(usage['completion_tokens_details'])['reasoning_tokens']),
  };
}

/** OpenAI's reasons and Mistral's; a reason that is new ends the answer as any does. */
function reasonOf(sent: unknown): FinishReason | undefined {
  if (typeof sent !== 'string' || sent === '') return undefined;
  if (sent === 'length' || sent === 'model_length' || sent === 'max_tokens') return 'length';
  return sent === 'content_filter' || sent === 'refusal' ? 'refused' : 'stop';
}

/** An error in the middle of a stream: OpenAI and OpenRouter wrap it, vLLM did not always. */
function throwIfError(chunk: Readonly<Record<string, unknown>>, reason: unknown): void {
  const bare = chunk['object'] === 'error';
  if (!bare && !chunk['error'] && reason !== 'error') return;
  const error = bare ? chunk : fieldsOf(chunk['error']);
  const { code, type, message } = error;
  throw answeredError({ status: statusOf(code, type), code, type, message: textOf(message) });
}

/** Says what a chunk does, whatever is missing of it. */
export function readChunk(data: string, say: Say): Chunk {
  const sent: unknown = JSON.parse(data);
  if (typeof sent !== 'object' || sent === null) throw malformed();
  const chunk = fieldsOf(sent);
  const choice = Array.isArray(chunk['choices']) ? fieldsOf(chunk['choices'][0]) : {};
  const hasChoice = Array.isArray(chunk['choices']) && chunk['choices'].length > 0;
  const delta = fieldsOf(choice['delta']);
  throwIfError(chunk, choice['finish_reason']);
  const thoughts = thoughtsOf(delta);
  const refusal = textOf(delta['refusal']);
  const text = (textOf(delta['content']) || partsOf(delta['content'], 'text')) + refusal;
  const usage = usageOf(chunk['usage'] ?? fieldsOf(chunk['x_groq'])['usage']);
  if (thoughts) say({ type: 'reasoning', text: thoughts });
  if (text) say({ type: 'text', text });
  if (usage) say(usage);
  return {
    finish: reasonOf(choice['finish_reason']),
    declines: refusal !== '',
    counts: usage !== undefined,
    countsAlone: !hasChoice && usage !== undefined,
  };
}
