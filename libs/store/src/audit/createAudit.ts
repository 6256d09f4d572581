import { setTimeout as wait } from 'node:timers/promises';
import { checkLimit } from '../checkLimit.ts';
import { atDatabase, isDuplicateKey } from '../database/atDatabase.ts';
import type { StoreContext } from '../database/StoreContext.ts';
import { StoreUnavailable } from '../database/StoreUnavailable.ts';
import {
  auditHash,
  fromAuditDocument,
  NO_HASH,
  type AuditDocument,
  type AuditEntry,
} from '../documents/AuditDocument.ts';
import { verifyAudit, type AuditState, type Noted } from './verifyAudit.ts';

/** An entry with its number. */
export interface Audited extends AuditEntry {
  readonly n: number;
}

/** Which entries; what is left out doesn't matter. */
export interface AuditQuery {
  /** 1–1000 */
  readonly limit: number;
  /** Only those below this number. */
  readonly before?: number | undefined;
  readonly who?: string | undefined;
  readonly what?: AuditEntry['what'] | undefined;
  readonly target?: string | undefined;
  /** Done at this moment or later, in milliseconds since 1970. */
  readonly from?: number | undefined;
  /** Done before this moment. */
  readonly to?: number | undefined;
}

/** What was done: entries are appended, and never changed or removed. */
export type Audit = ReturnType<typeof createAudit>;

const MAX_LIMIT = 1000;
/** Others that append meanwhile. */
const TRIES = 100;
const LONGEST_WAIT_MS = 20;

export function createAudit(context: StoreContext) {
  const { audit } = context;
  const newest = () => audit.find().sort({ _id: -1 }).limit(1).toArray();
  /** One after the other: else all that this process does at once would race for the same number. */
  let queue: Promise<unknown> = Promise.resolve();

  /** The number of what a command did. */
  async function numberOf({ command, what, target }: AuditEntry): Promise<number | undefined> {
    if (command === undefined) return undefined;
    const find = () => audit.findOne({ command, what, target }, { projection: { _id: 1 } });
    return (await atDatabase('look for audit', find))?._id;
  }

  async function append(entry: AuditEntry): Promise<number> {
    for (let tried = 0; tried < TRIES; tried++) {
      if (tried > 1) await wait(Math.random() * Math.min(tried, LONGEST_WAIT_MS));
      const [last] = await atDatabase('read audit', newest);
      // Behind that: who appends it meanwhile takes the next number, and this is asked again.
      const known = await numberOf(entry);
      if (known !== undefined) return known;
      const _id = (last?._id ?? 0) + 1;
      const hash = auditHash(_id, entry, last?.hash ?? NO_HASH);
      const document: AuditDocument = { ...entry, _id, when: new Date(entry.when), hash };
      try {
        await atDatabase('append audit', () => audit.insertOne(document));
        return _id;
      } catch (error) {
        if (!isDuplicateKey(error)) throw error;
      }
    }
    throw new StoreUnavailable('append audit', new Error(`${TRIES} others came in between`));
  }

  return {
    /**
     * Appends an entry, unless its `command` did the same to the same target already; resolves with its number. When it
     * throws, it may have been appended or not.
     * @throws StoreUnavailable also when 100 others came in between
     */
    append(entry: AuditEntry): Promise<number> {
      const appended = queue.then(() => append(entry));
      queue = appended.catch(() => undefined);
      return appended;
    },

    /**
     * The newest entries, newest first; of somebody, of a kind, about something, or of a time alone. Since entries are
     * appended and stay, pages below the last number of the one before neither skip nor repeat any.
     */
    async list({ limit, before, who, what, target, from, to }: AuditQuery): Promise<Audited[]> {
      checkLimit(limit, MAX_LIMIT);
      const isDated = from !== undefined || to !== undefined;
      const filter = {
        ...(before !== undefined && { _id: { $lt: before } }),
        ...(who !== undefined && { who }),
        ...(what !== undefined && { what }),
        ...(target !== undefined && { target }),
        ...(isDated && {
          when: {
            ...(from !== undefined && { $gte: new Date(from) }),
            ...(to !== undefined && { $lt: new Date(to) }),
          },
        }),
      };
      const found = audit.find(filter).sort({ _id: -1 });
      const documents = await atDatabase('list audit', () => found.limit(limit).toArray());
      return documents.map((document) => ({ n: document._id, ...fromAuditDocument(document) }));
    },

    /** Checks every entry from the first one on: see `verifyAudit`. */
    verify: (noted?: Noted): Promise<AuditState> => verifyAudit(context, noted),
  };
}
