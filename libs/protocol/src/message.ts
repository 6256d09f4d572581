import { z } from 'zod';
import { ModelId, Rev, Timestamp, Uuid } from './ids.ts';
import { WireError } from './errors.ts';

/** Tokens of one or more model calls, and what they cost in US dollars where the price is known. */
export const Usage = z.object({
  inputTokens: z.int().min(0),
  outputTokens: z.int().min(0),
  totalTokens: z.int().min(0).describe('input and output'),
  cachedTokens: z.int().min(0).optional().describe('of the input: what the provider had read before'),
  reasoningTokens: z.int().min(0).optional().describe('of the output: what the model thought'),
  costUsd: z.number().min(0).optional(),
});
export type Usage = z.infer<typeof Usage>;

export const Attachment = z.object({
  fileId: Uuid,
  name: z.string(),
  mime: z.string(),
  size: z.int().min(0).describe('bytes'),
  url: z.string().optional(),
});

export const MessageStatus = z.enum([
  'complete',
  'streaming',
  'stopped',
  'failed',
  'interrupted',
  'superseded',
]);
export type MessageStatus = z.infer<typeof MessageStatus>;

/** What its reader thinks of an answer. */
export const Feedback = z.object({ rating: z.enum(['up', 'down']), note: z.string().optional() });
export type Feedback = z.infer<typeof Feedback>;

/** A file of the conversation that the model was not shown, and why. */
export const Unread = z.object({
  fileId: Uuid,
  name: z.string(),
  reason: z
    .enum(['no_vision', 'too_large', 'unreadable', 'unsupported', 'not_ready'])
    .describe('`no_vision`: the model takes no images'),
});
export type Unread = z.infer<typeof Unread>;

/** One entry of a timeline. */
export const Message = z.object({
  id: Uuid,
  sessionId: Uuid,
  seq: z.int().min(1).describe('place in the session: from 1, no gaps, never changes'),
  rev: Rev.describe('number of the session’s change that last touched this entry'),
  sender: z.enum(['user', 'assistant', 'admin', 'system']),
  senderName: z.string().optional(),
  kind: z.enum(['text', 'voice', 'file', 'notice']),
  text: z.string(),
  attachments: z.array(Attachment),
  status: MessageStatus,
  createdAt: Timestamp,
  model: ModelId.optional().describe('of an answer: who wrote it'),
  fallbackFor: ModelId.optional().describe('the chosen model, which was not available'),
  reasoning: z.string().optional().describe('what the model thought before it wrote; no part of `text`'),
  unread: z.array(Unread).optional().describe('files that the model was not shown'),
  continues: Uuid.optional().describe('the interrupted answer that this one begins with and goes on from'),
  usage: Usage.optional(),
  responseMs: z.int().min(0).optional().describe('accepted → end'),
  firstTokenMs: z.int().min(0).optional().describe('accepted → first token'),
  replyTo: Uuid.optional().describe('every answer has it: the user’s message that it answers'),
  replaces: Uuid.optional().describe('the answer that this one is a new version of'),
  version: z.int().min(1).optional().describe('of an answer: counts the answers to the same message, from 1'),
  editedAt: Timestamp.optional().describe('when its user last changed it'),
  feedback: Feedback.optional(),
  error: WireError.optional(),
  audioUrl: z.string().optional(),
  transcript: z.string().optional(),
});
export type Message = z.infer<typeof Message>;
