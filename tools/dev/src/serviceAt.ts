import type { Service } from './services.ts';

/** The service that serves a path, such as `/ws` for `/ws` and `/ws/x` but not for `/wsx`. */
export function serviceAt(services: readonly Service[], path: string): Service | undefined {
  let best: { service: Service; length: number } | undefined;
  for (const service of services) {
    for (const start of service.paths) {
      const fits = path === start || path.startsWith(start.endsWith('/') ? start : `${start}/`);
      if (fits && start.length > (best?.length ?? 0)) best = { service, length: start.length };
    }
  }
  return best?.service;
}
