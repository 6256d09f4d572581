import { once } from 'node:events';
import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { WebSocket, WebSocketServer } from 'ws';

/**
 * A guarantee switched off. `acks early`: a message is acked before it is published, and whatever comes of that is kept
 * quiet. `forgets ids`: a message goes into the queue under an id of its own, so that nobody can tell that it came before.
 */
export type Flaw = 'acks early' | 'forgets ids';

export interface FaultyGateway {
  readonly port: number;
  close(): Promise<void>;
}

interface Frame {
  readonly type: string;
  readonly id?: string;
  readonly ref?: string;
  readonly sessionId?: string;
}

type Send = (to: WebSocket, frame: Frame) => void;

/** For how long the early one has what it acked in its memory only. */
const LATE_MS = 100;

const send: Send = (to, frame) => {
  if (to.readyState === WebSocket.OPEN) to.send(JSON.stringify(frame));
};

/** What one connection does to the frames of each side. */
type Flawed = (
  client: WebSocket,
  gateway: WebSocket,
) => { fromClient(frame: Frame): void; fromGateway(frame: Frame): void };

const FLAWS: Record<Flaw, Flawed> = {
  'acks early'(client, gateway) {
    const acked = new Set<string>();
    return {
      fromClient(frame) {
        const { type, id = '', sessionId } = frame;
        if (type !== 'message.send' || sessionId === undefined) return send(gateway, frame);
        acked.add(id);
        send(client, { type: 'ack', ref: id, sessionId });
        setTimeout(() => send(gateway, frame), LATE_MS);
      },
      fromGateway(frame) {
        if (frame.ref === undefined || !acked.has(frame.ref)) send(client, frame);
      },
    };
  },
  'forgets ids'(client, gateway) {
    const original = new Map<string, string>();
    return {
      fromClient(frame) {
        if (frame.type !== 'message.send' || frame.id === undefined) return send(gateway, frame);
        const id = randomUUID();
        original.set(id, frame.id);
        send(gateway, { ...frame, id });
      },
      fromGateway(frame) {
        const ref = original.get(frame.ref ?? '');
        send(client, ref === undefined ? frame : { ...frame, ref });
      },
    };
  },
};

/** Stands before the gateways, passes everything on, and has a flaw that a gateway might have. */
export async function startFaultyGateway(targetPort: number, flaw: Flaw): Promise<FaultyGateway> {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0, handleProtocols: () => 'parley.v1' });
  await once(server, 'listening');
  server.on('connection', (client, { headers }) => {
    const offered = (headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim());
    const gateway = new WebSocket(`ws://127.0.0.1:${targetPort}/ws`, offered);
    const flawed = FLAWS[flaw](client, gateway);
    const early: Frame[] = [];
    client.on('message', (data: Buffer) => {
      const frame = JSON.parse(data.toString()) as Frame;
      if (gateway.readyState === WebSocket.CONNECTING) early.push(frame);
      else flawed.fromClient(frame);
    });
    gateway.on('open', () => early.splice(0).forEach((frame) => flawed.fromClient(frame)));
    gateway.on('message', (data: Buffer) => flawed.fromGateway(JSON.parse(data.toString()) as Frame));
    client.on('close', () => gateway.terminate());
    gateway.on('close', () => client.terminate());
    for (const socket of [client, gateway]) socket.on('error', () => socket.terminate());
  });
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      for (const client of server.clients) client.terminate();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
