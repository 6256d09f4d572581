import { once } from 'node:events';
import { connect } from 'node:net';
import { serialize } from 'bson';

const patienceMs = 1000;

/** Whether a database answers `ping` on a port of 127.0.0.1. */
export async function probeDatabase(port: number): Promise<boolean> {
  const socket = connect({ host: '127.0.0.1', port, timeout: patienceMs });
  try {
    await once(socket, 'connect', { signal: AbortSignal.timeout(patienceMs) });
    socket.write(pingMessage());
    const [reply] = await once(socket, 'data', { signal: AbortSignal.timeout(patienceMs) });
    return reply instanceof Uint8Array && reply.length > 16;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

function pingMessage(): Buffer {
  const body = serialize({ ping: 1, $db: 'admin' });
  const head = Buffer.alloc(21);
  head.writeInt32LE(head.length + body.length, 0);
  head.writeInt32LE(2013, 12);
  return Buffer.concat([head, body]);
}
