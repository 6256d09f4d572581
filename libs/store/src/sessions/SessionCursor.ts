import { createHash } from 'node:crypto';
import type { SessionState } from '@parley/conversation';
import { ParleyError } from '@parley/protocol';

/** A place in a list of sessions: that of this session. */
export interface SessionPlace {
  /** Milliseconds since 1970. */
  readonly lastActivityAt: number;
  readonly id: string;
}

/** How far a walk through a list of sessions has come: the next page begins behind it. */
export interface SessionCursor extends SessionPlace {
  /** The newest activity when the walk began. */
  readonly beganAt: number;
  /** The sessions that the walk has shown. */
  readonly shown: readonly string[];
}

/** Bytes that stand for a session among those that were shown. */
const MARK_BYTES = 4;
/** Sessions that a cursor remembers, the last ones shown: what fits into the address of a request. */
export const MAX_SHOWN = 700;

/** What stands for a session in `shown`. */
export const markOf = (id: string): string =>
  createHash('sha256').update(id).digest().toString('hex', 0, MARK_BYTES);

/** Whether a session stands before the cursor in the list's order: newest activity first, then by id. */
export const isBefore = (
  session: Pick<SessionState, 'lastActivityAt' | 'id'>,
  { lastActivityAt, id }: SessionCursor,
): boolean =>
  session.lastActivityAt > lastActivityAt || (session.lastActivityAt === lastActivityAt && session.id <= id);

/** The cursor as clients carry it around. */
export function writeSessionCursor({ lastActivityAt, id, beganAt, shown }: SessionCursor): string {
  const place = Buffer.from(`${lastActivityAt}/${beganAt}/${id}`).toString('base64url');
  return `${place}.${Buffer.from(shown.slice(-MAX_SHOWN).join(''), 'hex').toString('base64url')}`;
}

/**
 * The cursor that a client sent back.
 * @throws ParleyError `validation` when no page gave it
 */
export function readSessionCursor(text: string): SessionCursor {
  const [place = '', marks = ''] = text.split('.');
  const decoded = Buffer.from(place, 'base64url').toString();
  const [, at, began, id] = /^(\d{1,15})\/(\d{1,15})\/(.+)$/su.exec(decoded) ?? [];
  if (at === undefined || began === undefined || id === undefined) {
    throw new ParleyError('validation', 'invalid_field', 'cursor: must be one that this list gave.');
  }
  const shown = Buffer.from(marks, 'base64url').toString('hex').match(/.{8}/gu) ?? [];
  return { lastActivityAt: Number(at), beganAt: Number(began), id, shown };
}
