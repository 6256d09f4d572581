import { eachLetter } from './eachLetter.ts';
import { letterNumbers } from './letterNumbers.ts';
import type { QueueCommand } from './QueueCommand.ts';

/** Removes dead letters. */
export const drop: QueueCommand = {
  usage: 'drop N…',
  what: 'remove it for good',
  run: (bus, args) => eachLetter(letterNumbers(args, drop.usage), bus.deadLetters.drop, 'Dropped'),
};
