import { MongoClient } from 'mongodb';

/** All documents of a database as the server gives them, one text for each collection. */
export async function dumpDatabase(url: string): Promise<Map<string, string>> {
  const client = await MongoClient.connect(url);
  try {
    const dump = new Map<string, string>();
    for (const { collectionName } of await client.db().collections()) {
      const texts: string[] = [];
      const documents = client.db().collection(collectionName).find({}, { raw: true });
      for await (const bytes of documents)
        texts.push(Buffer.from(bytes as unknown as Uint8Array).toString('utf8'));
      dump.set(collectionName, texts.join('\n'));
    }
    return dump;
  } finally {
    await client.close();
  }
}
