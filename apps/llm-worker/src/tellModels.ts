import { randomUUID } from 'node:crypto';
import type { Deps } from './deps.ts';

/** How often it is said again, in milliseconds. */
const TELL_MS = 10_000;

/** Says which models this worker can call: now, on a change, when asked, and again and again, until told to stop. */
export function tellModels({ bus, models }: Pick<Deps, 'bus' | 'models'>, everyMs = TELL_MS): () => void {
  const worker = randomUUID();
  const tell = (): void => bus.publishFleetModels({ worker, models: models.states() });
  const ends = [bus.subscribeFleetModelsAsked(tell), bus.onReconnect(tell), models.onChange(tell)];
  const timer = setInterval(tell, everyMs).unref();
  tell();
  return () => {
    clearInterval(timer);
    for (const end of ends) end();
  };
}
