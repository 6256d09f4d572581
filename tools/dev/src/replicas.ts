import { textType } from '@parley/config';

/** How many of each service run, by its name; one of those that aren't named. */
export type Replicas = ReadonlyMap<string, number>;

const MOST = 16;

/** Reads such as `ws-gateway=2,llm-worker=2`. */
export function replicas(services: readonly string[]) {
  const rule = `must be such as ${services[0]}=2, with commas between, each of ${services.join(', ')} once, 1 to ${MOST}`;
  return textType<Replicas>(rule, (text) => {
    const counts = new Map<string, number>();
    for (const part of text.split(',')) {
      const [, service, digits] = /^\s*([a-z-]+)\s*=\s*(\d{1,2})\s*$/.exec(part) ?? [];
      const count = Number(digits);
      if (service === undefined || !services.includes(service) || counts.has(service)) return undefined;
      if (count < 1 || count > MOST) return undefined;
      counts.set(service, count);
    }
    return counts;
  });
}
