import { setTimeout as wait } from 'node:timers/promises';
import { atDatabase } from './atDatabase.ts';
import type { Collections } from './collections.ts';
import { FLEET_INDEXES } from '../fleet/fleetIndexes.ts';
import { StoreUnavailable } from './StoreUnavailable.ts';

/** How long outcomes of commands are kept. */
const OUTCOME_SECONDS = 30 * 24 * 60 * 60;

/** How long it is known who was notified of what: as long as a dead letter may be queued again, and a day. */
const NOTIFIED_SECONDS = 31 * 24 * 60 * 60;

const TRIES = 5;

async function createIndexes(collections: Collections): Promise<void> {
  const { sessions, entries, outcomes, notes, summaries, tallies } = collections;
  const { audit, userKeys, removals, notified, outbox, calls, replies } = collections;
  await sessions.createIndexes([
    { key: { userId: 1, lastActivityAt: -1, _id: 1 }, name: 'byUser' },
    { key: { userId: 1, archived: 1, lastActivityAt: -1, _id: 1 }, name: 'byUserAndArchived' },
    { key: { userId: 1, state: 1, lastActivityAt: -1 }, name: 'byUserAndState' },
    { key: { unanswered: 1, changedAt: 1 }, name: 'unanswered' },
    { key: { state: 1, quietSince: 1 }, name: 'byQuiet' },
    { key: { state: 1, presentUntil: 1 }, name: 'byPresence' },
    { key: { handling: 1, 'help.requestedAt': 1, _id: 1 }, name: 'byWait' },
    { key: { 'help.nextRoundAt': 1 }, name: 'byRound' },
    { key: { holdUntil: 1 }, name: 'byHold' },
    { key: { 'admin.id': 1 }, name: 'byHolder' },
    { key: { 'lastWait.at': -1 }, name: 'byLastWait' },
    ...FLEET_INDEXES,
  ]);
  // Unique as alarms: places are given out by the session's document.
  await entries.createIndexes([
    { key: { sessionId: 1, seq: 1 }, name: 'bySeq', unique: true },
    { key: { sessionId: 1, rev: 1 }, name: 'byRev', unique: true },
    { key: { sessionId: 1, terms: 1, seq: -1 }, name: 'byTerm' },
  ]);
  await outcomes.createIndexes([{ key: { at: 1 }, name: 'expiry', expireAfterSeconds: OUTCOME_SECONDS }]);
  await notes.createIndexes([{ key: { sessionId: 1, createdAt: -1, _id: -1 }, name: 'bySession' }]);
  await summaries.createIndexes([{ key: { sessionId: 1 }, name: 'bySession' }]);
  await userKeys.createIndexes([{ key: { ringKey: 1, _id: 1 }, name: 'byRingKey' }]);
  await removals.createIndexes([{ key: { at: 1 }, name: 'byAge' }]);
  await notified.createIndexes([
    { key: { state: 1, bucket: 1, at: 1 }, name: 'byStateAndBucket' },
    { key: { state: 1, begunAt: -1, _id: 1 }, name: 'byStateAndAge' },
    { key: { sumIn: 1, at: 1 }, name: 'bySum', sparse: true },
    { key: { ref: 1 }, name: 'byRef', sparse: true },
    { key: { begunAt: 1 }, name: 'expiry', expireAfterSeconds: NOTIFIED_SECONDS },
  ]);
  await outbox.createIndexes([{ key: { at: -1 }, name: 'byAge' }]);
  await replies.createIndexes([{ key: { owner: 1, mark: 1 }, name: 'byShortcut', unique: true }]);
  await tallies.createIndexes([
    { key: { hour: 1 }, name: 'byHour' },
    { key: { model: 1, 'last.at': -1 }, name: 'byLastEnd' },
  ]);
  await calls.createIndexes([
    { key: { sessionId: 1, startedAt: 1, _id: 1 }, name: 'bySession' },
    { key: { sessionId: 1, messageId: 1 }, name: 'byAnswer' },
    { key: { userId: 1, startedAt: 1 }, name: 'byUser' },
    { key: { startedAt: 1 }, name: 'byTime' },
  ]);
  await audit.createIndexes([
    { key: { command: 1 }, name: 'byCommand' },
    { key: { who: 1, _id: -1 }, name: 'byWho' },
    { key: { what: 1, _id: -1 }, name: 'byWhat' },
    { key: { target: 1, _id: -1 }, name: 'byTarget' },
    { key: { when: -1, _id: -1 }, name: 'byTime' },
  ]);
}

/** Makes the indexes that are missing. Services that start together do it together, which some servers refuse at first. */
export async function ensureIndexes(collections: Collections): Promise<void> {
  for (let tried = 1; ; tried++) {
    try {
      await atDatabase('make indexes', () => createIndexes(collections));
      return;
    } catch (error) {
      if (tried === TRIES || !(error instanceof StoreUnavailable)) throw error;
      await wait(50 * tried);
    }
  }
}
