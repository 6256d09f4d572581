import type { AuditEntry } from '../api/audit.ts';

/** What an action of the audit log was done to. */
export type Target = 'session' | 'user' | 'letter' | 'reply' | 'sessions' | 'log';

interface ActionWords {
  readonly words: string;
  readonly target: Target;
}

const of = (target: Target, actions: Readonly<Record<string, string>>): [string, ActionWords][] =>
  Object.entries(actions).map(([what, words]) => [what, { words, target }]);

/** Every action that is kept, by its code, in the order in which they are offered. */
export const AUDIT_WORDS: ReadonlyMap<string, ActionWords> = new Map([
  ...of('session', {
    'help.requested': 'Called a person',
    'help.acknowledged': 'Took up a call',
    'help.cancelled': 'Took a call back',
    'takeover.started': 'Took over',
    'takeover.refused': 'Was refused a session',
    'takeover.ended': 'Handed back',
    'takeover.expired': 'Ended a hold that ran out',
    'note.added': 'Wrote a note',
    'draft.asked': 'Asked for a draft',
    'session.read': 'Read a session',
    'session.opened': 'Opened a session',
    'session.watched': 'Watched a session',
    'session.exported': 'Saved a session',
    'session.deleted': 'Deleted a session',
  }),
  ...of('user', { 'sessions.searched': 'Looked for somebody’s sessions' }),
  ...of('sessions', { 'sessions.exported': 'Saved sessions as CSV' }),
  ...of('log', { 'audit.exported': 'Saved the audit log as CSV' }),
  ...of('user', {
    'user.exported': 'Saved all of their data',
    'user.erased': 'Erased their account',
    'admin.removed': 'Removed an admin',
    'admin.role_lost': 'Lost the role of an admin',
  }),
  ...of('letter', {
    'letter.retried': 'Tried a dead letter again',
    'letter.dropped': 'Dropped a dead letter',
  }),
  ...of('reply', {
    'reply.added': 'Added a canned reply',
    'reply.changed': 'Changed a canned reply',
    'reply.removed': 'Removed a canned reply',
  }),
]);

/** Words of an action that was done in one of several ways, which what came of it tells. */
function wayWords({ what, after = {} }: Pick<AuditEntry, 'what' | 'after'>): string | undefined {
  switch (what) {
    case 'takeover.started':
      return after['forced'] ? 'Took over by force' : after['handedOver'] ? 'Handed over' : undefined;
    case 'takeover.expired':
      return after['lost'] ? 'Ended a hold whose admin is none any more' : undefined;
    case 'admin.role_lost':
      return after['left'] === 'admin' ? 'Is a supervisor no more' : undefined;
    default:
      return undefined;
  }
}

/** What an entry says was done, in words; its code where there are none. */
export const actionWords = (entry: Pick<AuditEntry, 'what' | 'after'>): string =>
  wayWords(entry) ?? AUDIT_WORDS.get(entry.what)?.words ?? entry.what;
