import type { z } from 'zod';
import { readDuration } from './readDuration.ts';
import { textType } from './textType.ts';

/** A round of notification: how long after the call, and which way; `all` is every way that is configured. */
export interface EscalationRound {
  readonly afterMs: number;
  readonly by: 'email' | 'sms' | 'all';
}

const MOST = 20;
const WAYS: ReadonlySet<string> = new Set<EscalationRound['by']>(['email', 'sms', 'all']);
const isWay = (by: string): by is EscalationRound['by'] => WAYS.has(by);

function readRound(text: string): EscalationRound | undefined {
  const [after = '', by = '', ...more] = text.trim().split(':');
  const afterMs = readDuration(after);
  return afterMs !== undefined && isWay(by) && more.length === 0 ? Object.freeze({ afterMs, by }) : undefined;
}

/** Rounds such as `0s:email,2m:sms,10m:all`: 1 to 20, each later than the one before. */
export function escalation(): z.ZodType<readonly EscalationRound[], string> {
  const rule = `must be 1 to ${MOST} rounds with commas between, each a duration, a colon and email, sms or all, and later than the one before`;
  return textType(rule, (text) => {
    const parts = text.split(',').map(readRound);
    const rounds = parts.filter((round) => round !== undefined);
    const inOrder = rounds.every(({ afterMs }, at) => at === 0 || afterMs > (rounds[at - 1]?.afterMs ?? 0));
    if (rounds.length !== parts.length || rounds.length > MOST || !inOrder) return undefined;
    return Object.freeze(rounds);
  });
}
