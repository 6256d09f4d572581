import { archiveSession } from '@parley/conversation';
import type { CommandHandler } from './commandHandler.ts';

/** The user puts a session away, or takes it out again. */
export const sessionArchive: CommandHandler<'session.archive'> = {
  decide: (session, { id, archived }) => archiveSession(session, id, archived),
};
