import type { ServerResponse } from 'node:http';

/** An answer in JSON. */
export function sendJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

/** An error as Dify tells it. */
export const sendError = (response: ServerResponse, status: number, code: string, message: string): void =>
  sendJson(response, status, { code, message, status });

/** An event of a stream, with the ids that each has. To a client that has left, nothing is written. */
export function writeEvent(response: ServerResponse, ids: object, event: object): void {
  if (!response.destroyed) response.write(`data: ${JSON.stringify({ ...ids, ...event })}\n\n`);
}
