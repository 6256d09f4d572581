import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { eventually } from '@parley/testing';
import { ofType, setStage, type Stage } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await setStage();
});
afterAll(() => stage.end());

describe('the keys of the ring', () => {
  test('[P44] rotate under workers that go on answering, until the old one can be dropped', async () => {
    const next = `k2:${randomBytes(32).toString('base64')}`;
    const running = [await stage.worker()];
    const sessionId = (await stage.opened()).session.id;
    const frames = stage.watch(sessionId);
    let said = 0;
    const ask = async (): Promise<void> => {
      await stage.send(sessionId, `/echo answer ${++said}`);
      await eventually('the answer', () => ofType(frames, 'message.ended').length === said);
    };
    await ask();
    const oldIsFree = () =>
      eventually('all is wrapped by the new key', async () => {
        const [old, fresh] = await stage.store.keys.status();
        return old?.dataKeys === 0 && fresh?.dataKeys === 1;
      });
    // A worker of each step beside one of the step before, which then goes.
    for (const ENCRYPTION_KEYS of [`${stage.ring},${next}`, `${next},${stage.ring}`, next]) {
      running.push(await stage.worker({ env: { ENCRYPTION_KEYS } }));
      await ask();
      await running.shift()?.();
      await ask();
      if (ENCRYPTION_KEYS.startsWith('k2') && ENCRYPTION_KEYS !== next) await oldIsFree();
    }
    expect(stage.lines.filter((line) => line.includes('"keys.rewrapped"'))).toHaveLength(1);
    const answers = ofType(frames, 'message.ended').map(({ message }) => message.text);
    expect(answers).toEqual([1, 2, 3, 4, 5, 6, 7].map((n) => `answer ${n}`));
    expect(stage.lines.join('\n')).not.toContain('store.unreadable');
  });
});
