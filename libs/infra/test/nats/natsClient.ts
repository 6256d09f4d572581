import { connect, type Socket } from 'node:net';

export type NatsClient = {
  /** Sends a request and returns the reply's payload as JSON. */
  request(subject: string, payload: string): Promise<unknown>;
  close(): void;
};

/** The little of the NATS protocol that these tests speak: one request at a time. */
export async function natsClient(port: number): Promise<NatsClient> {
  const socket = await connected(port);
  let received = '';
  let wake = () => {};
  socket.on('data', (chunk) => {
    received += chunk.toString('utf8');
    wake();
  });
  socket.write('CONNECT {"verbose":false}\r\nSUB reply.* 1\r\n');
  let count = 0;
  return {
    async request(subject, payload) {
      socket.write(`PUB ${subject} reply.${++count} ${Buffer.byteLength(payload)}\r\n${payload}\r\n`);
      for (;;) {
        const found = new RegExp(`MSG reply\\.${count} 1 \\d+\r\n(.*)\r\n`).exec(received);
        if (found?.[1] !== undefined) return JSON.parse(found[1]) as unknown;
        await new Promise<void>((resolve) => (wake = resolve));
      }
    },
    close: () => socket.destroy(),
  };
}

function connected(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.once('error', reject);
    socket.once('connect', () => resolve(socket));
  });
}
