import type { Session } from '@parley/protocol';

const NOW = Date.now();
const ago = (minutes: number): string => new Date(NOW - minutes * 60_000).toISOString();

/** A session of somebody, last used so many minutes ago. */
export const sessionOf = (name: string, minutes: number, more: Partial<Session> = {}): Session => ({
  id: crypto.randomUUID(),
  rev: 1,
  userId: 'mia@example.org',
  name,
  model: 'demo',
  state: 'active',
  handling: 'ai',
  adminAssisted: false,
  archived: false,
  createdAt: ago(minutes + 12),
  lastActivityAt: ago(minutes),
  durationMs: 720_000,
  messageCount: 6,
  usage: { inputTokens: 1840, outputTokens: 920, totalTokens: 2760, costUsd: 0.0023 },
  responseTimes: { maxMs: 4200, avgMs: 1800, count: 3 },
  ...more,
});

/** One whose user has been waiting for a person so many minutes. */
export const waitingOf = (name: string, minutes: number, more: Partial<Session> = {}): Session =>
  sessionOf(name, minutes, {
    handling: 'requested',
    help: { state: 'requested', by: 'user', requestedAt: ago(minutes), reason: 'Where is my order?' },
    ...more,
  });
