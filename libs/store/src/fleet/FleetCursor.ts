import { createHash } from 'node:crypto';
import { ParleyError } from '@parley/protocol';
import type { FleetPlace } from './FleetPlace.ts';
import type { FleetOrder, FleetSort } from './FleetQuery.ts';

/** How far a walk through all sessions has come: the next page begins behind it. */
export interface FleetWalk {
  readonly place: FleetPlace;
  /** When it began: milliseconds since 1970. */
  readonly beganAt: number;
  /** What stands for the sessions that were shown. */
  readonly shown: ReadonlySet<string>;
  /** Whether all that were shown are among these. */
  readonly remembersAll: boolean;
}

type Order = Pick<FleetOrder, 'sort' | 'order'>;

/** Bytes that stand for a session among those that were shown. */
const MARK_BYTES = 4;
/** Sessions that a cursor remembers, the last ones shown: what fits into the address of a request. */
const MAX_SHOWN = 700;

/** Whether a session's place in this order can change. */
export const isMoving = (sort: FleetSort): boolean => sort === 'lastActivityAt' || sort === 'durationMs';

/** What stands for a session among those that were shown. */
export const fleetMark = (id: string): string =>
  createHash('sha256').update(id).digest().toString('hex', 0, MARK_BYTES);

/** The walk as clients carry it around. */
export function writeFleetCursor({ sort, order }: Order, { place, beganAt, shown }: FleetWalk): string {
  const head = Buffer.from(JSON.stringify([sort, order, place.value, place.id, beganAt])).toString(
    'base64url',
  );
  if (!isMoving(sort)) return head;
  return `${head}.${Buffer.from([...shown].slice(-MAX_SHOWN).join(''), 'hex').toString('base64url')}`;
}

const wrong = (): ParleyError =>
  new ParleyError('validation', 'invalid_field', 'cursor: must be one that this list gave in this order.');

function parse(head: string): unknown {
  try {
    return JSON.parse(Buffer.from(head, 'base64url').toString());
  } catch {
    throw wrong();
  }
}

/**
 * The walk that a client goes on with.
 * @throws ParleyError `validation` when no page in this order gave the cursor
 */
export function readFleetCursor({ sort, order }: Order, text: string): FleetWalk {
  const [head = '', marks = ''] = text.split('.');
  const read = parse(head);
  if (!Array.isArray(read)) throw wrong();
  const [sortedBy, orderedBy, value, id, beganAt] = read as unknown[];
  const isValue = sort === 'userId' ? typeof value === 'string' : Number.isSafeInteger(value);
  if (sortedBy !== sort || orderedBy !== order || !isValue || typeof id !== 'string') throw wrong();
  if (!Number.isSafeInteger(beganAt)) throw wrong();
  const shown = new Set(Buffer.from(marks, 'base64url').toString('hex').match(/.{8}/gu));
  return {
    place: { value: value as number | string, id },
    beganAt: beganAt as number,
    shown,
    remembersAll: isMoving(sort) && shown.size < MAX_SHOWN,
  };
}
