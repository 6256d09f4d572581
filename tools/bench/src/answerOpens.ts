import { connectBus } from '@parley/bus';
import { createLogger } from '@parley/logging';
import { subjects } from '@parley/protocol';

/** Makes the streams, and says of every new session that it is open, as a worker would, until disposed of. */
export async function answerOpens(url: string): Promise<AsyncDisposable> {
  const log = createLogger({ service: 'bench', level: 'error' });
  const bus = await connectBus({ url, name: 'bench', log });
  await bus.ensureStreams();
  bus.respond(subjects.sessionOpen, { queue: 'bench' }, async (payload) => {
    const { frame } = JSON.parse(Buffer.from(payload).toString()) as { frame: { id: string } };
    return { payload: { type: 'session.opened', ref: frame.id, sessionId: frame.id }, sessionId: frame.id };
  });
  return { [Symbol.asyncDispose]: () => bus.close() };
}
