import { Session, Uuid } from '@parley/protocol';
import { z } from 'zod';

const Place = z.int().min(0);

/** Where in a session the words of a search were found, when that isn't in its name alone. */
const Match = z.object({
  messageId: Uuid,
  seq: z.int().min(1),
  passage: z.string().describe('a part of the message, around the first word'),
  ranges: z
    .array(z.tuple([Place, Place]))
    .describe('words within the passage, in UTF-16 units: from, and up to'),
});

/** A row of the list: a session, and what a search found in it. */
export const FoundSession = Session.extend({
  match: Match.optional().describe('of a search: the newest message that has all its words'),
});
