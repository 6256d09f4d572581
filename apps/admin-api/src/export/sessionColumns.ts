import type { Session } from '@parley/protocol';
import type { Columns } from './csvOf.ts';

/** A session as a line of CSV. */
export const sessionColumns: Columns<Session> = {
  id: ({ id }) => id,
  userId: ({ userId }) => userId,
  name: ({ name }) => name,
  model: ({ model }) => model,
  state: ({ state }) => state,
  handling: ({ handling }) => handling,
  admin: ({ admin }) => admin?.name,
  adminAssisted: ({ adminAssisted }) => adminAssisted,
  archived: ({ archived }) => archived,
  createdAt: ({ createdAt }) => createdAt,
  lastActivityAt: ({ lastActivityAt }) => lastActivityAt,
  endedAt: ({ endedAt }) => endedAt,
  durationMs: ({ durationMs }) => durationMs,
  messageCount: ({ messageCount }) => messageCount,
  inputTokens: ({ usage }) => usage.inputTokens,
  outputTokens: ({ usage }) => usage.outputTokens,
  totalTokens: ({ usage }) => usage.totalTokens,
  costUsd: ({ usage }) => usage.costUsd,
  answers: ({ responseTimes }) => responseTimes.count,
  avgResponseMs: ({ responseTimes }) => responseTimes.avgMs,
  maxResponseMs: ({ responseTimes }) => responseTimes.maxMs,
};
