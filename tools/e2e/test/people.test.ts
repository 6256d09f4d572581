import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { eventually } from '@parley/testing';
import { chromium, type Browser } from 'playwright-core';
import { CHROMIUM, describeInChromium } from './support/describeInChromium.ts';
import { checkLogs } from './support/checkLogs.ts';
import { Colleague } from './support/Colleague.ts';
import { killHard } from './support/killHard.ts';
import { Reader } from './support/Reader.ts';
import { startStack, type Stack } from './support/startStack.ts';

let stack: Stack;
let browser: Browser;
let reader: Reader;
let anna: Colleague | undefined;

/** What the outbox of the notifier has about a session. */
async function notified(sessionId: string): Promise<{ subject?: string; text: string }[]> {
  const response = await fetch(`${stack.url}/outbox.json`);
  const { items } = (await response.json()) as { items: { subject?: string; text: string }[] };
  return items.filter(({ text }) => text.includes(sessionId));
}

describeInChromium('a person one click away', () => {
  beforeAll(async () => {
    stack = await startStack({
      replicas: { 'ws-gateway': 2, 'llm-worker': 2 },
      env: { NOTIFY_EMAILS: 'team@example.com', PEOPLE_SWEEP: '500ms' },
    });
    browser = await chromium.launch({ executablePath: CHROMIUM ?? 'chromium', args: ['--no-sandbox'] });
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await stack?.end();
  });
  afterEach(async () => {
    expect([...reader.complaints, ...(anna?.complaints ?? [])]).toEqual([]);
    await reader.context.close();
    await anna?.context.close();
  });

  test('[E4][P51][P52][P53][P54][P55] is called, notified, takes over, both talk, hands back, and the assistant knows', async () => {
    reader = await Reader.come(browser, stack.url);
    await reader.say('/echo The order is lost.');
    await eventually('it is answered', async () => (await reader.lastAnswer()).status === 'complete');
    const secret = `reason ${randomUUID()}`;
    await reader.callPerson(secret);
    await reader.page.getByText('You are next.').first().waitFor();
    const mails = await eventually('the team has a mail', async () => {
      const found = await notified(reader.sessionId);
      return found.length > 0 ? found : undefined;
    });
    expect(mails).toHaveLength(1);
    expect(mails[0]?.text).toContain(secret);

    const colleague = await Colleague.come(browser, stack.url, `Anna ${randomUUID().slice(0, 8)}`);
    anna = colleague;
    await colleague.open(reader.sessionId);
    await colleague.page.getByText('The order is lost.').last().waitFor();
    await colleague.takeOver();
    await reader.page.getByText(`${colleague.name} from support is here`).first().waitFor();
    await colleague.say('Hello, I found it.');
    await reader.page.locator('.person .words').getByText('Hello, I found it.').waitFor();
    await reader.say('Thank you!');
    await colleague.page.locator('.bubble').getByText('Thank you!').waitFor();
    await colleague.handBack('It comes on Monday.');
    await reader.page.locator('.notice').getByText('The assistant is back').waitFor();
    await reader.say('/recall');
    await eventually('the model knows what the person said', async () => {
      const { text, status } = await reader.lastAnswer();
      return status === 'complete' && text.includes('Hello, I found it.') && text.includes('Thank you!');
    });
    const account = await reader.account();
    const [session, stored] = [
      await account.session(reader.sessionId),
      await account.messages(reader.sessionId),
    ];
    expect(session).toMatchObject({ handling: 'ai', adminAssisted: true });
    expect(stored.map(({ sender }) => sender)).toEqual([
      'user',
      'assistant',
      'admin',
      'user',
      'user',
      'assistant',
    ]);
    expect(stored.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6]);
    await checkLogs(stack.dataDir, [secret, 'I found it', 'Monday', 'Thank you!']);
  });

  test('[E4][P53] takes over in mid-answer, while the worker and the gateway die: no token comes after, and both go on', async () => {
    reader = await Reader.come(browser, stack.url);
    await reader.say('/slow 60');
    await eventually('the answer is being written', async () =>
      (await reader.lastAnswer()).text.includes('word10'),
    );
    const colleague = await Colleague.come(browser, stack.url, `Anna ${randomUUID().slice(0, 8)}`);
    anna = colleague;
    await colleague.open(reader.sessionId);
    await colleague.takeOver();
    await reader.page.getByText(`${colleague.name} from support is here`).first().waitFor();
    const stopped = (await reader.account()).messages(reader.sessionId);
    expect((await stopped).at(-1)).toMatchObject({ sender: 'assistant', status: 'stopped' });
    for (const n of [1, 2]) {
      await killHard(stack.parley, 'llm-worker', n);
      await killHard(stack.parley, 'ws-gateway', n);
    }
    await colleague.say('I am still here.');
    await reader.page.locator('.person .words').getByText('I am still here.').waitFor();
    await reader.say('So am I.');
    await colleague.page.locator('.bubble').getByText('So am I.').waitFor();
    const stored = await (await reader.account()).messages(reader.sessionId);
    expect(stored.map(({ sender }) => sender)).toEqual(['user', 'assistant', 'admin', 'user']);
    expect(stored[1]).toEqual((await stopped).at(-1));
  });
});
