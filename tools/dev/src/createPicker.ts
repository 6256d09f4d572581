import { connect } from 'node:net';

const CONNECT_MS = 500;

/** Picks, of some loopback ports, the next one in turn on which something listens; undefined when none does. */
export function createPicker(): (ports: readonly number[]) => Promise<number | undefined> {
  let turn = 0;
  return async (ports) => {
    const first = turn++;
    for (let i = 0; i < ports.length; i++) {
      const port = ports[(first + i) % ports.length];
      if (port !== undefined && (await listens(port))) return port;
    }
    return undefined;
  };
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    const answer = (is: boolean) => {
      socket.destroy();
      resolve(is);
    };
    // In a process that was kept from running, the time is up before what came meanwhile is looked at.
    socket.setTimeout(CONNECT_MS, () => setImmediate(answer, false));
    socket.once('error', () => answer(false));
    socket.once('connect', () => answer(true));
  });
}
