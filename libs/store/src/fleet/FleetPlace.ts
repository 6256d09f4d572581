import type { Filter } from 'mongodb';
import type { SessionDocument } from '../documents/SessionDocument.ts';
import type { FleetOrder, FleetSort } from './FleetQuery.ts';

/** A place in the list of all sessions: that of a session with this value, times as milliseconds since 1970. */
export interface FleetPlace {
  readonly value: number | string;
  readonly id: string;
}

type Ordered = Pick<SessionDocument, '_id' | FleetSort>;

/** Where a session stands. */
export function placeOf(document: Ordered, sort: FleetSort): FleetPlace {
  const value = document[sort];
  return { value: value instanceof Date ? value.getTime() : value, id: document._id };
}

/** The sessions behind a place. The range is there for the index, the alternatives for those of the same value. */
export function behind(
  { sort, order }: Pick<FleetOrder, 'sort' | 'order'>,
  { value, id }: FleetPlace,
): Filter<SessionDocument> {
  const at = sort === 'createdAt' || sort === 'lastActivityAt' ? new Date(value) : value;
  return order === 'desc'
    ? { [sort]: { $lte: at }, $or: [{ [sort]: { $lt: at } }, { [sort]: at, _id: { $gt: id } }] }
    : { [sort]: { $gte: at }, $or: [{ [sort]: { $gt: at } }, { [sort]: at, _id: { $lt: id } }] };
}

/** Databases order texts by their bytes in UTF-8, which is not the order of UTF-16. */
const compare = (a: number | string, b: number | string): number =>
  typeof a === 'number' && typeof b === 'number'
    ? a - b
    : Buffer.compare(Buffer.from(`${a}`), Buffer.from(`${b}`));

/** Whether a session stands at a place or before it. */
export function isUpTo(order: FleetOrder['order'], session: FleetPlace, place: FleetPlace): boolean {
  const byValue = compare(session.value, place.value);
  const byId = session.id === place.id ? 0 : session.id < place.id ? 1 : -1;
  const behindBy = byValue === 0 ? byId : byValue;
  return order === 'desc' ? behindBy >= 0 : behindBy <= 0;
}
