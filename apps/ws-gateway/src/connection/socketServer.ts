import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { MAX_FRAME } from '@parley/protocol';
import { WebSocketServer } from 'ws';
import { refuse } from '../upgrade/refuse.ts';
import { refusal } from '../upgrade/Refusal.ts';
import { SUBPROTOCOL } from '../upgrade/checkRequest.ts';
import { GatewaySocket } from './GatewaySocket.ts';

/** How long a peer may take to answer a close before it is cut off, in milliseconds. */
const CLOSE_TIMEOUT_MS = 2000;
/** Pieces that one frame may come in. */
const MOST_FRAGMENTS = 1024;

/** Makes a WebSocket of an upgrade. */
export type HandleUpgrade = (
  request: IncomingMessage,
  line: Duplex,
  head: Buffer,
  opened: (socket: GatewaySocket) => void,
) => void;

/** Makes WebSockets of checked upgrades: one subprotocol, no compression, frames within the protocol's size. */
export function socketServer(): HandleUpgrade {
  const options = {
    noServer: true,
    clientTracking: false,
    WebSocket: GatewaySocket,
    maxPayload: MAX_FRAME,
    maxFragments: MOST_FRAGMENTS,
    maxBufferedChunks: MOST_FRAGMENTS,
    perMessageDeflate: false,
    // Pongs are sent within the limits of the connection, like everything else.
    autoPong: false,
    closeTimeout: CLOSE_TIMEOUT_MS,
    // The token stands among what was offered and is never echoed.
    handleProtocols: () => SUBPROTOCOL,
  };
  const server = new WebSocketServer(options);
  server.on('wsClientError', (error: Error, socket: Duplex, _request: IncomingMessage) =>
    refuse(socket, refusal(400, 'validation', 'malformed', `${error.message}.`)),
  );
  return (request, line, head, opened) =>
    server.handleUpgrade(request, line, head, (socket) => {
      if (socket instanceof GatewaySocket) opened(socket);
    });
}
