import { createHash } from 'node:crypto';

/** Id of a message, by what it tells and whom (see `NotifiedDocument`): the same whenever and by whomever it is sent. */
export const messageId = (notified: string): string =>
  createHash('sha256').update(notified).digest('hex').slice(0, 32);
