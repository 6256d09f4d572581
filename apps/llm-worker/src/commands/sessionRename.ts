import { renameSession } from '@parley/conversation';
import type { CommandHandler } from './commandHandler.ts';

/** The user names a session. */
export const sessionRename: CommandHandler<'session.rename'> = {
  decide: (session, { id, name }) => renameSession(session, id, name),
};
