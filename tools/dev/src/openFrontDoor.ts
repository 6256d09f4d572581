import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { createProxyServer } from 'http-proxy-3';
import { createPicker } from './createPicker.ts';
import { listenOnLoopback } from './listenOnLoopback.ts';

export type FrontDoorOptions = {
  port: number;
  /** The ports of the replicas that serve this path. */
  targetsOf: (path: string) => readonly number[];
};

export type FrontDoor = { readonly port: number; close(): Promise<void> };

/**
 * The one origin that everything is served from: passes requests and WebSockets on to the services, to their replicas in
 * turn; one that is down is passed over. On this machine alone, since anybody who reaches it may be any user.
 * @throws Error when the port is taken
 */
export async function openFrontDoor({ port, targetsOf }: FrontDoorOptions): Promise<FrontDoor> {
  const proxy = createProxyServer();
  // Without a listener it throws what a client's broken line told, and everything would end with that one client.
  proxy.on('error', () => {});
  const pickers = new Map<readonly number[], ReturnType<typeof createPicker>>();
  const upgraded = new Set<Duplex>();

  /** The URL of a replica that serves this request; undefined when none is up. */
  async function targetOf(request: IncomingMessage): Promise<string | undefined> {
    const [path = '/'] = (request.url ?? '/').split(/[?#]/);
    const targets = targetsOf(path);
    const pick = pickers.get(targets) ?? createPicker();
    pickers.set(targets, pick);
    const found = await pick(targets);
    return found === undefined ? undefined : `http://127.0.0.1:${found}`;
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const target = await targetOf(request);
    if (target === undefined) return refuse(response);
    // They are about this connection alone, and the service's own ends here (RFC 9110, section 7.6.1).
    for (const name of HOP_BY_HOP) delete request.headers[name];
    proxy.web(request, response, { target }, () => refuse(response));
  }

  async function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    upgraded.add(socket);
    socket.on('close', () => upgraded.delete(socket));
    socket.on('error', () => socket.destroy());
    const target = await targetOf(request);
    if (socket.destroyed) return;
    if (target === undefined) {
      socket.end(
        `HTTP/1.1 503 Service Unavailable\r\nconnection: close\r\n${REFUSAL_HEAD}\r\n\r\n${REFUSAL}`,
      );
    } else {
      proxy.ws(request, socket, head, { target }, () => socket.destroy());
    }
  }

  const createDoor = (): Server =>
    createServer({ shouldUpgradeCallback: isWebSocket }, (request, response) => {
      serve(request, response).catch(() => refuse(response));
    }).on('upgrade', (request, socket, head) => {
      upgrade(request, socket, head).catch(() => socket.destroy());
    });

  const servers = await listenOnLoopback(createDoor, port);
  return {
    port: servers.port,
    async close() {
      const closed = servers.close();
      for (const socket of upgraded) socket.destroy();
      await closed;
    },
  };
}

const HOP_BY_HOP = ['connection', 'upgrade', 'http2-settings'];

/** Any other upgrade that is offered (HTTP/2, say) is left alone, and the request answered as it is. */
const isWebSocket = ({ method, headers }: IncomingMessage): boolean =>
  method === 'GET' && headers.upgrade?.toLowerCase() === 'websocket';

const REFUSAL = JSON.stringify({
  error: {
    category: 'service',
    code: 'unavailable',
    message: 'Parley is starting, or a part of it is starting again',
  },
});
const REFUSAL_HEAD = `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(REFUSAL)}`;

function refuse(to: ServerResponse): void {
  if (to.headersSent) to.destroy();
  else to.writeHead(503, { 'content-type': 'application/json', 'retry-after': '1' }).end(REFUSAL);
}
