import type { FastifyRequest } from 'fastify';

/** The address that a request came from, as an audit names it: an IPv4 address that came as an IPv6 one is plain. */
export const clientAddress = ({ ip }: Pick<FastifyRequest, 'ip'>): string =>
  ip.replace(/^::ffff:(?=\d+\.)/iu, '');
