import { createHash, randomUUID } from 'node:crypto';
import { verdict, type Bus } from '@parley/bus';
import { partitionOf, type Command } from '@parley/protocol';

/** What was published, by its number in the stream. */
export interface Published {
  /** The frame's id. */
  readonly id: string;
  /** SHA-256 of what was said, which may have left the queue again (`taken`). */
  readonly text: string;
  readonly taken: boolean;
}

const PUBLISHERS = 16;
/** Some so long that the stream begins new files. */
const LONGEST = 20_000;

/** A worker takes what is in these; all else stays in the queue. */
const isTaken = (sessionId: string): boolean => partitionOf(sessionId) % 4 === 0;

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Publishes as gateways do, while a worker takes a quarter of it; resolves when all of it is acked. */
export async function load(bus: Bus, count: number, next: () => number): Promise<Map<number, Published>> {
  const published = new Map<number, Published>();
  const worker = bus.consumeCommands({
    handler: async ({ frame }) => (isTaken(frame.sessionId) ? verdict.done : verdict.retry(60_000)),
  });
  let left = count;
  const publisher = async () => {
    const sessionId = randomUUID();
    while (left-- > 0) {
      const id = randomUUID();
      const text = String.fromCharCode(97 + Math.floor(next() * 26)).repeat(
        1 + Math.floor(next() ** 4 * LONGEST),
      );
      const command: Command = {
        frame: { type: 'message.send', id, sessionId, text },
        user: { id: 'ann', roles: ['user'] },
        acceptedAt: Date.now(),
      };
      const { seq } = await bus.publishCommand(command, { msgId: `${sessionId}.${id}` });
      published.set(seq, { id, text: sha256(text), taken: isTaken(sessionId) });
    }
  };
  await Promise.all(Array.from({ length: PUBLISHERS }, publisher));
  await worker.stop();
  return published;
}
