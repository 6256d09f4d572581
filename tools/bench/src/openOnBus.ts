import { randomUUID } from 'node:crypto';
import type { Bus } from '@parley/bus';
import { subjects } from '@parley/protocol';
import type { Told } from './openTalk.ts';
import type { Script, Stamps } from './Streams.ts';

const PATIENCE_MS = 120_000;

/** A new session, used straight on the queue, as a gateway does. */
export interface BusChat {
  /**
   * Has an answer written; what was found of its chunks grows in `stamps` until then.
   * @throws Error when the answer isn't complete, or takes two minutes
   */
  answer(script: Script, stamps: Stamps): Promise<void>;
}

const read = (bytes: Uint8Array): Told => JSON.parse(Buffer.from(bytes).toString()) as Told;

/** Opens a session of a user of its own. */
export async function openOnBus(bus: Bus): Promise<BusChat> {
  const sessionId = randomUUID();
  const user = { id: `user ${sessionId}`, roles: ['user'] };
  const frame = { type: 'session.open', id: sessionId, new: true };
  const reply = await bus.request(
    subjects.sessionOpen,
    { frame, user, at: Date.now() },
    { timeoutMs: 30_000 },
  );
  if (reply.kind === 'nobody') throw new Error('no worker answers');
  const { type } = read(reply.payload);
  if (type !== 'session.opened') throw new Error(`session.open got ${type}`);
  return {
    async answer(script, stamps) {
      const { promise, resolve, reject } = Promise.withResolvers<string | undefined>();
      const late = setTimeout(() => reject(new Error(`no answer within ${PATIENCE_MS} ms`)), PATIENCE_MS);
      const id = randomUUID();
      const unsubscribe = bus.subscribeOut(sessionId, (bytes) => {
        const { type, text, message } = read(bytes);
        if (type === 'message.delta' && text) stamps.push(text);
        if (type === 'message.ended' && message?.replyTo === id) resolve(message.status);
      });
      try {
        const frame = { type: 'message.send' as const, id, sessionId, text: JSON.stringify(script) };
        await bus.publishCommand({ frame, user, acceptedAt: Date.now() }, { msgId: `${sessionId}.${id}` });
        const status = await promise;
        if (status !== 'complete') throw new Error(`an answer ended as ${status}`);
      } finally {
        clearTimeout(late);
        unsubscribe();
      }
    },
  };
}
