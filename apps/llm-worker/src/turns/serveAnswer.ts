import type { Bus, Unsubscribe } from '@parley/bus';
import { subjects } from '@parley/protocol';
import type { RunningAnswer } from './RunningAnswer.ts';

/** Lets others ask for an answer's text so far, and have it stopped. Gives how to end each. */
export function* serveAnswer(bus: Bus, running: RunningAnswer): Generator<Unsubscribe> {
  const { messageId, attempt } = running.answer;
  yield bus.respond(subjects.turnSnapshot(messageId), {}, () => {
    const { deltas, reasoning } = running;
    const thought = reasoning.text !== '' && { reasoning: reasoning.text };
    return { payload: { attempt, text: deltas.text, ...thought } };
  });
  yield bus.respond(subjects.stop(messageId), {}, async () => {
    running.breakOff('stopped');
    await running.finished;
    return { payload: { attempt } };
  });
}
