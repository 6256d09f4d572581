import { APIError } from '@anthropic-ai/sdk';
import type { EventSourceMessage } from 'eventsource-parser';
import { malformed, truncated } from '../errors/brokenStream.ts';
import type { FinishReason, Say, TokenCount } from '../provider.ts';
import { readEvents, type Progress } from '../readEvents.ts';
import { countOf, fieldsOf, textOf } from '../sent.ts';

/** A reason that is new ends the answer as any does. */
function reasonOf(sent: unknown): FinishReason | undefined {
  if (typeof sent !== 'string' || sent === '') return undefined;
  if (sent === 'max_tokens' || sent === 'model_context_window_exceeded') return 'length';
  return sent === 'refusal' ? 'refused' : 'stop';
}

/** Counts so far: those of the end stand over those of the beginning, which has what the end leaves out. */
function counted(sent: unknown, before: Readonly<Record<string, number | undefined>>) {
  const usage = fieldsOf(sent);
  const details = fieldsOf(usage['output_tokens_details']);
  const of = (name: string) => countOf(usage[name]) ?? before[name];
  return {
    input_tokens: of('input_tokens'),
    cache_creation_input_tokens: of('cache_creation_input_tokens'),
    cache_read_input_tokens: of('cache_read_input_tokens'),
    output_tokens: of('output_tokens'),
    thinking_tokens: countOf(details['thinking_tokens']) ?? before['thinking_tokens'],
  };
}

/** What was read from the cache and written into it counts as input: the API counts it beside. */
const toTokens = (counts: ReturnType<typeof counted>): TokenCount => ({
  inputTokens:
    (counts.input_tokens ?? 0) +
    (counts.cache_creation_input_tokens ?? 0) +
    (counts.cache_read_input_tokens ?? 0),
  outputTokens: counts.output_tokens ?? 0,
  cachedTokens: counts.cache_read_input_tokens,
  reasoningTokens: counts.thinking_tokens,
});

/** What a block begins with, which is mostly nothing, or what comes to it. Signatures and redacted thoughts say nothing. */
function sayPart(part: unknown, say: Say): void {
  const { text, thinking } = fieldsOf(part);
  if (textOf(thinking)) say({ type: 'reasoning', text: textOf(thinking) });
  if (textOf(text)) say({ type: 'text', text: textOf(text) });
}

/**
 * Says what the stream of a message does. It is whole once it says why it stops, and over with its `message_stop`, which
 * then has `restMs` milliseconds.
 */
export async function readMessage(
  { body, headers }: Pick<Response, 'body' | 'headers'>,
  say: Say,
  restMs?: number,
): Promise<void> {
  if (!body) throw truncated();
  let reason: FinishReason | undefined;
  let counts = counted(undefined, {});
  const progress = (): Progress => (reason === undefined ? 'goes on' : 'whole');
  const take = ({ event: name, data }: EventSourceMessage): Progress => {
    if (name === 'ping' || data === '') return progress();
    const sent: unknown = JSON.parse(data);
    if (typeof sent !== 'object' || sent === null) throw malformed();
    const event = fieldsOf(sent);
    const type = event['type'];
    if (name === 'error' || type === 'error') throw new APIError(undefined, sent, undefined, headers);
    if (type === 'content_block_start') sayPart(event['content_block'], say);
    if (type === 'content_block_delta') sayPart(event['delta'], say);
    if (type === 'message_start' || type === 'message_delta') {
      counts = counted(event['usage'] ?? fieldsOf(event['message'])['usage'], counts);
      say({ type: 'usage', ...toTokens(counts) });
    }
    if (type === 'message_delta') reason = reasonOf(fieldsOf(event['delta'])['stop_reason']) ?? reason;
    if (type === 'message_stop') {
      reason ??= 'stop';
      return 'over';
    }
    return progress();
  };
  try {
    await readEvents(body, take, restMs);
  } catch (error) {
    // All has been said and counted.
    if (reason === undefined) throw error;
  }
  if (reason === undefined) throw truncated();
  say({ type: 'finish', reason });
}
