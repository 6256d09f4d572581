import { randomBytes } from 'node:crypto';
import type { Logger } from '@parley/logging';
import type { FastifyRequest } from 'fastify';
import { Histogram, type Registry } from 'prom-client';
import type { HttpApp } from './HttpApp.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** The trace that this request belongs to: that of its `traceparent`, or a new one. */
    traceId: string;
  }
}

/** Probes and scrapes come every few seconds and say nothing about what the service does. */
const QUIET = new Set(['/healthz', '/readyz', '/metrics']);

/** The trace id of a W3C `traceparent` header, or a fresh one. */
function traceIdOf(request: FastifyRequest): string {
  const header = request.headers['traceparent'];
  const match = typeof header === 'string' ? /^[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-/.exec(header) : null;
  return match?.[1] ?? randomBytes(16).toString('hex');
}

/** The id of the user whom an authentication put on the request, when there is one. */
function userIdOf(request: FastifyRequest): string | undefined {
  const user: unknown = Reflect.get(request, 'user');
  return typeof user === 'object' && user !== null && 'id' in user ? String(user.id) : undefined;
}

/** Logs and measures each request; of its address the path alone, since a query may hold what is nobody's business. */
export function addRequestLog(app: HttpApp, log: Logger, metrics: Registry): void {
  const duration = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from a request to the end of its answer',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5],
    registers: [metrics],
  });
  app.decorateRequest('traceId', '');
  app.addHook('onRequest', async (request) => {
    request.traceId = traceIdOf(request);
  });
  app.addHook('onResponse', async (request, reply) => {
    const { method, traceId } = request;
    const route = request.routeOptions.url ?? 'none';
    const status = reply.statusCode;
    const ms = Math.round(reply.elapsedTime * 10) / 10;
    duration.observe({ method, route, status }, ms / 1000);
    if (QUIET.has(route)) return;
    const path = request.url.split('?', 1)[0];
    log.info('http.request', { method, route, path, status, ms, traceId, userId: userIdOf(request) });
  });
}
