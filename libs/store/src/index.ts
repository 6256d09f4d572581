export type { Admins, KnownAdmin, SeenAdmin } from './admins/createAdmins.ts';
export type { Audit, Audited, AuditQuery } from './audit/createAudit.ts';
export type { AuditState, Noted } from './audit/verifyAudit.ts';
export { addUsages } from './calls/addUsages.ts';
export type {
  BegunCall,
  CallOutcome,
  CallPrice,
  CallPurpose,
  EndedCall,
  LedgerCall,
  UsageKey,
  UsageSum,
  UsageTotal,
} from './calls/Call.ts';
export type { Calls, Span } from './calls/Calls.ts';
export { dayAt } from './calls/dayAt.ts';
export type { DataKey } from './crypto/createDataKey.ts';
export { createKeyRing, type KeyRing, type RingKey } from './crypto/createKeyRing.ts';
export { SealedDataError, type SealedDataReason } from './crypto/SealedDataError.ts';
export type { Place, Sealer } from './crypto/Sealer.ts';
export type { FaultPoint, Faults } from './database/Faults.ts';
export { StoreCorrupt } from './database/StoreCorrupt.ts';
export { StoreUnavailable } from './database/StoreUnavailable.ts';
export type { AuditEntry, AuditFacts } from './documents/AuditDocument.ts';
export type { ChangedEntries, ChangedQuery } from './entries/changedSince.ts';
export type { Entries, EntryPage } from './entries/createEntries.ts';
export type { Checkpoint } from './entries/saveCheckpoint.ts';
export { openStore, type Store, type StoreOptions } from './openStore.ts';
export type { Keys, Rewrapped, RingKeyStatus } from './keys/createKeys.ts';
export type { NoteQuery, Notes } from './notes/createNotes.ts';
export type { Notified, NotifiedPlace } from './notified/createNotified.ts';
export type { Outbox } from './notified/createOutbox.ts';
export type { PreferencesOf } from './notified/createPreferences.ts';
export type {
  HeldBack,
  Holder,
  NotifiedDocument,
  NotifiedKey,
  NotifiedState,
  NotifyChannel,
} from './notified/NotifiedDocument.ts';
export type { OutboxMessage } from './notified/OutboxDocument.ts';
export type { Preferences, QuietHours } from './notified/PreferencesDocument.ts';
export type { BucketRate } from './notified/takeToken.ts';
export type { Fleet, FleetNow } from './fleet/createFleet.ts';
export { FLEET_SORTS, type FleetFilter, type FleetOrder, type FleetQuery } from './fleet/FleetQuery.ts';
export type { CreatedSession, LastOutcome } from './fleet/tallied.ts';
export type { Outcomes } from './outcomes/createOutcomes.ts';
export type { Removals } from './removal/createRemovals.ts';
export { MOST_REPLIES, type Replies, type ReplyRefusal } from './replies/createReplies.ts';
export type { CannedReply } from './replies/ReplyDocument.ts';
export { TEAM } from './replies/team.ts';
export type { Match } from './search/newestMatch.ts';
export type { Search, SearchPage, SearchQuery } from './search/searchSessions.ts';
export type { Decide, Decision } from './sessions/changeSession.ts';
export type { Sessions } from './sessions/createSessions.ts';
export type { ListQuery, SessionPage } from './sessions/listSessions.ts';
export type { Loaded, StoredChange } from './sessions/Loaded.ts';
export type { WaitingForHelp } from './sessions/peopleSessions.ts';
export type { SessionOf } from './sessions/quietSessions.ts';
export type { Summary } from './documents/SummaryDocument.ts';
export type { Summaries } from './summaries/createSummaries.ts';
export { addCounts } from './tallies/addCounts.ts';
export { NO_COUNTS, type Counts, type EndStatus, type Sender } from './tallies/Counts.ts';
export { hourOf } from './tallies/TallyDocument.ts';
export { bucketOf, middleOf, QUANTILE_ERROR } from './tallies/timeBuckets.ts';
export type { Choice } from './users/activeSession.ts';
export type { Users } from './users/createUsers.ts';
