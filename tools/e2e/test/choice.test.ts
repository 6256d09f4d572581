import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { eventually } from '@parley/testing';
import { chromium, type Browser, type Locator } from 'playwright-core';
import { CHROMIUM, describeInChromium } from './support/describeInChromium.ts';
import { checkLogs } from './support/checkLogs.ts';
import { gatewayOf } from './support/gatewayOf.ts';
import { killHard } from './support/killHard.ts';
import { Reader } from './support/Reader.ts';
import { ending, text } from './support/sse.ts';
import { startSseServer, type Play, type SseServer } from './support/SseServer.ts';
import { startStack, type Stack } from './support/startStack.ts';
import { watchAnswer } from './support/watchAnswer.ts';

const KEY = 'sk-merlin0123456789abcdef';
const WORDS = Array.from({ length: 100 }, (_, at) => `word${at} `);
const WHOLE = WORDS.join('').trimEnd();
const COST = { prompt: 7, completion: 3 };

let stack: Stack;
let browser: Browser;
let reader: Reader;
let server: SseServer;
let folder: string;
/** What models do otherwise than to say who they are, by the name that their server knows. */
const plays = new Map<string, Play>();

const model = (id: string, label: string, more: object = {}): object => {
  // A key each, so that none stands in the shadow of another's failures.
  const own = { id, label, provider: 'openai', model: `${id}-1`, apiKey: `\${E2E_KEY}-${id}` };
  return { ...own, baseUrl: server.url, ...more };
};
const HERE = (): object[] => [
  model('heron', 'Heron'),
  model('kestrel', 'Kestrel'),
  model('osprey', 'Osprey', { fallback: 'kestrel' }),
  { id: 'demo', label: 'Demo', provider: 'demo' },
];
// JSON is YAML, too.
const writeModels = (models: readonly object[]): Promise<void> =>
  writeFile(join(folder, 'models.yaml'), JSON.stringify({ models }));

const says = (what: string): Play => {
  return async (call) => {
    call.begin();
    await call.write(text(what));
    await call.write(ending(COST));
    call.end();
  };
};
/** Writes for five seconds. */
const slowly: Play = async (call) => {
  call.begin();
  for (const word of WORDS) {
    if (call.gone) return;
    await call.write(text(word));
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  await call.write(ending(COST));
  call.end();
};
const play: Play = (call) => {
  const { model, messages } = call.request;
  return (plays.get(model) ?? says(`${model} heard “${messages.at(-1)?.content}”.`))(call);
};

const current = (): Locator => reader.page.getByRole('button', { name: /^Model: / });
/** The names in the menu, open or not. */
const listed = async (): Promise<string[]> => {
  const names = await reader.page.locator('parley-model-menu [role=menuitemradio]').allTextContents();
  return names.map((name) => name.trim());
};
/** Under whose names the answers stand. */
const writers = (): Promise<string[]> => reader.page.locator('article.answer .model').allTextContents();

async function choose(label: string): Promise<void> {
  await current().click();
  await reader.page.getByRole('menuitemradio', { name: label, exact: true }).click();
  await reader.page.getByRole('button', { name: `Model: ${label}`, exact: true }).waitFor();
}

/** The last answer is this one, and whole. */
async function answered(expected: string): Promise<void> {
  await eventually(
    `the answer is “${expected}”`,
    async () => {
      const { text, status } = await reader.lastAnswer();
      return status === 'complete' && text === expected;
    },
    { timeoutMs: 20_000 },
  );
}

async function stored() {
  const account = await reader.account();
  const messages = await account.messages(reader.sessionId);
  const { model } = await account.session(reader.sessionId);
  return { model, answers: messages.filter(({ sender }) => sender === 'assistant') };
}

describeInChromium('a person who chooses among models', () => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'parley-choice-'));
    server = await startSseServer();
    server.play = play;
    await writeModels(HERE());
    const env = { MODELS_FILE: join(folder, 'models.yaml'), E2E_KEY: KEY };
    stack = await startStack({ replicas: { 'ws-gateway': 2, 'llm-worker': 2 }, env });
    browser = await chromium.launch({ executablePath: CHROMIUM ?? 'chromium', args: ['--no-sandbox'] });
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await stack?.end();
    await server?.stop();
    await rm(folder, { recursive: true, force: true });
  });
  beforeEach(async () => {
    reader = await Reader.come(browser, stack.url);
  });
  afterEach(async () => {
    plays.clear();
    expect(reader.complaints).toEqual([]);
    await reader.context.close();
  });

  test('[E6][P27][P30] has another one answer from then on, after a reload too, and sees which one wrote what', async () => {
    await reader.say('one');
    await answered('heron-1 heard “one”.');
    await choose('Kestrel');
    await reader.say('two');
    await answered('kestrel-1 heard “two”.');
    await reader.page.reload();
    await reader.page.getByRole('button', { name: 'Model: Kestrel', exact: true }).waitFor();
    await reader.say('three');
    await answered('kestrel-1 heard “three”.');
    await choose('Demo');
    await reader.say('/echo four');
    await answered('four');
    expect(await writers()).toEqual(['Heron', 'Kestrel', 'Kestrel', 'Demo']);
    const { model, answers } = await stored();
    expect(model).toBe('demo');
    expect(answers.map((answer) => answer.model)).toEqual(['heron', 'kestrel', 'kestrel', 'demo']);
    // The one that took over was told what the one before had said.
    const { messages } = server.calls.find(({ request }) => request.model === 'kestrel-1')?.request ?? {};
    expect(messages?.filter(({ role }) => role !== 'system')).toEqual([
      { role: 'user', content: 'one' },
      { role: 'assistant', content: 'heron-1 heard “one”.' },
      { role: 'user', content: 'two' },
    ]);
  });

  test('[E6][P30] keeps it while the gateway and the workers that serve it are killed in mid-answer', async () => {
    plays.set('kestrel-1', slowly);
    await choose('Kestrel');
    await reader.say('Tell me a long story');
    await eventually('the answer is being written', async () => {
      const { text, status } = await reader.lastAnswer();
      return status === 'streaming' && text.includes('word20');
    });
    const { userId } = await reader.account();
    const gateway = await gatewayOf(stack.dataDir, userId);
    await Promise.all([
      killHard(stack.parley, 'ws-gateway', gateway),
      ...[1, 2].map((n) => killHard(stack.parley, 'llm-worker', n)),
    ]);
    const seen = await watchAnswer(reader);
    for (const text of seen) expect(WHOLE.startsWith(text)).toBe(true);
    expect(seen.at(-1)).toBe(WHOLE);
    plays.clear();
    await reader.say('And then?');
    await answered('kestrel-1 heard “And then?”.');
    await reader.page.reload();
    await reader.page.getByRole('button', { name: 'Model: Kestrel', exact: true }).waitFor();
    await answered('kestrel-1 heard “And then?”.');
    expect(await writers()).toEqual(['Kestrel', 'Kestrel']);
    const { model, answers } = await stored();
    expect(model).toBe('kestrel');
    expect(answers).toMatchObject([
      { status: 'complete', text: WORDS.join(''), model: 'kestrel' },
      { status: 'complete', model: 'kestrel' },
    ]);
  });

  test('[E6][P30] sees without a reload what the operator adds and renames, and may choose it at once', async () => {
    await reader.say('before');
    await answered('heron-1 heard “before”.');
    await reader.page.locator('body').evaluate((body) => body.setAttribute('data-same', ''));
    expect(await listed()).toEqual(['Heron', 'Kestrel', 'Osprey', 'Demo']);
    const [, ...others] = HERE();
    await writeModels([model('heron', 'Grey heron'), ...others, model('merlin', 'Merlin')]);
    await eventually(
      'the menu follows the file',
      async () => {
        expect(await listed()).toEqual(['Grey heron', 'Kestrel', 'Osprey', 'Demo', 'Merlin']);
        return true;
      },
      // What workers said who were killed counts for half a minute.
      { timeoutMs: 50_000 },
    );
    await reader.page.getByRole('button', { name: 'Model: Grey heron', exact: true }).waitFor();
    await choose('Merlin');
    await reader.say('after');
    await answered('merlin-1 heard “after”.');
    expect(await writers()).toEqual(['Grey heron', 'Merlin']);
    // Gone from the file, it stays the session's choice, says so, and can’t be chosen elsewhere.
    await writeModels(HERE());
    await reader.page
      .getByRole('button', { name: 'Model: Merlin, not available now', exact: true })
      .waitFor({ timeout: 20_000 });
    expect(await reader.page.locator('body[data-same]').count()).toBe(1);
    expect((await stored()).model).toBe('merlin');
  });

  test('[E6][P29][P30] is answered by the fallback of one that fails, and told so', async () => {
    plays.set('osprey-1', async (call) => call.fail(500, 'out of order'));
    await choose('Osprey');
    await reader.say('Are you there?');
    await answered('kestrel-1 heard “Are you there?”.');
    const words = 'Osprey was not available, Kestrel answered.';
    await reader.page.getByText(words).waitFor();
    expect(await writers()).toEqual(['Kestrel']);
    await reader.page.reload();
    await reader.page.getByText(words).waitFor();
    await reader.page.getByRole('button', { name: 'Model: Osprey', exact: true }).waitFor();
    plays.clear();
    await reader.say('And now?');
    await answered('osprey-1 heard “And now?”.');
    const { model, answers } = await stored();
    expect(model).toBe('osprey');
    expect(answers).toMatchObject([
      { status: 'complete', model: 'kestrel', fallbackFor: 'osprey' },
      { status: 'complete', model: 'osprey' },
    ]);
    expect(answers[1]).not.toHaveProperty('fallbackFor');
  });

  test('[E6][P28] has an answer go on that broke off in the middle', async () => {
    const seen = Promise.withResolvers<void>();
    plays.set('heron-1', async (call) => {
      call.begin();
      await call.write(text('The heron stands in the '));
      await seen.promise;
      call.cut();
    });
    await reader.say('Where does it stand?');
    await eventually('the first half', async () => (await reader.lastAnswer()).text.endsWith('in the'));
    seen.resolve();
    await reader.page.getByText('The answer broke off. What was written stays.', { exact: true }).waitFor();
    expect(await reader.lastAnswer()).toEqual({ text: 'The heron stands in the', status: 'interrupted' });
    plays.set('heron-1', says('shallow water.'));
    await reader.page.getByRole('button', { name: 'Go on', exact: true }).click();
    await answered('The heron stands in the shallow water.');
    expect(await writers()).toEqual(['Heron']);
    const [, said] = server.calls.at(-1)?.request.messages.filter(({ role }) => role !== 'system') ?? [];
    expect(said).toEqual({ role: 'assistant', content: 'The heron stands in the ' });
    await reader.page.reload();
    await answered('The heron stands in the shallow water.');
    expect((await stored()).answers.at(-1)).toMatchObject({
      status: 'complete',
      text: 'The heron stands in the shallow water.',
    });
    await checkLogs(stack.dataDir, [KEY, 'word20', 'shallow water', 'Are you there']);
  });
});
