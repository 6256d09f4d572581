import { expect, test } from '@jest/globals';
import { MAX_QUERY } from '@parley/protocol';
import type { Locator } from 'playwright-core';
import { box, come, describeChat, here, open, talk } from './support/chat.ts';
import { soon } from './support/soon.ts';

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
const names = (): Promise<string[]> => here.page.locator('.row .name').allTextContents();
const row = (name: string): Locator => here.page.getByRole('listitem').filter({ hasText: name });
const asked = (method: string): string[] =>
  here.backend.sessions.asked.filter((one) => one.method === method).map(({ path }) => path);
const menu = async (name: string, item: string): Promise<void> => {
  await row(name).hover();
  await here.page.getByRole('button', { name: `More about ${name}` }).click();
  await here.page.getByRole('menuitem', { name: item }).click();
};
const openList = async (): Promise<void> => {
  await here.page.goto(`${here.origin}/sessions`);
  await here.page.getByRole('heading', { name: 'Conversations' }).waitFor();
};
const shows = (expected: readonly string[]): Promise<true> =>
  soon(`the list is ${expected.join(', ')}`, async () => expect(await names()).toEqual(expected));

describeChat('the list of conversations', () => {
  test('[P50] each row has name, time, message count and who was there; it opens no conversation by itself', async () => {
    await come();
    const { sessions } = here.backend;
    sessions.add('Tea', 10, { messageCount: 1 });
    sessions.add('Coffee', 20, { adminAssisted: true, messageCount: 1200 });
    sessions.add('Milk', 30, { handling: 'human', admin: { id: 'a', name: 'Anna' }, adminAssisted: true });
    sessions.add('', 40, { messageCount: 0 });
    await openList();
    await shows(['Milk', 'Coffee', 'Tea']);
    expect(await row('Tea').innerText()).toMatch(/1 message$/m);
    expect(await row('Coffee').innerText()).toMatch(/1,200 messages\s+Was with support/);
    expect(await row('Milk').innerText()).toContain('Anna is here');
    expect(await row('Tea').getByRole('time').getAttribute('datetime')).toBe('2026-01-01T00:10:00.000Z');
    expect(await here.page.title()).toBe('Conversations · Parley');
    expect(here.backend.heard.filter(({ type }) => type === 'session.open')).toEqual([]);
  });

  test('[P55] when a person leaves, the row says at once that one was there, in another colour than that one is', async () => {
    await come();
    const held = { handling: 'human', admin: { id: 'a', name: 'Anna' }, adminAssisted: true } as const;
    const { id } = here.backend.sessions.add('Milk', 30, held);
    await openList();
    const person = row('Milk').locator('.person');
    const colours = () =>
      person.evaluate((one) => [one, one.parentElement ?? one].map((each) => getComputedStyle(each).color));
    await person.getByText('Anna is here').waitFor();
    const [amber, soft] = await colours();
    expect(amber).not.toBe(soft);
    here.backend.sessions.change(id, { handling: 'ai', admin: undefined });
    await person.getByText('Was with support').waitFor();
    expect(await colours()).toEqual([soft, soft]);
    here.backend.sessions.change(id, held);
    await person.getByText('Anna is here').waitFor();
  });

  test('[P47] choosing one opens it, and the way back leads to the list', async () => {
    await come();
    talk(1);
    const { conversation, sessions } = here.backend;
    conversation.name = 'The one';
    sessions.all.set(conversation.sessionId, conversation.session());
    await openList();
    await row('The one').getByRole('link').click();
    await here.page.getByText('answer 1').waitFor();
    expect(here.backend.heard.at(-1)).toMatchObject({ sessionId: conversation.sessionId });
    expect(new URL(here.page.url()).pathname).toBe(`/c/${conversation.sessionId}`);
    expect(await row('The one').getByRole('link').getAttribute('aria-current')).toBe('page');
    await here.page.goBack();
    await here.page.getByRole('heading', { name: 'Conversations' }).waitFor();
    expect(await here.page.getByRole('log').isVisible()).toBe(false);
  });

  test('what happens elsewhere shows at once, but never moves a row under the pointer', async () => {
    await come();
    const { sessions } = here.backend;
    const [tea, coffee] = [sessions.add('Tea', 10), sessions.add('Coffee', 20), sessions.add('Milk', 30)];
    await openList();
    await shows(['Milk', 'Coffee', 'Tea']);
    await here.page.mouse.move(2, 2);
    sessions.move(tea?.id ?? '', 40);
    await shows(['Tea', 'Milk', 'Coffee']);
    await row('Milk').hover();
    sessions.move(coffee?.id ?? '', 50);
    sessions.change(coffee?.id ?? '', { name: 'Strong coffee' });
    const water = sessions.add('Water', 60);
    sessions.change(water.id, {});
    sessions.remove(tea?.id ?? '');
    await here.page.getByText('Not here any more').waitFor();
    await shows(['Milk', 'Strong coffee']);
    expect(await here.page.getByRole('listitem').allInnerTexts()).toEqual([
      expect.stringContaining('Tea'),
      expect.stringContaining('Milk'),
      expect.stringContaining('Strong coffee'),
    ]);
    await here.page.mouse.move(2, 2);
    await shows(['Water', 'Strong coffee', 'Milk']);
  });

  test('[P46] all pages come, each once, while the order changes', async () => {
    await come();
    const { sessions } = here.backend;
    const all = Array.from({ length: 95 }, (_, at) => sessions.add(`chat ${at}`, at));
    await openList();
    await soon('the first page', async () => expect((await names()).length).toBeGreaterThanOrEqual(30));
    await soon('all are there', async () => {
      sessions.move(all[3]?.id ?? '', 1000);
      await here.page.locator('.rows').evaluate((e) => (e.scrollTop = e.scrollHeight));
      expect(new Set(await names()).size).toBe(95);
    });
    expect(await names()).toHaveLength(95);
    await here.page.locator('.rows').evaluate((e) => (e.scrollTop = 0));
    await soon('in order', async () =>
      expect(await names()).toEqual([
        'chat 3',
        ...all
          .map(({ name }) => name)
          .filter((n) => n !== 'chat 3')
          .reverse(),
      ]),
    );
    expect(asked('GET').some((path) => path.includes('cursor='))).toBe(true);
  });

  test('what was missed while the connection was away is read again', async () => {
    await come();
    const { sessions } = here.backend;
    const tea = sessions.add('Tea', 10);
    const milk = sessions.add('Milk', 20);
    await openList();
    await shows(['Milk', 'Tea']);
    here.backend.reachable = false;
    here.backend.cut();
    sessions.change(tea.id, { name: 'Green tea' }, true);
    sessions.move(tea.id, 30, true);
    sessions.all.delete(milk.id);
    sessions.add('Water', 5);
    here.backend.reachable = true;
    await soon('it is as it is', async () => expect(await names()).toEqual(['Green tea', 'Water']));
  });

  test('a conversation is renamed in its place', async () => {
    await come();
    const { sessions } = here.backend;
    const tea = sessions.add('Tea', 10);
    await openList();
    await menu('Tea', 'Rename');
    const field = here.page.getByRole('textbox', { name: 'Name of the conversation' });
    await field.fill('never mind');
    await field.press('Escape');
    await shows(['Tea']);
    await row('Tea').getByRole('link').and(here.page.locator(':focus')).waitFor();
    await here.page.keyboard.press('F2');
    await field.fill('Green tea');
    await field.press('Enter');
    await shows(['Green tea']);
    await soon('it is told', () => expect(sessions.all.get(tea.id)?.name).toBe('Green tea'));
    sessions.failing = 503;
    await here.page.keyboard.press('F2');
    await field.fill('Black tea');
    await field.press('Enter');
    await here.page.getByText('Parley can’t be reached right now.').waitFor();
    await shows(['Green tea']);
    expect(here.complaints.splice(0).filter((words) => !words.includes('503'))).toEqual([]);
  });

  test('what is put away is in the archive, and can be taken out again', async () => {
    await come();
    const { sessions } = here.backend;
    const tea = sessions.add('Tea', 10);
    sessions.add('Milk', 20);
    await openList();
    await menu('Tea', 'Archive');
    await shows(['Milk']);
    await soon('it is told', () => expect(sessions.all.get(tea.id)?.archived).toBe(true));
    await here.page.getByRole('button', { name: 'Archived conversations' }).click();
    await shows(['Tea']);
    await menu('Tea', 'Take out of the archive');
    await here.page.getByRole('heading', { name: 'Nothing is archived' }).waitFor();
    await here.page.getByRole('button', { name: 'Archived conversations' }).click();
    await shows(['Milk', 'Tea']);
  });

  test('a deleted one goes at once and can be had back; only after six seconds the server hears of it', async () => {
    await come();
    const { sessions } = here.backend;
    const tea = sessions.add('Tea', 10);
    const milk = sessions.add('Milk', 20);
    await openList();
    await shows(['Milk', 'Tea']);
    await menu('Milk', 'Delete');
    await shows(['Tea']);
    await row('Tea').getByRole('link').and(here.page.locator(':focus')).waitFor();
    await here.page.getByRole('button', { name: 'Undo' }).click();
    await shows(['Milk', 'Tea']);
    await row('Milk').getByRole('link').and(here.page.locator(':focus')).waitFor();
    await row('Tea').getByRole('link').press('Delete');
    await shows(['Milk']);
    await here.page.keyboard.press('Control+z');
    await shows(['Milk', 'Tea']);
    await here.page.clock.install();
    await row('Milk').getByRole('link').press('Delete');
    await here.page.getByText('“Milk” is deleted.').waitFor();
    await here.page.clock.runFor(5900);
    expect(asked('DELETE')).toEqual([]);
    await here.page.clock.runFor(200);
    await soon('it is told', () => expect(asked('DELETE')).toEqual([`/api/sessions/${milk.id}`]));
    await here.page.getByRole('button', { name: 'Undo' }).waitFor({ state: 'detached' });
    await shows(['Tea']);
    expect(sessions.all.has(tea.id)).toBe(true);
  });

  test('whoever leaves the page within the six seconds has deleted it; a refusal brings it back with words', async () => {
    await come();
    const { sessions } = here.backend;
    const tea = sessions.add('Tea', 10);
    sessions.add('Milk', 20);
    await openList();
    await menu('Tea', 'Delete');
    await here.page.getByRole('button', { name: 'Undo' }).waitFor();
    await here.page.goto(`${here.origin}/icon.svg`);
    await soon('it is deleted', () => expect(sessions.all.has(tea.id)).toBe(false));
    await openList();
    await here.page.clock.install();
    await menu('Milk', 'Delete');
    await here.page.getByRole('button', { name: 'Undo' }).waitFor();
    sessions.failing = 503;
    await here.page.clock.runFor(6100);
    await here.page.getByText('Parley can’t be reached right now.').waitFor();
    await shows(['Milk']);
    expect(here.complaints.splice(0).filter((words) => !words.includes('503'))).toEqual([]);
  });

  test('deleting the open conversation leaves it, and undoing returns to it', async () => {
    await come();
    talk(1);
    const { conversation, sessions } = here.backend;
    const id = conversation.sessionId;
    conversation.name = 'The one';
    sessions.all.set(id, conversation.session());
    await open();
    await here.page.getByText('answer 1').waitFor();
    await menu('The one', 'Delete');
    await here.page.getByRole('heading', { name: 'Hello, Mia' }).waitFor();
    await here.page.getByRole('button', { name: 'Undo' }).click();
    await soon('it is asked for', () =>
      expect(here.backend.heard.at(-1)).toMatchObject({ type: 'session.open', sessionId: id }),
    );
  });

  test('a search finds passages with their words marked, and opening one shows that message', async () => {
    await come();
    talk(120);
    const { conversation, sessions } = here.backend;
    const found = conversation.messages.find(({ text }) => text === 'question 20');
    const match = {
      messageId: found?.id ?? '',
      seq: found?.seq ?? 0,
      passage: '… the blue sky',
      ranges: [[6, 10]],
    };
    conversation.name = 'The one';
    sessions.all.set(conversation.sessionId, conversation.session());
    sessions.matches.set(conversation.sessionId, match as never);
    sessions.add('Tea', 10);
    await openList();
    await shows(['The one', 'Tea']);
    const search = here.page.getByRole('searchbox', { name: 'Search your conversations' });
    await search.pressSequentially('blue', { delay: 20 });
    await soon('found', async () =>
      expect(await here.page.locator('mark').allTextContents()).toEqual(['blue']),
    );
    await shows(['The one']);
    expect(asked('GET').filter((path) => path.includes('q='))).toHaveLength(1);
    await search.press('ArrowDown');
    await here.page.keyboard.press('Enter');
    const bubble = here.page.locator('.bubble', { hasText: /^question 20$/ });
    await bubble.waitFor();
    await soon('it is seen', async () => {
      const at = (await bubble.boundingBox())?.y ?? -1;
      expect(at).toBeGreaterThan(56);
      expect(at).toBeLessThan(600);
    });
    expect(new URL(here.page.url()).hash).toBe(`#${match.seq}`);
    await here.page.locator('[data-marked]').waitFor();
  });

  test('what is deleted while it is found doesn’t come back, whoever deletes it', async () => {
    await come();
    const { sessions } = here.backend;
    sessions.add('Green tea', 10);
    const black = sessions.add('Black tea', 20);
    await openList();
    await here.page.getByRole('searchbox').fill('tea');
    await shows(['Black tea', 'Green tea']);
    await here.page.clock.install();
    await menu('Green tea', 'Delete');
    await here.page.getByRole('button', { name: 'Undo' }).waitFor();
    await here.page.clock.runFor(6100);
    await here.page.getByRole('button', { name: 'Undo' }).waitFor({ state: 'detached' });
    await shows(['Black tea']);
    sessions.remove(black.id);
    await here.page.getByRole('heading', { name: 'Nothing found' }).waitFor();
  });

  test('lists with nothing in them say how something gets there', async () => {
    await come();
    await openList();
    await here.page.getByRole('heading', { name: 'Nothing here yet' }).waitFor();
    await here.page.getByRole('searchbox').fill('x');
    await here.page.getByRole('heading', { name: 'Nothing found' }).waitFor();
    here.backend.sessions.failing = 503;
    await here.page.reload();
    await here.page.getByText('Parley can’t be reached right now.').waitFor();
    here.backend.sessions.failing = 0;
    await here.page.getByRole('button', { name: 'Try again' }).click();
    await here.page.getByRole('heading', { name: 'Nothing here yet' }).waitFor();
    expect(here.complaints.splice(0).filter((words) => !words.includes('503'))).toEqual([]);
  });

  test.each([
    ['Export as Markdown', 'one.md'],
    ['Export as JSON', 'one.json'],
  ])('%s saves a file', async (item, name) => {
    await come();
    here.backend.sessions.add('Tea', 10);
    await openList();
    const download = here.page.waitForEvent('download');
    await menu('Tea', item);
    expect((await download).suggestedFilename()).toBe(name);
  });

  test('all data are exported, and the account is deleted only after it was typed', async () => {
    await come();
    await openList();
    const account = here.page.getByRole('button', { name: 'Account of Mia' });
    await account.click();
    const download = here.page.waitForEvent('download');
    await here.page.getByRole('menuitem', { name: 'Export all my data' }).click();
    expect((await download).suggestedFilename()).toBe('all.json');
    await account.click();
    await here.page.getByRole('menuitem', { name: 'Delete my account…' }).click();
    const dialog = here.page.getByRole('dialog', { name: 'Delete your account?' });
    const go = dialog.getByRole('button', { name: 'Delete everything' });
    await dialog.getByRole('textbox').fill('delete');
    expect(await go.isDisabled()).toBe(true);
    await here.page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await account.click();
    await here.page.getByRole('menuitem', { name: 'Delete my account…' }).click();
    await dialog.getByRole('textbox').fill('Delete my account');
    await here.page.keyboard.press('Enter');
    await here.page.getByRole('heading', { name: 'Your account is deleted' }).waitFor();
    expect(asked('DELETE')).toEqual(['/api/me']);
    expect(await here.page.evaluate(() => Object.keys(localStorage))).toEqual([]);
  });

  test('on a phone the list is a page, one tap from the chat and back', async () => {
    await come(PHONE);
    here.backend.sessions.add('Tea', 10);
    await open();
    expect(asked('GET')).toEqual([]);
    await here.page.getByRole('button', { name: 'Conversations' }).click();
    await row('Tea').waitFor();
    expect(await box().isVisible()).toBe(false);
    for (const button of await here.page.getByRole('button').all()) {
      const at = await button.boundingBox();
      const name = await button.getAttribute('aria-label');
      const least = Math.round(Math.min(at?.width ?? 44, at?.height ?? 44));
      expect({ name, least }).toEqual({ name, least: Math.max(44, least) });
    }
    await here.page.getByRole('button', { name: 'Back to the chat' }).click();
    await box().waitFor();
    await here.page.goBack();
    await row('Tea').waitFor();
  });

  test('on a phone a name leaves its button’s room, in whichever direction it is read, and undoing is within reach', async () => {
    await come(PHONE);
    const hebrew = `${'מה אפשר לעשות עם ורדים '.repeat(2)}?`;
    here.backend.sessions.add(hebrew, 10);
    here.backend.sessions.add('A name that is longer than the row of a phone is', 20);
    await openList();
    for (const name of await names()) {
      await row(name).getByRole('link').focus();
      const text = await row(name).locator('.name').boundingBox();
      const button = await row(name).getByRole('button').boundingBox();
      expect((text?.x ?? 0) + (text?.width ?? 0)).toBeLessThanOrEqual(button?.x ?? 0);
    }
    await menu(hebrew, 'Delete');
    const undo = await here.page.getByRole('button', { name: 'Undo' }).boundingBox();
    expect((undo?.x ?? 0) + (undo?.width ?? 0)).toBeLessThanOrEqual(PHONE.viewport.width);
  });

  test('a search is no longer than the server takes', async () => {
    await come();
    await openList();
    const search = here.page.getByRole('searchbox');
    await search.focus();
    await here.page.keyboard.insertText('x'.repeat(MAX_QUERY + 50));
    expect(await search.inputValue()).toHaveLength(MAX_QUERY);
  });
});
