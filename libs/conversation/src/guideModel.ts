import type { Change } from './change.ts';

/** The change, with which an admin notes something that the model is to read; nothing when they are refused. */
export const guideModel = (change: Change): Change =>
  change.outcome.ok ? { ...change, session: { ...change.session, isGuided: true } } : change;
