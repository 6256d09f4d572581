import type { IndexDescription } from 'mongodb';

/**
 * For the list of all sessions: every sort by itself, and of those with a filter the ones that a console shows. Each
 * index costs every change of a session that moves it, so the rest is read along the best of these. Ties go by id, the
 * other way round than the sort, as in the lists of users.
 */
export const FLEET_INDEXES: IndexDescription[] = [
  { key: { createdAt: -1, _id: 1 }, name: 'byCreation' },
  { key: { lastActivityAt: -1, _id: 1 }, name: 'byActivity' },
  { key: { durationMs: -1, _id: 1 }, name: 'byDuration' },
  { key: { userId: -1, _id: 1 }, name: 'byUserId' },
  { key: { userId: 1, createdAt: -1, _id: 1 }, name: 'byUserAndCreation' },
  { key: { state: 1, createdAt: -1, _id: 1 }, name: 'byStateAndCreation' },
  { key: { state: 1, lastActivityAt: -1, _id: 1 }, name: 'byStateAndActivity' },
  { key: { handling: 1, createdAt: -1, _id: 1 }, name: 'byHandlingAndCreation' },
  { key: { handling: 1, lastActivityAt: -1, _id: 1 }, name: 'byHandlingAndActivity' },
  { key: { adminAssisted: 1, createdAt: -1, _id: 1 }, name: 'byAssistedAndCreation' },
  { key: { adminAssisted: 1, lastActivityAt: -1, _id: 1 }, name: 'byAssistedAndActivity' },
  { key: { model: 1, createdAt: -1, _id: 1 }, name: 'byModelAndCreation' },
  { key: { model: 1, lastActivityAt: -1, _id: 1 }, name: 'byModelAndActivity' },
];
