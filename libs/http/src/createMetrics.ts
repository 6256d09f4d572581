import { collectDefaultMetrics, Registry } from 'prom-client';

/** A service's own registry of metrics, with those of its process; every metric is labelled with the service. */
export function createMetrics(service: string): Registry {
  const registry = new Registry();
  registry.setDefaultLabels({ service });
  collectDefaultMetrics({ register: registry });
  return registry;
}
