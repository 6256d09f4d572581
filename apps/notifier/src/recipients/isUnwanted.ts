import type { NotificationKind } from '@parley/protocol';
import { isQuiet } from './isQuiet.ts';
import type { Recipient } from './Recipient.ts';

/** Whether somebody wants to hear nothing of this kind at this moment (milliseconds since 1970). */
export const isUnwanted = (
  kind: NotificationKind,
  { quiet, criticalInQuiet }: Recipient,
  at: number,
): boolean => quiet !== undefined && !(kind === 'critical' && criticalInQuiet) && isQuiet(quiet, at);
