import type { Answer, Entry } from './state.ts';

/** The entry of an answer that has no text yet. */
export const answerEntry = (sessionId: string, answer: Answer): Entry => ({
  id: answer.messageId,
  sessionId,
  seq: answer.seq,
  rev: answer.rev,
  sender: 'assistant',
  kind: 'text',
  text: '',
  attachments: [],
  status: 'streaming',
  createdAt: answer.startedAt,
  model: answer.model,
  replyTo: answer.replyTo,
  version: answer.version ?? 1,
  ...(answer.replaces !== undefined && { replaces: answer.replaces }),
  ...(answer.continues !== undefined && { continues: answer.continues }),
  attempt: answer.attempt,
});
