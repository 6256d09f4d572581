import type { PendingMessage } from '@parley/client';
import type { Place } from './versions.ts';

/** What stands in the column: something said, in its versions, or something on its way. */
export type TimelineItem = Place | PendingMessage;

export const isPlace = (item: TimelineItem): item is Place => 'versions' in item;

const firstOf = ({ message, versions }: Place): Place['message'] => versions[0] ?? message;

/** The versions of an answer are one item, whichever is shown. */
export const idOf = (item: TimelineItem): string => (isPlace(item) ? firstOf(item).id : item.id);

export const createdAt = (item: TimelineItem): Date =>
  new Date(isPlace(item) ? firstOf(item).createdAt : item.createdAt);
