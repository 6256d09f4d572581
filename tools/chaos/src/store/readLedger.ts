import { MongoClient } from 'mongodb';
import type { LedgerEntry } from '../checker/History.ts';

interface CallDocument {
  readonly _id: string;
  readonly sessionId: string;
  readonly messageId?: string;
  readonly model: string;
  readonly outcome: string;
  readonly startedAt: Date;
  readonly endedAt?: Date;
  readonly inputTokens?: number;
  readonly outputTokens?: number;
}

/** Every entry of the ledger as it stands in the database. */
export async function readLedger(url: string): Promise<LedgerEntry[]> {
  const client = await MongoClient.connect(url);
  try {
    const documents = await client.db().collection<CallDocument>('calls').find().toArray();
    return documents.map(({ _id, startedAt, endedAt, inputTokens = 0, outputTokens = 0, ...entry }) => ({
      id: _id,
      sessionId: entry.sessionId,
      ...(entry.messageId !== undefined && { messageId: entry.messageId }),
      model: entry.model,
      outcome: entry.outcome,
      startedAt: startedAt.getTime(),
      ...(endedAt && { endedAt: endedAt.getTime() }),
      inputTokens,
      outputTokens,
    }));
  } finally {
    await client.close();
  }
}
