import { randomUUID } from 'node:crypto';
import { createSession, type SessionState } from '@parley/conversation';
import type { Store } from '@parley/store';

const USERS = 2000;
/** When the first session was made, and how long after it the next one: milliseconds. */
const BEGAN = Date.UTC(2026, 0, 1);
const APART_MS = 60_000;
/** Sessions that are stored at once. */
const AT_ONCE = 16;

/** When a session was made. */
export const createdAt = (nth: number): number => BEGAN + nth * APART_MS;

/** A share of all, spread evenly. */
const each = (nth: number, of: number): boolean => nth % of === 0;

/** The user of a session. */
const userOf = (nth: number): string => `user ${nth % USERS}`;

function stateOf(nth: number): SessionState {
  const at = createdAt(nth);
  const lasted = (nth * 7919) % 3_600_000;
  const isActive = each(nth, 50);
  return {
    ...createSession(randomUUID(), userOf(nth), each(nth, 5) ? 'quick' : 'demo', at),
    name: `conversation ${nth}`,
    namedBy: 'message',
    state: isActive ? 'active' : each(nth, 3) ? 'idle' : 'ended',
    handling: each(nth, 500) ? 'requested' : each(nth, 333) ? 'human' : 'ai',
    adminAssisted: each(nth, 20),
    lastActivityAt: at + lasted,
    messageCount: 1 + (nth % 40),
  };
}

/** Fills a store with so many sessions of many users, one a minute. */
export async function fillFleet(store: Store, sessions: number): Promise<void> {
  let next = 0;
  const fill = async () => {
    for (let nth = next++; nth < sessions; nth = next++) await store.sessions.create(stateOf(nth));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, fill));
}
