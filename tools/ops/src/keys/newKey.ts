import { randomBytes } from 'node:crypto';
import { UsageError } from '../UsageError.ts';
import type { KeysCommand } from './KeysCommand.ts';

const KEY_BYTES = 32;
const ID = /^[A-Za-z0-9_-]{1,32}$/;

/** The day, and something that tells two keys of one day apart. */
const freshId = (): string =>
  `k${new Date().toISOString().slice(0, 10).replaceAll('-', '')}-${randomBytes(2).toString('hex')}`;

/** A fresh key for the ring, and where it goes. */
export const newKey: KeysCommand = {
  usage: 'new [ID]',
  what: 'print a fresh key, and say where to put it',
  async run([id = freshId(), ...more]) {
    if (more.length > 0 || !ID.test(id)) {
      throw new UsageError('npm run keys -- new [ID], where ID is 1–32 letters, digits, _ or -');
    }
    return {
      out: `${id}:${randomBytes(KEY_BYTES).toString('base64')}`,
      note: [
        'A secret: keep it where the other keys are, and a copy apart from the backups of the database.',
        'To rotate: put it last in ENCRYPTION_KEYS of every service (old,new) and restart them; then first',
        '(new,old) and restart them; then npm run keys -- rotate. See docs/operations.md.',
      ].join('\n'),
    };
  },
};
