import { expect, test } from '@jest/globals';
import { come, describeChat, here, html, open, say, talk } from './support/chat.ts';
import { soon } from './support/soon.ts';
import { TOUR } from './support/texts.ts';

describeChat('the chat page', () => {
  test('is one click away on the first visit, and greets by name', async () => {
    await come({ name: null });
    await here.page.goto(here.origin);
    expect(await here.page.getByLabel('What should we call you?').inputValue()).toBe('Guest');
    await here.page.getByRole('button', { name: 'Start chatting' }).click();
    await here.page.getByRole('heading', { name: 'Hello, Guest' }).waitFor();
    await here.page.reload();
    await here.page.getByRole('heading', { name: 'Hello, Guest' }).waitFor();
  });

  test('[E1] shows an answer as it is written, and never sets a finished block again', async () => {
    await come();
    await open();
    await here.page.getByRole('button', { name: /What can you do/ }).click();
    await here.page.locator('.dots').waitFor();
    const { conversation } = here.backend;
    conversation.begin();
    const half = TOUR.indexOf('> Quotations');
    for (const piece of TOUR.slice(0, half).match(/[\s\S]{1,7}/g) ?? []) conversation.write(piece);
    await here.page.getByText('and nested').waitFor();
    expect(await here.page.locator('.dots').count()).toBe(0);
    await here.page.locator('.block').evaluateAll((blocks) => {
      for (const block of blocks) block.firstElementChild?.setAttribute('data-mine', '');
    });
    for (const piece of TOUR.slice(half).match(/[\s\S]{1,7}/g) ?? []) conversation.write(piece);
    await here.page.getByText('That is all.').waitFor();
    expect(await here.page.locator('.block > [data-mine]').count()).toBeGreaterThanOrEqual(2);
    conversation.end();
    await here.page.locator('[data-status=complete]').waitFor();
    expect(await here.page.locator('.block > [data-mine]').count()).toBeGreaterThanOrEqual(2);
    expect(await here.page.locator('[data-caret]').count()).toBe(0);
    const streamed = await html();
    await here.page.reload();
    await here.page.getByText('That is all.').waitFor();
    expect(streamed).toBe(await html());
  });

  test('a reload comes back to the same conversation and goes on with its answer', async () => {
    await come();
    await open();
    await say('hello');
    here.backend.conversation.begin();
    here.backend.conversation.write('The first half, ');
    await here.page.getByText('The first half,').waitFor();
    expect(new URL(here.page.url()).pathname).toBe(`/c/${here.backend.conversation.sessionId}`);
    await here.page.reload();
    await here.page.getByText('The first half,').waitFor();
    here.backend.conversation.write('the second half.');
    await here.page.getByText('The first half, the second half.', { exact: true }).waitFor();
    const opens = here.backend.heard.filter((frame) => frame.type === 'session.open');
    expect(opens.at(-1)).toMatchObject({ sessionId: here.backend.conversation.sessionId });
  });

  test('[P8] a lost connection is told in words, and what was written meanwhile is sent once', async () => {
    await come();
    await open();
    await say('first');
    await here.page.getByText('first').waitFor();
    here.backend.reachable = false;
    here.backend.cut();
    await say('second');
    await here.page.getByText('Will be sent when the connection is back').waitFor();
    await here.page.getByText('Reconnecting… What you write is kept.').waitFor();
    here.backend.reachable = true;
    await here.page.getByText('Reconnecting').waitFor({ state: 'detached', timeout: 20_000 });
    await soon('it is sent', () =>
      expect(here.backend.conversation.messages.map(({ text }) => text)).toEqual(['first', 'second']),
    );
    expect(await here.page.locator('.bubble').allTextContents()).toEqual(['first', 'second']);
  });

  test('a message that is refused says why, and can be sent again', async () => {
    await come();
    await open();
    let refusals = 1;
    here.backend.onFrame = (frame) => {
      if (frame.type !== 'message.send' || refusals === 0) return false;
      refusals -= 1;
      const error = { category: 'rate_limit', code: 'quota', message: '', recoverable: true } as const;
      here.backend.tell({ type: 'error', ref: frame.id, error });
      return true;
    };
    await say('please');
    await here.page.getByText('Not sent. Your allowance is used up.').waitFor();
    await here.page.getByRole('button', { name: 'Try again' }).click();
    await soon('it is there', () => expect(here.backend.conversation.messages).toHaveLength(1));
    await here.page.getByText('Not sent').waitFor({ state: 'detached' });
  });

  test('a failed answer says what to do, and its question can be asked again', async () => {
    await come();
    const { conversation } = here.backend;
    const question = conversation.add({ text: '/fail' });
    const error = { category: 'service', code: 'provider_error', message: 'x', recoverable: true } as const;
    const failed = conversation.add({ sender: 'assistant', status: 'failed', replyTo: question.id, error });
    await open();
    await here.page
      .getByText('The model couldn’t answer. Your question is kept; ask again in a moment.')
      .waitFor();
    await here.page.getByRole('button', { name: 'Ask again' }).click();
    await soon('it is asked', () =>
      expect(here.backend.heard.at(-1)).toMatchObject({ type: 'message.regenerate', messageId: failed.id }),
    );
    expect(await here.page.locator('.own .bubble').allTextContents()).toEqual(['/fail']);
  });

  test('[P30] the model is chosen by keyboard alone', async () => {
    await come();
    const more = { provider: 'openai', vision: false, voice: false } as const;
    here.backend.models = [...here.backend.models, { id: 'quick', label: 'Quick', ...more }];
    await open();
    const button = here.page.getByRole('button', { name: 'Model: Demo' });
    const focused = (): Promise<void> => button.and(here.page.locator(':focus')).waitFor();
    await button.focus();
    await here.page.keyboard.press('Enter');
    const item = here.page.getByRole('menuitemradio', { name: 'Demo', checked: true });
    await item.waitFor();
    await here.page.keyboard.press('Escape');
    await item.waitFor({ state: 'hidden' });
    await focused();
    await here.page.keyboard.press('Enter');
    await here.page.getByRole('menuitemradio', { name: 'Demo', checked: true }).waitFor();
    await here.page.keyboard.press('ArrowDown');
    await here.page.keyboard.press('Enter');
    await soon('it is chosen', () =>
      expect(here.backend.heard.at(-1)).toMatchObject({ type: 'model.select', model: 'quick' }),
    );
    expect(await here.page.getByRole('menu').count()).toBe(0);
    await focused();
  });

  test('“New chat” begins another one, and going back returns to the first', async () => {
    await come();
    await open();
    await say('in the first');
    await here.page.getByText('in the first').waitFor();
    const first = here.page.url();
    await here.page.getByRole('button', { name: 'New chat', exact: true }).click();
    await here.page.getByRole('heading', { name: 'Hello, Mia' }).waitFor();
    expect(here.page.url()).not.toBe(first);
    await here.page.goBack();
    await soon('the first is asked for', () =>
      expect(here.backend.heard.at(-1)).toMatchObject({ type: 'session.open', sessionId: first.slice(-36) }),
    );
  });

  test('a conversation that isn’t there says so and offers a new one', async () => {
    await come();
    here.backend.onFrame = (frame) => {
      if (frame.type !== 'session.open' || frame.new) return false;
      const error = { category: 'not_found', code: 'session', message: '', recoverable: true } as const;
      here.backend.tell({ type: 'error', ref: frame.id, error });
      return true;
    };
    await here.page.goto(`${here.origin}/c/${crypto.randomUUID()}`);
    await here.page.getByRole('heading', { name: 'This conversation can’t be opened' }).waitFor();
    await here.page.getByRole('main').getByRole('button', { name: 'New chat', exact: true }).click();
    await here.page.getByRole('heading', { name: 'Hello, Mia' }).waitFor();
  });

  test.each([
    ['ltr', 'A name that is as long as a name may be, with all its words.'],
    ['rtl', 'מה אפשר לעשות עם ורדים אדומים בגינה שלי באביב הבא'],
  ])('on a wide window the whole name stands above the chat, %s', async (direction, name) => {
    await come({ viewport: { width: 1280, height: 800 } });
    talk(1);
    here.backend.models.push({ id: 'b', label: 'Second', provider: 'openai', vision: false, voice: false });
    here.backend.conversation.name = name;
    await open();
    const title = here.page.getByRole('heading', { name });
    const shown = await title.getByRole('button').evaluate((button) => ({
      cut: button.scrollWidth - button.clientWidth,
      direction: getComputedStyle(button).direction,
    }));
    expect(shown).toEqual({ cut: 0, direction });
  });
});
