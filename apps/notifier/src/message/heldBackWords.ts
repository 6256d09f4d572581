import type { NotificationKind } from '@parley/protocol';
import type { HeldBack } from '@parley/store';
import { kindWords } from './kindWords.ts';
import { shortMoment } from './moment.ts';

const counted = new Intl.NumberFormat('en');

/** `1,234 more critical errors since 14:02 UTC`. */
export function heldBackWords(kind: NotificationKind, { count, since }: HeldBack, now: number): string {
  const { one, more } = kindWords(kind);
  const what = count === 1 ? one.toLowerCase() : more;
  return `${counted.format(count)} more ${what} since ${shortMoment(since, now)}`;
}
