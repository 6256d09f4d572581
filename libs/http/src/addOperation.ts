import type { Health } from '@parley/lifecycle';
import { ParleyError } from '@parley/protocol';
import type { Registry } from 'prom-client';
import type { HttpApp } from './HttpApp.ts';

const schema = { hide: true };

/** What an operator asks: `/healthz` (alive), `/readyz` (503 with what is failing), `/metrics` (Prometheus). */
export function addOperation(app: HttpApp, health: Health, metrics: Registry): void {
  app.get('/healthz', { schema }, async () => ({ status: 'ok' }));
  app.get('/readyz', { schema }, async (_request, reply) => {
    const report = await health.report();
    if (report.status === 'ready') return report;
    const why = report.status === 'draining' ? 'is stopping' : `waits for ${report.failing.join(', ')}`;
    const error = new ParleyError('service', 'unavailable', `The service ${why}.`).toWire();
    return reply.code(503).send({ ...report, error });
  });
  app.get('/metrics', { schema }, async (_request, reply) => {
    reply.type(metrics.contentType);
    return metrics.metrics();
  });
}
