import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import { BSON, MongoClient } from 'mongodb';
import { probeDatabase } from '../../src/database/probeDatabase.ts';
import { startEmbeddedDatabase } from '../../src/index.ts';
import { useEmbeddedDatabase } from './useEmbeddedDatabase.ts';

const { server, dataDir, startAgain } = useEmbeddedDatabase();

describe('the server', () => {
  test('serves one process a folder, and says that the folder is taken', async () => {
    const log: string[] = [];
    const second = startEmbeddedDatabase({ dataDir: dataDir(), log: (line) => log.push(line) });
    await expect(second).rejects.toThrow('before it was ready');
    expect(log.join('\n')).toContain('in use');
    expect(await probeDatabase(server().port)).toBe(true);
  });

  test('ends at SIGTERM with code 0 while clients are connected, and has everything again at the next start', async () => {
    const client = await MongoClient.connect(server().url, { retryReads: false });
    const collection = client.db('test').collection('docs');
    await collection.createIndex({ a: 1 }, { unique: true });
    await collection.insertOne({ a: 1 });
    expect(await server().stop()).toEqual({ code: 0, signal: null });
    await startAgain();
    expect(await collection.countDocuments()).toBe(1);
    await expect(collection.insertOne({ a: 1 })).rejects.toMatchObject({ code: 11000 });
    await client.close();
  });

  test.each<[string, Buffer]>([
    ['random bytes', Buffer.from('GET / HTTP/1.1\r\nHost: x\r\n\r\n')],
    ['a negative length', message(2013, Buffer.alloc(8), -5)],
    ['a length of two gigabytes', message(2013, Buffer.alloc(8), 2 ** 31 - 1)],
    ['an unknown kind of message', message(2012, Buffer.alloc(30))],
    ['a message without a body', message(2013, Buffer.alloc(4))],
    ['a body that ends early', message(2013, Buffer.from([0, 0, 0, 0, 0, 99, 0, 0, 0, 1]))],
    ['a body that is no BSON', message(2013, Buffer.from([0, 0, 0, 0, 0, 8, 0, 0, 0, 99, 99, 99, 99]))],
  ])('is not hurt by %s', async (_, bytes) => {
    const socket = connect({ host: '127.0.0.1', port: server().port });
    await once(socket, 'connect');
    socket.end(bytes);
    socket.resume();
    await once(socket, 'close');
    expect(await probeDatabase(server().port)).toBe(true);
  });

  test('understands messages that come byte by byte, or several at once', async () => {
    const ping = message(2013, Buffer.concat([Buffer.alloc(5), BSON.serialize({ ping: 1, $db: 'admin' })]));
    const socket = connect({ host: '127.0.0.1', port: server().port, noDelay: true });
    await once(socket, 'connect');
    let received = 0;
    socket.on('data', (chunk) => (received += chunk.length));
    for (const byte of ping) {
      socket.write(Buffer.of(byte));
      await new Promise(setImmediate);
    }
    socket.end(Buffer.concat([ping, ping, ping]));
    await once(socket, 'close');
    // Header, flags, kind of section, and `{ok: 1.0}`.
    expect(received).toBe(4 * (16 + 5 + 17));
  });
});

function message(opCode: number, content: Buffer, length = 16 + content.length): Buffer {
  const header = Buffer.alloc(16);
  header.writeInt32LE(length, 0);
  header.writeInt32LE(opCode, 12);
  return Buffer.concat([header, content]);
}
