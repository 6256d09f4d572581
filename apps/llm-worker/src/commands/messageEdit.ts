import { editMessage, supersededBy, type Editing } from '@parley/conversation';
import type { Deps } from '../deps.ts';
import type { CommandHandler } from './commandHandler.ts';

/** Superseded entries that clients are told of one by one, and bytes of them; beyond that they ask for what changed. */
const MOST_TOLD = 500;
const MOST_TOLD_BYTES = 1024 * 1024;

/** What an edit is decided from. `undefined`: there is no such entry. */
async function editing({ store }: Deps, sessionId: string, messageId: string): Promise<Editing | undefined> {
  const message = await store.entries.get(sessionId, messageId);
  if (!message) return undefined;
  const since = await store.entries.outlineSince(sessionId, message.seq);
  const gone = supersededBy(message, since).map(({ seq }) => seq);
  const superseded =
    gone.length > MOST_TOLD ? undefined : await store.entries.at(sessionId, gone, MOST_TOLD_BYTES);
  return { message, since, superseded };
}

/** The user changes a message: what came behind it is superseded, and it is answered anew. */
export const messageEdit: CommandHandler<'message.edit'> = {
  decide: async (session, frame, { acceptedAt }, deps) =>
    editMessage(session, frame, await editing(deps, session.id, frame.messageId), acceptedAt),

  async follow({ id: sessionId, waiting }, { id, messageId }, { bus }, { trace }) {
    if (!waiting.some((message) => message.messageId === messageId)) return;
    await bus.publishTurn({ sessionId, messageId }, { msgId: `${sessionId}.${id}`, trace });
  },
};
