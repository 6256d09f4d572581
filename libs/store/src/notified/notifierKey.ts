import type { DataKey } from '../crypto/createDataKey.ts';
import type { DataKeys } from '../keys/createDataKeys.ts';

/** Whose key it is that belongs to no user: user ids have at most 200 characters. */
export const NOTIFIER = `notifier ${'-'.repeat(200)}`;

/** The data key of the notifications themselves: for what is about no user. */
export const notifierKey = (keys: DataKeys): Promise<DataKey> => keys.ofUser(NOTIFIER);
