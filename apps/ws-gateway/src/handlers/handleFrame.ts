import { newTrace } from '@parley/bus';
import { CLOSE, ParleyError, type ClientFrame } from '@parley/protocol';
import type { Connection } from '../connection/Connection.ts';
import { strike } from '../connection/strike.ts';
import type { Handler } from './Handler.ts';
import { served } from './served.ts';
import type { Services } from './Services.ts';

/** Has a frame served. Never rejects: whatever goes wrong is its answer. */
export async function handleFrame(
  connection: Connection,
  frame: ClientFrame,
  services: Services,
): Promise<void> {
  if (!connection.isOpen) return;
  const trace = newTrace();
  try {
    // The table gives each type the handler of that very type, which the compiler can't follow through a variable.
    const handler = served[frame.type] as Handler<ClientFrame>;
    await handler(connection, frame, services, trace);
  } catch (thrown) {
    answerError(connection, frame, ParleyError.from(thrown), services, trace);
  }
}

function answerError(
  connection: Connection,
  frame: ClientFrame,
  error: ParleyError,
  { log, elapsed }: Services,
  traceId: string,
): void {
  const { id: ref, type } = frame;
  const sessionId = 'sessionId' in frame ? frame.sessionId : undefined;
  const about = { ...connection.about, type, sessionId, traceId };
  if (error.code === 'internal') log.error('frame.failed', error.cause ?? error, about);
  else if (error.category === 'service') log.warn('frame.unserved', { ...about, code: error.code });
  if (error.category === 'rate_limit' && strike(connection, 'refused', elapsed())) {
    connection.fail(CLOSE.flooding, ref, error);
  } else connection.refuse(ref, error);
}
