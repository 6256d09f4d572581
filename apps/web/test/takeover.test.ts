import { expect, test } from '@jest/globals';
import type { Locator } from 'playwright-core';
import { arrive, button, describeConsole, here, openConsole } from './support/console.ts';
import { soon } from './support/soon.ts';
import type { Visit, VisitOptions } from './support/visit.ts';

const BEN = { id: 'ben', name: 'Ben' };
const SUE = { userId: 'su', name: 'Sue', roles: ['user', 'admin', 'supervisor'] };
const isFocused = (one: Element): boolean => one.matches(':focus');
const box = ({ page }: Visit): Locator => page.getByRole('textbox', { name: 'Message', exact: true });
const heard = (type: string) => here.backend.heard.filter((frame) => frame.type === type);
const column = ({ page }: Visit): Promise<string[]> =>
  page
    .locator('.column > :is(article, .notice)')
    .evaluateAll((all) => all.map((one) => one.getAttribute('aria-label') ?? one.textContent.trim()));

/** The console on a conversation in which a user asked for a person. */
async function watch(options: VisitOptions = {}, reason = 'My order'): Promise<void> {
  const first = await arrive();
  const { conversation, admin } = first.backend;
  conversation.add({ text: 'Where is my order?', senderName: 'Mia' });
  conversation.add({ sender: 'assistant', model: 'demo', text: 'I can’t see orders.' });
  conversation.call(reason);
  admin.sessions.set(conversation.sessionId, conversation.session());
  await openConsole([], { backend: first.backend, path: `/admin/s/${conversation.sessionId}`, ...options });
  await here.page.getByText('I can’t see orders.').waitFor();
}

describeConsole('a session in the console', () => {
  test('is watched live, tokens and the user’s typing too, and again after a reconnect', async () => {
    await watch();
    const { conversation } = here.backend;
    const { sessionId } = conversation;
    await soon('it is watched', () => expect(heard('admin.watch')).toMatchObject([{ sessionId }]));
    conversation.begin();
    conversation.write('Half an ');
    await here.page.getByText('Half an').waitFor();
    conversation.write('answer');
    await here.page.getByText('Half an answer').waitFor();
    here.backend.tell({ type: 'typing', sessionId, sender: 'user', active: true });
    await here.page.getByText('Mia is typing…').waitFor();
    for (const theirs of ['Answer again', 'Good answer', 'Edit message'])
      expect(await button(theirs).count()).toBe(0);
    here.backend.cut();
    await soon('and watched again', () => expect(heard('admin.watch')).toHaveLength(2));
    conversation.said(crypto.randomUUID(), 'Hello?', { senderName: 'Mia' });
    await here.page.getByText('Mia said: Hello?').waitFor({ state: 'attached' });
  });

  test('[P53][P54] a person takes over, both sides talk, and the assistant gets it back, seen from both', async () => {
    await watch();
    const mia = await arrive({ backend: here.backend });
    await mia.page.goto(`${mia.origin}/c/${here.backend.conversation.sessionId}`);
    await mia.page.getByText('A person was called.').waitFor();
    await button('Take over').focus();
    await here.page.keyboard.press('Enter');
    await here.page.getByText('You have this conversation').waitFor();
    await mia.page.locator('parley-people-bar').getByText('Anna from support is here').waitFor();
    await soon('the cursor is in the reply', async () =>
      expect(await box(here).evaluate((area) => area.matches(':focus'))).toBe(true),
    );
    await here.page.keyboard.type('Hello Mia');
    await mia.page.getByText('Anna is typing…').waitFor();
    await here.page.keyboard.press('Enter');
    await mia.page.locator('.person .words').getByText('Hello Mia').waitFor();
    await box(mia).fill('Hello Anna');
    await here.page.getByText('Mia is typing…').waitFor();
    await box(mia).press('Enter');
    await here.page.locator('.bubble').getByText('Hello Anna').waitFor();
    const names = ['Anna from support is here', 'Anna said'];
    await soon('both see the same', async () => {
      expect(await column(here)).toEqual(['Mia said', 'Parley said', ...names, 'Mia said']);
      expect(await column(mia)).toEqual(['You said', 'Parley said', ...names, 'You said']);
    });
    await button('Hand back…').click();
    await here.page.getByLabel('Note (optional').fill('Order 4711 comes tomorrow');
    await button('Hand back').click();
    await mia.page.locator('.notice').getByText('The assistant is back').waitFor();
    await here.page.getByText('The assistant answers. You are watching.').waitFor();
    expect(heard('admin.release')).toMatchObject([{ note: 'Order 4711 comes tomorrow' }]);
    expect(heard('message.send')).toHaveLength(2);
  });

  test('[P54] a draft of the model’s is asked for, changed and sent; a failure is told', async () => {
    await watch();
    await button('Take over').click();
    await box(here).fill('Hello Mia.');
    await button('Draft a reply').click();
    await soon('the draft is there', async () =>
      expect(await box(here).inputValue()).toBe('Hello Mia.\n\nYour order comes on Monday.'),
    );
    expect(heard('message.send')).toEqual([]);
    here.backend.onFrame = (frame) => {
      if (frame.type !== 'admin.suggest') return false;
      const message = 'Its user has said nothing that could be answered.';
      const error = { category: 'not_found', code: 'message', message, recoverable: true } as const;
      here.backend.tell({ type: 'error', ref: frame.id, error });
      return true;
    };
    await button('Draft a reply').click();
    await here.page.getByRole('alert').getByText('said nothing that could be answered').waitFor();
    expect(await box(here).inputValue()).toContain('Monday');
  });

  test('“I’m on it” is told, with who said so', async () => {
    await watch();
    await button('I’m on it').click();
    await soon('it is heard', () => expect(heard('admin.acknowledge')).toHaveLength(1));
    await button('I’m on it').waitFor({ state: 'detached' });
    await button('Take over').waitFor();
  });

  test.each([
    ['a phone', { width: 390, height: 844 }],
    ['a desktop', { width: 1280, height: 800 }],
  ])('on %s a long reason leaves the conversation and what can be done in sight', async (_, size) => {
    const reason = 'My order has not come. '.repeat(100).slice(0, 2000).trim();
    await watch({}, reason);
    await here.page.setViewportSize(size);
    const said = await here.page.getByText('I can’t see orders.').boundingBox();
    expect(said?.height).toBeGreaterThan(0);
    for (const name of ['I’m on it', 'Take over']) {
      const place = await button(name).boundingBox();
      expect((place?.y ?? -1) > (said?.y ?? 0) + (said?.height ?? 0)).toBe(true);
      expect((place?.y ?? 0) + (place?.height ?? 0)).toBeLessThanOrEqual(size.height);
    }
    const bar = await here.page.locator('.bar').boundingBox();
    expect(bar?.height).toBeLessThan(200);
    await here.page.locator('.bar').getByTitle(reason).waitFor();
    await button('Take over').click();
    await here.page.getByText('You have this conversation').waitFor();
  });

  test('a very long name of who has it leaves their portrait, the bars and the place to write whole', async () => {
    const name = 'Wilhelmine '.repeat(14).trim();
    const phone = { width: 390, height: 844 };
    await watch({ admin: { userId: 'w', name, roles: ['user', 'admin'] } });
    const { conversation } = here.backend;
    await button('Take over').click();
    await here.page.getByText('You have this conversation').waitFor();
    conversation.said(crypto.randomUUID(), 'Hello Mia', { sender: 'admin', senderName: name });
    const mia = await arrive({ backend: here.backend, viewport: phone });
    await mia.page.goto(`${mia.origin}/c/${conversation.sessionId}`);
    const other = await arrive({ backend: here.backend });
    await other.page.goto(`${other.origin}/admin/s/${conversation.sessionId}`);
    for (const { page } of [here, mia, other]) {
      await page.setViewportSize(phone);
      const said = page.locator('.person').filter({ hasText: 'Hello Mia' });
      await said.waitFor();
      for (const portrait of await page.locator('.portrait').all()) {
        const { width = 0, height = 1 } = (await portrait.boundingBox()) ?? {};
        expect(width).toBeCloseTo(height, 0);
      }
      expect((await said.locator('.name').boundingBox())?.height).toBeLessThan(40);
      expect((await page.locator('.bar').last().boundingBox())?.height).toBeLessThan(130);
    }
    await other.page.getByTitle(name).first().waitFor();
    expect(await box(mia).getAttribute('placeholder')).toBe('Message Wilhelmine Wilhelmi…');
    const isWhole = (area: Element): boolean =>
      area.scrollHeight <= area.clientHeight && area.scrollWidth <= area.clientWidth;
    expect(await box(mia).evaluate(isWhole)).toBe(true);
  });

  test('[P57] who comes second learns who was first, and only a supervisor may take it all the same', async () => {
    await watch();
    here.backend.onFrame = (frame) => {
      if (frame.type !== 'admin.takeover' || frame.force) return false;
      const error = {
        category: 'conflict',
        code: 'taken',
        message: 'Ben has it.',
        recoverable: true,
      } as const;
      here.backend.tell({ type: 'error', ref: frame.id, error });
      return true;
    };
    await button('Take over').click();
    await here.page.getByRole('alert').getByText('Ben has it.').waitFor();
    here.backend.conversation.takeOver(BEN);
    await here.page.getByText('Ben has this conversation').waitFor();
    expect(await button('Take it from Ben…').count()).toBe(0);
    expect(await box(here).count()).toBe(0);
  });

  test('[P57] a supervisor takes it from another, having been asked, by keyboard alone', async () => {
    await watch({ admin: SUE });
    here.backend.conversation.takeOver(BEN);
    const { page } = here;
    const dialog = page.getByRole('dialog', { name: 'Take it from Ben?' });
    await button('Take it from Ben…').focus();
    await page.keyboard.press('Enter');
    await dialog.getByText('Ben has this conversation and may be writing').waitFor();
    expect(await dialog.getByRole('button', { name: 'Cancel' }).evaluate(isFocused)).toBe(true);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(await button('Take it from Ben…').evaluate(isFocused)).toBe(true);
    expect(heard('admin.takeover')).toEqual([]);
    await page.keyboard.press('Enter');
    await dialog.waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByText('You have this conversation').waitFor();
    expect(heard('admin.takeover')).toMatchObject([{ force: true }]);
    await soon('the cursor is in the reply', async () =>
      expect(await box(here).evaluate(isFocused)).toBe(true),
    );
    await soon('both are named', async () =>
      expect((await column(here)).slice(2)).toEqual(['Ben from support is here', 'Sue from support is here']),
    );
  });

  test('[P57] whoever is asked about is who has it: when they leave, the question goes, and it is said why', async () => {
    await watch({ admin: SUE });
    const { conversation } = here.backend;
    const question = here.page.getByRole('dialog');
    for (const next of [undefined, { id: 'cem', name: 'Cem' }]) {
      conversation.takeOver(BEN);
      await button('Take it from Ben…').click();
      await question.waitFor();
      if (next) conversation.takeOver(next);
      else conversation.release();
      await question.waitFor({ state: 'detached' });
      const words = next ? 'Cem has it now.' : 'Nobody has it any more.';
      await here.page.getByRole('alert').getByText(words).waitFor();
      conversation.takeOver(BEN);
      await button('Take it from Ben…').waitFor();
      expect(await question.count()).toBe(0);
    }
    expect(heard('admin.takeover')).toEqual([]);
  });

  test('[P57] a refusal to take it stands in the question', async () => {
    await watch({ admin: SUE });
    here.backend.conversation.takeOver(BEN);
    here.backend.onFrame = (frame) => {
      if (frame.type !== 'admin.takeover') return false;
      const error = {
        category: 'permission',
        code: 'role_required',
        message: 'Not you.',
        recoverable: true,
      } as const;
      here.backend.tell({ type: 'error', ref: frame.id, error });
      return true;
    };
    await button('Take it from Ben…').click();
    const dialog = here.page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Take over' }).click();
    await dialog.getByRole('alert').getByText(/\S/).waitFor();
    await here.page.getByText('Ben has this conversation', { exact: true }).waitFor();
  });

  test('a conversation is handed over to another admin', async () => {
    await watch();
    const seen = (id: string, name: string) => ({
      id,
      name,
      roles: ['admin'],
      notified: { email: false, sms: false },
    });
    await button('Take over').click();
    await button('Hand back…').click();
    await button('To another admin instead').click();
    await here.page.getByText('No other admin has been seen here.').waitFor();
    expect(await button('Hand over').isDisabled()).toBe(true);
    here.backend.admin.admins = [
      seen('anna', 'Anna'),
      seen('ben', 'Ben'),
      seen('ben2', 'Ben'),
      seen('c', 'Cy'),
    ];
    await button('To the assistant instead').click();
    await button('To another admin instead').click();
    await here.page.getByRole('option', { name: 'Cy' }).waitFor({ state: 'attached' });
    const choice = here.page.getByLabel('Admin', { exact: true });
    expect(await choice.getByRole('option').allInnerTexts()).toEqual(['Ben (ben)', 'Ben (ben2)', 'Cy']);
    await choice.selectOption('ben2');
    await button('Hand over').click();
    await soon('it is asked', () => expect(heard('admin.release')).toMatchObject([{ to: 'ben2' }]));
  });

  test('notes are kept beside the conversation, for the team or for the assistant', async () => {
    await watch();
    const note = here.page.getByRole('textbox', { name: 'New note' });
    await note.fill('Called the carrier');
    await note.press('Control+Enter');
    await here.page.getByRole('listitem').filter({ hasText: 'Called the carrier' }).waitFor();
    await note.fill('Offer a voucher');
    await here.page.getByLabel('For the assistant').check();
    await button('Add note').click();
    await here.page
      .getByRole('listitem')
      .filter({ hasText: 'Offer a voucher' })
      .getByText('For the assistant')
      .waitFor();
    expect(heard('admin.note')).toMatchObject([
      { text: 'Called the carrier', forAssistant: false },
      { text: 'Offer a voucher', forAssistant: true },
    ]);
    await here.page.reload();
    await here.page.getByRole('listitem').filter({ hasText: 'Called the carrier' }).waitFor();
  });
});
