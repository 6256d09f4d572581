import { readStored, writeStored } from '../../account/stored.ts';
import type { CannedText } from './cannedReplies.ts';

/** Where this browser kept canned replies before the server did. */
const KEY = 'parley.admin.canned';

const isReply = (value: unknown): value is CannedText =>
  typeof value === 'object' &&
  value !== null &&
  'shortcut' in value &&
  'text' in value &&
  typeof value.shortcut === 'string' &&
  typeof value.text === 'string';

/** Canned replies that this browser alone still has. */
export const browserReplies = {
  read(): readonly CannedText[] {
    const value = readStored(KEY);
    return Array.isArray(value) ? value.filter(isReply) : [];
  },
  forget: (): void => writeStored(KEY, undefined),
};
