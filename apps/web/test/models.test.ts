import { expect, test } from '@jest/globals';
import type { Locator } from 'playwright-core';
import { MAX_ANSWER, type Message, type Model, type Unread } from '@parley/protocol';
import { come, describeChat, here, open, say, talk } from './support/chat.ts';
import { soon } from './support/soon.ts';

const DEMO: Model = { id: 'demo', label: 'Demo', provider: 'demo', vision: false, voice: false };
const QUICK: Model = { ...DEMO, id: 'quick', label: 'Quick', provider: 'openai' };
const DEEP: Model = { ...QUICK, id: 'deep', label: 'Deep' };

const button = (name: string): Locator => here.page.getByRole('button', { name, exact: true });
const shown = (words: string | RegExp): Promise<void> => here.page.getByText(words).first().waitFor();
const details = (): Locator => here.page.locator('details');
const menuItems = (): Promise<string[]> => here.page.getByRole('menuitemradio').allInnerTexts();

/** A question whose answer has begun. */
async function asked(): Promise<void> {
  await come();
  await open();
  await say('Why is the sky blue?');
  await shown('Why is the sky blue?');
  here.backend.conversation.begin();
}

describeChat('what a model thinks', () => {
  test('stands folded above its answer, opens by keyboard, and stays apart from the text', async () => {
    await asked();
    const { conversation } = here.backend;
    conversation.think('Light scatters.\n');
    await shown('Thinking…');
    expect(await here.page.locator('.dots').count()).toBe(0);
    expect(await here.page.getByText('Light scatters.').isVisible()).toBe(false);
    conversation.think('Blue light most.');
    await here.page.locator('summary').focus();
    await here.page.keyboard.press('Enter');
    await here.page.getByText('Blue light most.').waitFor();
    conversation.write('Because of Rayleigh scattering.');
    await shown(/^Thought for \d+ s$/);
    expect(await details().evaluate((all) => (all as HTMLDetailsElement).open)).toBe(true);
    conversation.end();
    await here.page.getByRole('button', { name: 'Copy message' }).last().waitFor({ state: 'attached' });
    expect(await here.page.locator('.prose').innerText()).toBe('Because of Rayleigh scattering.');
    await here.page.reload();
    await shown('Thoughts');
    expect(await details().evaluate((all) => (all as HTMLDetailsElement).open)).toBe(false);
    await here.page.locator('summary').click();
    await here.page.getByText('Blue light most.').waitFor();
  });

  test('is there again after a reload in the middle of it, and stays when it is stopped', async () => {
    await asked();
    const { conversation } = here.backend;
    conversation.think('one ');
    await shown('Thinking…');
    await here.page.reload();
    await shown('Thinking…');
    conversation.think('two');
    await here.page.locator('summary').click();
    await shown('one two');
    conversation.end('stopped');
    await shown('Stopped before anything was written.');
    await shown('Thoughts');
    expect(await button('Go on').count()).toBe(0);
  });

  test('moves calmly, and not at all for who wants no motion', async () => {
    await asked();
    here.backend.conversation.think('a');
    const live = here.page.locator('.live');
    await live.waitFor();
    const animation = (): Promise<string> =>
      live.evaluate((element) => getComputedStyle(element).animationName);
    expect(await animation()).toBe('breathe');
    await here.page.emulateMedia({ reducedMotion: 'reduce' });
    expect(await animation()).toBe('none');
  });
});

describeChat('waiting for a model', () => {
  test('is told in words, with the seconds until it is tried again, until more comes', async () => {
    await asked();
    const { conversation } = here.backend;
    conversation.wait('busy');
    await shown('The model is busy – your answer starts as soon as there is a place.');
    await here.page.locator('.dots').waitFor();
    conversation.wait('retry', 30_000);
    await shown('The model had a problem – trying again in 30 s.');
    await shown('The model had a problem – trying again in 29 s.');
    conversation.write('');
    await shown(/trying again in 2\d s/);
    conversation.write('Here it is.');
    await shown('Here it is.');
    expect(await here.page.locator('parley-waiting-line').count()).toBe(0);
  });
});

describeChat('an answer that broke off', () => {
  test('goes on by keyboard, as a new version that begins with its text', async () => {
    await asked();
    const { conversation } = here.backend;
    conversation.write('The sky is');
    conversation.end('interrupted');
    await button('Ask again').waitFor();
    const { id: messageId } = conversation.messages.at(-1) as Message;
    await button('Go on').focus();
    await here.page.keyboard.press('Enter');
    await soon('it is asked to go on', () =>
      expect(here.backend.heard.at(-1)).toMatchObject({ type: 'message.continue', messageId }),
    );
    conversation.write(' blue.');
    await shown('The sky is blue.');
    expect(await button('Go on').count()).toBe(0);
    conversation.end();
    await shown('2/2');
  });

  test('goes on when it was stopped too, but only the last one, and not while something is written', async () => {
    await come();
    const { conversation } = here.backend;
    conversation.add({ text: 'first' });
    conversation.add({ sender: 'assistant', text: 'an early one', status: 'stopped', model: 'demo' });
    conversation.add({ text: 'second' });
    conversation.add({ sender: 'assistant', text: 'a late one', status: 'stopped', model: 'demo' });
    await open();
    await shown('a late one');
    expect(await button('Go on').count()).toBe(1);
    expect(await here.page.locator('article').last().getByText('Go on').count()).toBe(1);
    await say('third');
    await shown('third');
    await soon('no button', async () => expect(await button('Go on').count()).toBe(0));
  });

  test('doesn’t when it is as long as one may be', async () => {
    await come();
    const { conversation } = here.backend;
    conversation.add({ text: 'all of it' });
    const text = 'word '.repeat(MAX_ANSWER / 5);
    conversation.add({ sender: 'assistant', text, status: 'interrupted', model: 'demo' });
    await open();
    await button('Ask again').waitFor();
    expect(await button('Go on').count()).toBe(0);
  });
});

describeChat('who wrote an answer', () => {
  test('stands by its name; who stood in, and what it wasn’t shown, below', async () => {
    await come();
    here.backend.models = [QUICK, DEMO];
    const { conversation } = here.backend;
    conversation.add({ text: 'What is in these?' });
    const file = (name: string, reason: Unread['reason']): Unread => ({
      fileId: crypto.randomUUID(),
      name,
      reason,
    });
    conversation.add({
      sender: 'assistant',
      text: 'I can’t tell.',
      model: 'demo',
      fallbackFor: 'quick',
      unread: [file('photo.png', 'no_vision'), file('all.zip', 'unsupported')],
    });
    await open();
    await shown('Quick was not available, Demo answered.');
    await shown('Demo can’t see images: photo.png was not shown to it.');
    await shown('Demo can’t read files of this kind: all.zip was not shown to it.');
    expect(await here.page.locator('.answer .name').innerText()).toMatch(/Parley\s+Demo/);
  });

  test('an allowance that is used up says when there is a new one', async () => {
    await asked();
    const error = { category: 'rate_limit', code: 'quota', message: '', recoverable: true } as const;
    here.backend.conversation.end('failed', { error: { ...error, retryAfterMs: 3 * 86_400_000 } });
    await shown(/^Your allowance is used up\. Your question is kept; you have a new one from .* at .* on\.$/);
  });
});

describeChat('the choice of the model', () => {
  test('follows what can be used; a chosen one that can’t be says so', async () => {
    await come();
    here.backend.models = [DEMO, QUICK];
    talk(1);
    await open();
    await button('Model: Demo').click();
    expect(await menuItems()).toEqual(['Demo', 'Quick']);
    here.backend.offer([QUICK, DEEP]);
    await soon('the open menu follows', async () =>
      expect(await menuItems()).toEqual(['Demo\nNot available now', 'Quick', 'Deep']),
    );
    await here.page.keyboard.press('Escape');
    await button('Model: Demo, not available now').waitFor();
    // What it wrote keeps its name.
    expect(await here.page.locator('.answer .name').innerText()).toMatch(/Parley\s+Demo/);
    await button('Model: Demo, not available now').click();
    await here.page.getByRole('menuitemradio', { name: 'Deep' }).click();
    await soon('it is chosen', () =>
      expect(here.backend.heard.at(-1)).toMatchObject({ type: 'model.select', model: 'deep' }),
    );
    here.backend.offer([DEMO]);
    await soon('one that is left and chosen needs no choice', async () =>
      expect(await here.page.locator('.current').count()).toBe(0),
    );
  });
});
