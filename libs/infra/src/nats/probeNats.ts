import { connect } from 'node:net';

const PROBE_MS = 1000;

/** Does a nats-server with JetStream answer on this loopback port? Its first line says so, once it serves. */
export function probeNats(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    const answer = (ready: boolean) => {
      socket.destroy();
      resolve(ready);
    };
    socket.setTimeout(PROBE_MS, () => answer(false));
    socket.once('error', () => answer(false));
    socket.once('close', () => answer(false));
    socket.once('data', (chunk) => answer(/^INFO .*"jetstream":true/.test(chunk.toString('utf8'))));
  });
}
