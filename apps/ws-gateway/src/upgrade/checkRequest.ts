import type { IncomingMessage } from 'node:http';
import { refusal } from './Refusal.ts';

export const PATH = '/ws';
/** The subprotocol of this version of the protocol. */
export const SUBPROTOCOL = 'parley.v1';
const VERSION = '13';
const KEY = /^[+/0-9A-Za-z]{22}==$/;

/**
 * Whether it is a handshake of this protocol at all.
 * @throws Refusal 404, 405, 400 or 426
 */
export function checkRequest({ url = '', method, headers }: IncomingMessage): void {
  if (url.split('?', 1)[0] !== PATH) {
    throw refusal(404, 'not_found', 'route', 'There is nothing at this path.');
  }
  if (method !== 'GET') {
    throw refusal(405, 'validation', 'invalid_field', 'method: must be GET.', { headers: { Allow: 'GET' } });
  }
  if (headers.upgrade?.toLowerCase() !== 'websocket') {
    throw refusal(426, 'validation', 'invalid_field', 'Upgrade: must be websocket.', {
      headers: { Upgrade: 'websocket' },
    });
  }
  if (headers['sec-websocket-version'] !== VERSION) {
    throw refusal(426, 'validation', 'invalid_field', `Sec-WebSocket-Version: must be ${VERSION}.`, {
      headers: { Upgrade: 'websocket', 'Sec-WebSocket-Version': VERSION },
    });
  }
  if (!KEY.test(headers['sec-websocket-key'] ?? '')) {
    throw refusal(400, 'validation', 'invalid_field', 'Sec-WebSocket-Key: must be 16 bytes in base64.');
  }
  const offered = headers['sec-websocket-protocol']?.split(',').map((name) => name.trim()) ?? [];
  if (!offered.includes(SUBPROTOCOL)) {
    throw refusal(426, 'validation', 'invalid_field', `Sec-WebSocket-Protocol: must offer ${SUBPROTOCOL}.`, {
      headers: { Upgrade: 'websocket', 'Sec-WebSocket-Protocol': SUBPROTOCOL },
    });
  }
}
