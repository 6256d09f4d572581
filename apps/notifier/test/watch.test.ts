import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { connectBus, verdict } from '@parley/bus';
import { createLogger } from '@parley/logging';
import { eventually } from '@parley/testing';
import { SESSION, setStage, type Stage } from './support/setStage.ts';

let stage: Stage;

beforeEach(async () => {
  stage = await setStage();
});
afterEach(() => stage.end());

const subjects = () => stage.mail.arrived.map(({ mail }) => mail.subject);
const notified = async (subject: string) => {
  await eventually(subject, () => subjects().includes(subject), { timeoutMs: 25_000 });
  return stage.mail.arrived.find(({ mail }) => mail.subject === subject)?.mail;
};

describe('by rule', () => {
  test('[P38] a service that logs many errors notifies, once however many notifiers see it', async () => {
    await Promise.all([1, 2].map(() => stage.notifier({ ALERT_ERRORS: '5/1m' })));
    const log = createLogger({ service: 'llm-worker', level: 'silent' });
    const service = await connectBus({ url: stage.env['NATS_URL'] ?? '', name: 'llm-worker', log });
    const child = log.child({ traceId: 't' });
    for (let n = 0; n < 6; n++) (n % 2 ? log : child).error('turn.failed', new Error('broken'));
    const mail = await notified('Critical error: llm-worker logs many errors');
    expect(mail?.text).toContain('6 errors within 60 s');
    expect(stage.twilio.texted[0]?.body).toContain('llm-worker logs many errors');
    const raised = () => stage.lines.filter((line) => /"event":"alert.raised".*llm-worker/u.test(line));
    await eventually('both have seen it', () => raised().length === 2, { timeoutMs: 10_000 });
    await eventually(
      'the queue is empty',
      async () => (await stage.bus.queueDepths()).find(({ stream }) => stream === 'NOTIFY')?.messages === 0,
    );
    expect(subjects().filter((subject) => subject?.includes('llm-worker'))).toHaveLength(1);
    await service.close();
  });

  test('[P38] commands that nobody handles, and messages that were given up, notify', async () => {
    await stage.notifier({ ALERT_QUEUE_AGE: '1s' });
    const user = { id: 'ann', roles: ['user'] };
    const frame = { type: 'message.send' as const, id: SESSION, sessionId: SESSION, text: 'said' };
    await stage.bus.publishCommand({ frame, user, acceptedAt: Date.now() });
    const old = await notified('Critical error: Commands wait in the queue and aren’t handled');
    expect(old?.text).toContain('Queue:    CHAT');
    const commands = stage.bus.consumeCommands({ handler: async () => verdict.drop('rule: broken') });
    const given = await notified('System alert: A message was given up');
    expect(given?.text).toContain('rule: broken');
    expect(given?.text).toContain('npm run queue -- list 0');
    expect(given?.text).not.toContain('said');
    await commands.stop();
  });
});
