import { checkLimit } from '../checkLimit.ts';
import { SealedDataError } from '../crypto/SealedDataError.ts';
import { atDatabase } from '../database/atDatabase.ts';
import type { StoreContext } from '../database/StoreContext.ts';
import { recordSealer } from '../documents/SealedText.ts';
import { NOTIFIER, notifierKey } from './notifierKey.ts';
import type { OutboxDocument, OutboxMessage } from './OutboxDocument.ts';

/** Messages kept instead of being sent, where nothing is configured to send them by. */
export type Outbox = ReturnType<typeof createOutbox>;

type Content = Pick<OutboxMessage, 'to' | 'subject' | 'text' | 'html'>;

/** The newest that are kept. */
const MOST = 500;
const MAX_LIMIT = 500;

export function createOutbox({ outbox, keys, unreadable }: StoreContext) {
  async function read({
    _id,
    channel,
    at,
    userId,
    dataKey,
    content,
  }: OutboxDocument): Promise<OutboxMessage[]> {
    try {
      const { open } = recordSealer(await keys.of({ userId, dataKey }), 'outbox', _id);
      const written = JSON.parse(open('content', content)) as Content;
      return [{ id: _id, channel, at: at.getTime(), ...written }];
    } catch (error) {
      if (!(error instanceof SealedDataError)) throw error;
      unreadable(error);
      return [];
    }
  }

  /** Removes all but the newest. */
  async function trim(): Promise<void> {
    const beyond = outbox
      .find({}, { projection: { at: 1 } })
      .sort({ at: -1 })
      .skip(MOST)
      .limit(1);
    const [first] = await atDatabase('look at outbox', () => beyond.toArray());
    if (first) await atDatabase('trim outbox', () => outbox.deleteMany({ at: { $lte: first.at } }));
  }

  return {
    /** Keeps a message, and of all of them the newest 500. `about`: the user who is named in it, whose key seals it. */
    async put({ id, channel, at, ...content }: OutboxMessage, about?: string): Promise<void> {
      const key = await (about === undefined ? notifierKey(keys) : keys.ofUser(about));
      const { seal } = recordSealer(key, 'outbox', id);
      const document: OutboxDocument = {
        _id: id,
        channel,
        at: new Date(at),
        userId: about ?? NOTIFIER,
        dataKey: key.id,
        content: seal('content', JSON.stringify(content)),
      };
      const write = () => outbox.replaceOne({ _id: id }, document, { upsert: true });
      await atDatabase('keep in outbox', write);
      await trim();
    },

    /** The newest `limit` (1–500), newest first; those that can't be opened any more are left out. */
    async list(limit: number): Promise<OutboxMessage[]> {
      checkLimit(limit, MAX_LIMIT);
      const query = outbox.find().sort({ at: -1, _id: 1 }).limit(limit);
      const documents = await atDatabase('list outbox', () => query.toArray());
      return (await Promise.all(documents.map(read))).flat();
    },
  };
}
