import type { Parley } from '@parley/dev';
import { MongoClient } from 'mongodb';

/** All documents of a stack's database as the server gives them, as one text. */
export async function dumpDatabase(parley: Parley, outside: string | undefined): Promise<string> {
  const client = await MongoClient.connect(outside ?? parley.runFile('database').url);
  try {
    const dump: string[] = [];
    for (const { collectionName } of await client.db().collections()) {
      const documents = client.db().collection(collectionName).find({}, { raw: true });
      for await (const bytes of documents)
        dump.push(Buffer.from(bytes as unknown as Uint8Array).toString('utf8'));
    }
    return dump.join('\n');
  } finally {
    await client.close();
  }
}
