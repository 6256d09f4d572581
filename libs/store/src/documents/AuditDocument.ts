import { createHash } from 'node:crypto';

/** What changed, as far as it is no text and no name. */
export type AuditFacts = Readonly<Record<string, string | number | boolean | null>>;

/** Something that was done and must stay known. Holds no texts and no names. */
export interface AuditEntry {
  /** Id of whoever did it: a user, or a service. */
  readonly who: string;
  /** Noun and verb, such as `session.deleted`. */
  readonly what: `${string}.${string}`;
  /** Id of what it was done to. */
  readonly target: string;
  /** Milliseconds since 1970. */
  readonly when: number;
  /** The address it was asked from; none of what nobody asked for. */
  readonly where?: string | undefined;
  readonly before?: AuditFacts;
  readonly after?: AuditFacts;
  /** Id of the command, or of whatever else, that did it: what it did is on record once, however often it comes. */
  readonly command?: string;
}

/** An entry as it is stored. */
export interface AuditDocument extends Omit<AuditEntry, 'when'> {
  /** 1, 2, 3 … without a gap. */
  readonly _id: number;
  readonly when: Date;
  /** Over the entry and the hash of the one before. */
  readonly hash: string;
}

/** What the first entry has for the hash of the one before. */
export const NO_HASH = '';

const sorted = (facts: AuditFacts | undefined): unknown =>
  facts === undefined ? null : Object.entries(facts).toSorted(([a], [b]) => (a < b ? -1 : 1));

/** SHA-256 of an entry behind the one of this hash, base64url. */
export function auditHash(n: number, entry: AuditEntry, hashBefore: string): string {
  const { who, what, target, when, where = null, before, after, command } = entry;
  const own = [n, who, what, target, when, where, sorted(before), sorted(after)];
  const canonical = JSON.stringify(command === undefined ? own : [...own, command]);
  return createHash('sha256').update(`${hashBefore}\n${canonical}`).digest('base64url');
}

/** The entry in a document. */
export function fromAuditDocument({ _id, hash: _hash, when, ...plain }: AuditDocument): AuditEntry {
  return { ...plain, when: when.getTime() };
}
