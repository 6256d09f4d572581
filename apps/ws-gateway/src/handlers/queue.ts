import type { Trace } from '@parley/bus';
import type { CommandFrame } from '@parley/protocol';
import type { Connection } from '../connection/Connection.ts';
import { askerOf } from './askerOf.ts';
import type { Services } from './Services.ts';

/**
 * Queues a command that is answered by its outcome, which comes from whoever carries it out. It names no message id: a
 * repeat must get there too, to be told the same outcome.
 */
export async function queue(
  connection: Connection,
  frame: CommandFrame,
  { bus, now, outcomes }: Services,
  trace: Trace,
): Promise<void> {
  const { replyTo, forget } = outcomes.expect(connection, frame.id);
  try {
    const command = { frame, ...askerOf(connection), acceptedAt: now(), replyTo };
    await bus.publishCommand(command, { trace });
  } catch (error) {
    forget();
    throw error;
  }
}
