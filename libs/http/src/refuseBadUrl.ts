import { ParleyError } from '@parley/protocol';
import type { FastifyReply } from 'fastify';

/** Answers what Fastify refuses before it looks for a route, such as a URL that can't be decoded. */
export function refuseBadUrl(_thrown: unknown, _request: unknown, reply: FastifyReply): void {
  const error = new ParleyError('validation', 'malformed', 'url: cannot be read');
  void reply.code(error.httpStatus).type('application/json; charset=utf-8').send({ error: error.toWire() });
}
