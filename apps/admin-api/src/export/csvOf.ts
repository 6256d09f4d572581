import { toSession, type SessionState } from '@parley/conversation';
import type { Session } from '@parley/protocol';
import { csvCell } from './csvCell.ts';

type Cell = string | number | boolean | undefined;

const COLUMNS: Readonly<Record<string, (session: Session) => Cell>> = {
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

const line = (cells: readonly Cell[]): string => `${cells.map(csvCell).join(',')}\r\n`;

/** Sessions as CSV, with a line that names the columns. */
export async function* csvOf(sessions: AsyncIterable<SessionState>): AsyncGenerator<string> {
  yield line(Object.keys(COLUMNS));
  for await (const state of sessions) {
    const session = toSession(state);
    yield line(Object.values(COLUMNS).map((cell) => cell(session)));
  }
}
