import type { Collection } from 'mongodb';

/** As an entry of a conversation is stored, as far as the database is concerned. */
export interface StoredEntry {
  _id: string;
  sessionId: string;
  seq: number;
  text: string;
  version: number;
}
export type Operation = (entries: Collection<StoredEntry>) => Promise<unknown>;

/** Entries that are there before anything is measured. */
const DOCUMENTS = 20_000;
const PER_SESSION = 100;
const PAGE_SIZE = 50;
const TEXT = 'What is said in a chat is mostly this long, or a little longer than that. '.repeat(4);

const entry = (session: string, seq: number): StoredEntry => {
  return { _id: `${session}:${seq}`, sessionId: session, seq, text: TEXT, version: 0 };
};
const anySession = (): string => `s${Math.floor(Math.random() * (DOCUMENTS / PER_SESSION))}`;
const anySeq = (): number => Math.floor(Math.random() * PER_SESSION);

/** Makes the index and the entries that the operations work on. */
export async function fillDatabase(entries: Collection<StoredEntry>): Promise<void> {
  await entries.createIndex({ sessionId: 1, seq: 1 }, { unique: true });
  for (let session = 0; session < DOCUMENTS / PER_SESSION; session++) {
    await entries.insertMany(Array.from({ length: PER_SESSION }, (_, seq) => entry(`s${session}`, seq)));
  }
}

/** What the store does most. */
export const operations: Readonly<Record<string, Operation>> = {
  'find one by _id': (entries) => entries.findOne({ _id: `${anySession()}:${anySeq()}` }),
  'find the entries of a session (100)': (entries) => entries.find({ sessionId: anySession() }).toArray(),
  'find a page by seq (50)': (entries) => {
    const filter = { sessionId: anySession(), seq: { $lt: anySeq() + 1 } };
    return entries.find(filter).sort({ seq: -1 }).limit(PAGE_SIZE).toArray();
  },
  'compare-and-set (findOne, replaceOne)': async (entries) => {
    for (;;) {
      const found = await entries.findOne({ _id: `${anySession()}:${anySeq()}` });
      if (!found) throw new Error('an entry of the bench is missing');
      const { _id, version, ...rest } = found;
      const { matchedCount } = await entries.replaceOne({ _id, version }, { ...rest, version: version + 1 });
      if (matchedCount === 1) return;
    }
  },
  'findOneAndUpdate $inc': (entries) => {
    return entries.findOneAndUpdate({ _id: `${anySession()}:${anySeq()}` }, { $inc: { version: 1 } });
  },
  'insert under a unique index': (entries) => entries.insertOne(entry(`new${process.hrtime.bigint()}`, 1)),
};
