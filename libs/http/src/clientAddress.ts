import type { FastifyRequest } from 'fastify';
import { plainAddress } from './plainAddress.ts';

/**
 * The address that a request came from, as an audit names it. Where a trusted proxy names none, its own; `undefined`:
 * the line is gone.
 */
export const clientAddress = ({ ip, socket }: Pick<FastifyRequest, 'ip' | 'socket'>): string | undefined =>
  plainAddress(ip) ?? plainAddress(socket.remoteAddress);
