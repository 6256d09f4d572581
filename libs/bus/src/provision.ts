import { setTimeout as delay } from 'node:timers/promises';
import { ParleyError } from '@parley/protocol';
import { NatsError, type JetStreamManager } from 'nats';
import type { Link } from './link.ts';
import { CONSUMERS, STREAMS, type ConsumerDefinition } from './streams.ts';

export interface StreamOptions {
  /** Copies of each stream in the cluster (1, 3 or 5). */
  replicas?: number;
  /** How long to go on trying while JetStream isn't there, in milliseconds (30,000). */
  timeoutMs?: number;
}

const NAME_IN_USE = 10058;

/**
 * Makes every stream and durable consumer, or brings existing ones up to date. Any number of services may do so at
 * once: whoever comes first makes them.
 * @throws ParleyError service/unavailable when JetStream isn't there in time; NatsError when it refuses
 */
export async function provision(
  link: Link,
  { replicas = 1, timeoutMs = 30_000 }: StreamOptions,
): Promise<void> {
  const end = performance.now() + timeoutMs;
  for (;;) {
    try {
      return await link.guard(() => once(link, replicas));
    } catch (error) {
      if (isRefusal(error)) throw error;
      if (performance.now() > end || link.status() === 'closed') throw error;
      await delay(250);
    }
  }
}

async function once(link: Link, replicas: number): Promise<void> {
  const manager = await link.nc.jetstreamManager({ checkAPI: false, timeout: 2000 });
  for (const stream of STREAMS) await makeStream(manager, { ...stream, num_replicas: replicas });
  await Promise.all(CONSUMERS.map((consumer) => makeConsumer(manager, consumer)));
}

async function makeStream(manager: JetStreamManager, config: (typeof STREAMS)[number]): Promise<void> {
  try {
    await manager.streams.add(config);
  } catch (error) {
    if (!(error instanceof NatsError) || error.api_error?.err_code !== NAME_IN_USE) throw error;
    await manager.streams.update(config.name, config);
  }
}

async function makeConsumer(manager: JetStreamManager, definition: ConsumerDefinition): Promise<void> {
  const { stream, ...config } = definition;
  try {
    await manager.consumers.add(stream, config);
  } catch (error) {
    if (!(error instanceof NatsError) || !error.api_error) throw error;
    await manager.consumers.update(stream, config.durable_name, config);
  }
}

/** JetStream answered, and the answer is no: trying again would change nothing. */
function isRefusal(error: unknown): boolean {
  const cause = error instanceof ParleyError ? error.cause : error;
  return cause instanceof NatsError && cause.api_error !== undefined && cause.api_error.code < 500;
}
