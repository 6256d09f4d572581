import { createHmac } from 'node:crypto';
import type { DataKey } from '../crypto/createDataKey.ts';

const PURPOSE = 'parley outcomes v1';

/** The mark of a text, by which the same text is known again; nobody without the user's key learns from it what it says. */
export const markOf = (text: string, key: DataKey): string =>
  createHmac('sha256', key.derive(PURPOSE)).update(text, 'utf8').digest('base64url');
