import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { ParleyError } from '@parley/protocol';

const STATUS = new Map([
  ['HPE_HEADER_OVERFLOW', 431],
  ['ERR_HTTP_REQUEST_TIMEOUT', 408],
]);

/** Answers what isn't HTTP, and closes the connection. */
export function refuseBrokenRequest(failure: Error & { code?: string }, socket: Socket): void {
  if (!socket.writable || failure.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const status = STATUS.get(failure.code ?? '') ?? 400;
  const error = new ParleyError('validation', 'malformed', 'request: cannot be read');
  const body = JSON.stringify({ error: error.toWire() });
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}
