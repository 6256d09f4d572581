import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { eventually } from '@parley/testing';
import type { Child } from '@parley/infra';
import { ofType, setStage, textOf, type Stage } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await setStage();
});
afterAll(() => stage.end());

/** Has a worker begin a long answer, does something to it, and has a second worker there to take over. */
async function interrupted(harm: (writer: Child) => void) {
  const writer = await stage.process();
  const { session } = await stage.opened({ new: true });
  const frames = stage.watch(session.id);
  await stage.bus.flush();
  const asked = await stage.send(session.id, '/slow 50');
  await eventually('some of the answer', () => ofType(frames, 'message.delta').length > 3, {
    timeoutMs: 15_000,
  });
  const successor = await stage.process();
  harm(writer);
  const answer = await eventually(
    'the end of the answer',
    () => ofType(frames, 'message.ended').find(({ message }) => message.replyTo === asked)?.message,
    { timeoutMs: 40_000 },
  );
  return { writer, successor, session, frames, answer };
}

describe('an answer whose writer is lost', () => {
  test('[P10] is started again by another worker, after the writer was killed', async () => {
    const { successor, session, frames, answer } = await interrupted((writer) =>
      process.kill(writer.pid, 'SIGKILL'),
    );
    const messageId = answer.id;
    expect(ofType(frames, 'message.reset')).toEqual([
      { type: 'message.reset', sessionId: session.id, messageId, attempt: 2 },
    ]);
    expect(answer).toMatchObject({ status: 'complete', seq: 2 });
    expect(textOf(frames, messageId)).toBe(answer.text);
    await successor.kill();
  });

  test('[P10] is ended once when the writer was paused and comes back: what it still says no longer counts', async () => {
    const { writer, successor, session, frames, answer } = await interrupted((one) =>
      process.kill(one.pid, 'SIGSTOP'),
    );
    process.kill(writer.pid, 'SIGCONT');
    const second = await stage.send(session.id, '/echo after');
    await eventually(
      'the next answer',
      () => ofType(frames, 'message.ended').some(({ message }) => message.replyTo === second),
      { timeoutMs: 20_000 },
    );
    await Promise.all([writer.stop(), successor.stop()]);
    const { entries } = await stage.store.entries.newest(session.id, 50);
    expect(entries.map(({ text, status }) => [text, status])).toEqual([
      ['/slow 50', 'complete'],
      [answer.text, 'complete'],
      ['/echo after', 'complete'],
      ['after', 'complete'],
    ]);
    const ends = ofType(frames, 'message.ended').filter(({ message }) => message.id === answer.id);
    expect(new Set(ends.map(({ rev }) => rev)).size).toBe(1);
    expect(textOf(frames, answer.id)).toBe(answer.text);
  });

  test('[P10] goes to another worker when the writer is told to leave', async () => {
    const { answer, writer, successor } = await interrupted((one) => process.kill(one.pid, 'SIGTERM'));
    expect(answer).toMatchObject({ status: 'complete', text: expect.stringContaining('word200') });
    expect((await writer.exited).code).toBe(0);
    await successor.stop();
  });
});
