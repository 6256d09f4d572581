import type { Bus, Unsubscribe } from '@parley/bus';
import { subjects, type Stopped, type TurnSnapshot } from '@parley/protocol';
import type { RunningAnswer } from './RunningAnswer.ts';

function snapshot({ answer, deltas, reasoning }: RunningAnswer): TurnSnapshot {
  const thought = reasoning.text !== '' && { reasoning: reasoning.text };
  return { attempt: answer.attempt, text: deltas.text, ...thought };
}

/** Lets others ask for an answer's text so far, and have it stopped. Gives how to end each. */
export function* serveAnswer(bus: Bus, running: RunningAnswer): Generator<Unsubscribe> {
  const { messageId } = running.answer;
  yield bus.respond(subjects.turnSnapshot(messageId), {}, () => ({ payload: snapshot(running) }));
  yield bus.respond(subjects.stop(messageId), {}, async () => {
    running.stop();
    await running.finished;
    const { model, fallbackFor } = running.writer ?? {};
    const payload: Stopped = { ...snapshot(running), ...(fallbackFor !== undefined && { model }) };
    return { payload };
  });
}
