import type { QueueDepth } from '@parley/bus';
import type { Finding } from './raise.ts';

/** Queues that refuse what is sent when they are full. */
const FILL = new Set(['CHAT', 'TURNS', 'NOTIFY']);
const NEARLY_FULL = 0.8;

const minutes = (ms: number): string =>
  `${Math.floor(ms / 60_000)} min ${Math.floor((ms % 60_000) / 1000)} s`;

/** What is wrong with the queues: one nearly full, or commands that wait longer than `maxAgeMs`. `at`: milliseconds since 1970. */
export const queueFindings = (depths: readonly QueueDepth[], maxAgeMs: number, at: number): Finding[] =>
  depths.flatMap(({ stream, messages, bytes, maxBytes, oldest }) => {
    const findings: Finding[] = [];
    const details = { queue: stream, messages, bytes };
    if (FILL.has(stream) && maxBytes > 0 && bytes >= maxBytes * NEARLY_FULL) {
      findings.push({
        rule: `queue-full.${stream}`,
        kind: 'critical',
        title: `The queue ${stream} is nearly full`,
        reason: `${Math.floor((100 * bytes) / maxBytes)} % of its ${maxBytes} bytes are taken. When it is full, it refuses what is sent.`,
        details,
      });
    }
    const ageMs = oldest ? at - oldest.getTime() : 0;
    if (stream === 'CHAT' && ageMs > maxAgeMs) {
      findings.push({
        rule: `queue-old.${stream}`,
        kind: 'critical',
        title: 'Commands wait in the queue and aren’t handled',
        reason: `The oldest has been waiting for ${minutes(ageMs)}. Are there workers, and is the database there?`,
        details,
      });
    }
    return findings;
  });
