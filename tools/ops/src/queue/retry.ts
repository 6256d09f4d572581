import { eachLetter } from './eachLetter.ts';
import { letterNumbers } from './letterNumbers.ts';
import type { QueueCommand } from './QueueCommand.ts';

/** Queues dead letters again. */
export const retry: QueueCommand = {
  usage: 'retry N…',
  what: 'queue it again, as it was sent; it takes effect once, however often this is done',
  run: (bus, args) => eachLetter(letterNumbers(args, retry.usage), bus.deadLetters.retry, 'Queued again'),
};
