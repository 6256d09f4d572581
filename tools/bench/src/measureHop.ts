import { setTimeout as delay } from 'node:timers/promises';
import { connect } from 'nats';
import { Stamps, type Script } from './Streams.ts';

/** Milliseconds that each of some messages takes through the core of the queue and back into this process. */
export async function measureHop(natsUrl: string, { chunks, everyMs }: Script): Promise<number[]> {
  const [from, to] = await Promise.all([connect({ servers: natsUrl }), connect({ servers: natsUrl })]);
  const stamps = new Stamps();
  to.subscribe('bench.hop', { callback: (_error, message) => stamps.push(message.string()) });
  await to.flush();
  for (let i = 0; i < chunks; i++) {
    await delay(everyMs);
    from.publish('bench.hop', `${process.hrtime.bigint()} `);
  }
  await from.flush();
  await to.flush();
  await Promise.all([from.close(), to.close()]);
  return stamps.taken;
}
