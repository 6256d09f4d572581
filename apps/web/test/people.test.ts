import { expect, test } from '@jest/globals';
import type { Locator } from 'playwright-core';
import { box, come, describeChat, here, open, say, talk } from './support/chat.ts';
import { soon } from './support/soon.ts';

const ANNA = { id: 'anna', name: 'Anna' };
const button = (name: string): Locator => here.page.getByRole('button', { name, exact: true });
const heard = (type: string) => here.backend.heard.filter((frame) => frame.type === type);
/** Everything in the column, top to bottom: who said something, and the lines between. */
const column = (): Promise<string[]> =>
  here.page
    .locator('.column > :is(article, .notice)')
    .evaluateAll((all) => all.map((one) => one.getAttribute('aria-label') ?? one.textContent.trim()));

describeChat('a person one click away', () => {
  test('[P51] a person is called with the keyboard alone, with a reason and an address, and the place is told', async () => {
    await come();
    talk(1);
    const { conversation } = here.backend;
    conversation.queue = { position: 3, waitMs: 240_000 };
    await open();
    await button('Talk to a person').focus();
    await here.page.keyboard.press('Enter');
    await here.page.getByRole('dialog', { name: 'Talk to a person' }).waitFor();
    await here.page.keyboard.type('My order hasn’t come');
    await here.page.keyboard.press('Tab');
    await here.page.keyboard.type('mia@example.org');
    await here.page.keyboard.press('Enter');
    await here.page.getByText('You are 3rd in line. People took about 4 minutes lately.').waitFor();
    expect(heard('help.request')).toMatchObject([
      { reason: 'My order hasn’t come', email: 'mia@example.org' },
    ]);
    await here.page.getByText('If you leave, the reply goes to mia@example.org.').waitFor();
    expect(await button('Talk to a person').count()).toBe(0);
    await here.page.getByRole('dialog').waitFor({ state: 'hidden' });
    expect(await box().isEnabled()).toBe(true);
  });

  test('[P51] a call is still there after a reload, and can be taken back', async () => {
    await come();
    talk(1);
    await open();
    await button('Talk to a person').waitFor();
    here.backend.conversation.call();
    await here.page.getByText('A person was called.').waitFor();
    await here.page.reload();
    await here.page.getByText('A person was called.').waitFor();
    await button('Cancel').click();
    await button('Talk to a person').waitFor();
    expect(heard('help.cancel')).toHaveLength(1);
  });

  test('[P51] when nobody is here it says until when, and takes an address for the reply', async () => {
    await come({ locale: 'en-GB' });
    talk(1);
    const { conversation } = here.backend;
    const opens = new Date();
    opens.setDate(opens.getDate() + 1);
    opens.setHours(9, 0, 0, 0);
    conversation.queue = { opensAt: opens.toISOString() };
    await open();
    await button('Talk to a person').waitFor();
    conversation.call();
    await here.page.getByText(/Nobody is here until tomorrow at 0?9:00\./).waitFor();
    await button('Reply by email').click();
    await here.page.getByLabel('Your email').fill('mia@example.org');
    await button('Save').click();
    await here.page.getByText('If you leave, the reply goes to mia@example.org.').waitFor();
    expect(heard('help.request')).toMatchObject([{ email: 'mia@example.org' }]);
  });

  test('[P51] a call that is refused says why, and keeps what was written', async () => {
    await come();
    talk(1);
    await open();
    here.backend.onFrame = (frame) => {
      if (frame.type !== 'help.request') return false;
      const error = {
        category: 'conflict',
        code: 'human_in_charge',
        message: '',
        recoverable: true,
      } as const;
      here.backend.tell({ type: 'error', ref: frame.id, error });
      return true;
    };
    await button('Talk to a person').click();
    await here.page.getByLabel('What is it about?').fill('help');
    await button('Call a person').click();
    await here.page.getByRole('alert').getByText('A person has this conversation now').waitFor();
    expect(await here.page.getByLabel('What is it about?').inputValue()).toBe('help');
  });

  test('[P53] a person who takes over is named, in the column, above the composer and for a screen reader', async () => {
    await come();
    const { conversation } = here.backend;
    here.backend.models.push({ id: 'b', label: 'Second', provider: 'openai', vision: false, voice: false });
    await open();
    await say('Where is my order?');
    conversation.begin();
    conversation.write('I will look it');
    await here.page.getByText('I will look it').waitFor();
    await button('Model: Demo').waitFor();
    conversation.takeOver(ANNA);
    await here.page
      .locator('.notice')
      .getByText('Anna from support is here. The answer ends there')
      .waitFor();
    await here.page.locator('parley-people-bar').getByText('Anna from support is here').waitFor();
    await here.page
      .locator('.unseen[role=status]')
      .getByText('Anna from support is here.')
      .waitFor({ state: 'attached' });
    expect(await here.page.getByText('Stopped.').count()).toBe(0);
    for (const gone of ['Stop the answer', 'Model: Demo', 'Talk to a person', 'Answer again:not([disabled])'])
      expect(await button(gone).count()).toBe(0);
    expect(await box().getAttribute('placeholder')).toBe('Message Anna');
    expect(await here.page.locator('.dots').count()).toBe(0);
  });

  test('[P54] both sides’ words are shown under their names, each is told of the other’s typing', async () => {
    await come();
    talk(1);
    const { conversation } = here.backend;
    await open();
    await button('Talk to a person').waitFor();
    conversation.takeOver(ANNA);
    await box().pressSequentially('Hel');
    await soon('typing is told', () => expect(heard('typing')).toMatchObject([{ active: true }]));
    await say('Hello Anna');
    await soon('and that it has ended', () =>
      expect(heard('typing').at(-1)).toMatchObject({ active: false }),
    );
    here.backend.tell({ type: 'typing', sessionId: conversation.sessionId, sender: 'admin', active: true });
    await here.page.getByText('Anna is typing…').waitFor();
    conversation.said(crypto.randomUUID(), 'Hello Mia', { sender: 'admin', senderName: 'Anna' });
    await here.page.locator('.person .words').getByText('Hello Mia').waitFor();
    await here.page
      .locator('.unseen[role=status]')
      .getByText('Anna said: Hello Mia')
      .waitFor({ state: 'attached' });
    here.backend.tell({ type: 'typing', sessionId: conversation.sessionId, sender: 'admin', active: false });
    await here.page.getByText('Anna is typing…').waitFor({ state: 'detached' });
    expect(await column()).toEqual([
      'You said',
      'Parley said',
      'Anna from support is here',
      'You said',
      'Anna said',
    ]);
  });

  test('[P55] the assistant’s return stands where it happened, after a reload too, and nobody waits for an answer', async () => {
    await come();
    talk(1);
    const { conversation } = here.backend;
    await open();
    await button('Talk to a person').waitFor();
    conversation.takeOver(ANNA);
    conversation.said(crypto.randomUUID(), 'All done', { sender: 'admin', senderName: 'Anna' });
    await say('Thank you');
    await here.page.getByText('Thank you').waitFor();
    conversation.release();
    const expected = [
      'You said',
      'Parley said',
      'Anna from support is here',
      'Anna said',
      'You said',
      'The assistant is back',
    ];
    await soon('the assistant is back', async () => expect(await column()).toEqual(expected));
    await here.page
      .locator('.unseen[role=status]')
      .getByText('The assistant is back.')
      .waitFor({ state: 'attached' });
    expect(await here.page.locator('.dots').count()).toBe(0);
    await here.page.reload();
    await here.page.getByText('All done').waitFor();
    expect(await column()).toEqual(expected);
    expect(await here.page.locator('.dots').count()).toBe(0);
    await say('One more thing');
    await here.page.locator('.dots').waitFor();
    expect(await column()).toEqual([...expected, 'You said', 'Parley is thinking']);
    await button('Talk to a person').waitFor();
  });

  test('that the team may read along is said, unless its operator has it otherwise', async () => {
    await come();
    await open();
    await here.page.getByText('Our team may read along.').waitFor();
    here.backend.mayBeWatched = false;
    await here.page.reload();
    await box().waitFor();
    expect(await here.page.getByText('may read along').count()).toBe(0);
  });
});
