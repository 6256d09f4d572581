import { connectBus, verdict } from '@parley/bus';
import { createLogger } from '@parley/logging';
import type { Command, ParleyError } from '@parley/protocol';
import type { Store } from '@parley/store';

/** Carries commands out in a worker's stead, as far as these tests look. */
export interface Hand {
  /** Every command that came, in order. */
  readonly commands: readonly Command[];
  /** What the next command is refused with. */
  refuseNext(error: ParleyError): void;
  /** The next command is only told to be done: its session can't be opened here. */
  unableNext(): void;
  stop(): Promise<void>;
}

/** Does to the session what the command says. */
async function carryOut(store: Store, { frame }: Command): Promise<void> {
  await store.sessions.change(frame.sessionId, (state) => {
    const rev = state.rev + 1;
    const session =
      frame.type === 'session.rename'
        ? { ...state, rev, name: frame.name, namedBy: 'user' as const }
        : frame.type === 'session.archive'
          ? { ...state, rev, archived: frame.archived }
          : { ...state, rev, state: 'ended' as const };
    return { change: { session, entries: [] }, result: undefined };
  });
}

export async function startHand(natsUrl: string, store: Store): Promise<Hand> {
  const log = createLogger({ service: 'hand', level: 'silent' });
  const bus = await connectBus({ url: natsUrl, name: 'hand', log });
  await bus.ensureStreams();
  const commands: Command[] = [];
  let unable = false;
  let refusal: ParleyError | undefined;
  const consumption = bus.consumeCommands({
    async handler(command) {
      commands.push(command);
      const { id: ref, sessionId } = command.frame;
      const error = refusal?.toWire();
      refusal = undefined;
      if (!error && !unable) await carryOut(store, command);
      unable = false;
      const outcome = error ? { type: 'error', ref, error } : { type: 'ack', ref, sessionId };
      if (command.replyTo !== undefined) bus.reply(command.replyTo, outcome);
      return verdict.done;
    },
  });
  return {
    commands,
    refuseNext: (error) => (refusal = error),
    unableNext: () => (unable = true),
    async stop() {
      await consumption.stop();
      await bus.close();
    },
  };
}
