import type { HttpApp } from '@parley/http';
import { PATH, SUBPROTOCOL } from './checkRequest.ts';
import type { Upgrade } from './createUpgrade.ts';
import { refusal } from './Refusal.ts';

/** Has the server's upgrades decided over, and tells whoever asks for the path without one. */
export function addUpgradeRoute(http: HttpApp, upgrade: Upgrade): void {
  http.server.on('upgrade', upgrade.handle);
  http.get(PATH, { schema: { hide: true } }, async (_request, reply) => {
    const message = `Upgrade: must be websocket, with Sec-WebSocket-Protocol: ${SUBPROTOCOL}.`;
    const { status, error } = refusal(426, 'validation', 'invalid_field', message);
    return reply.code(status).header('upgrade', 'websocket').send({ error: error.toWire() });
  });
}
