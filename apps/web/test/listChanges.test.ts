import { expect, test } from '@jest/globals';
import { MAX_QUERY } from '@parley/protocol';
import { come, describeChat, here, open, talk } from './support/chat.ts';
import { asked, menu, openList, row, shows } from './support/list.ts';
import { soon } from './support/soon.ts';

describeChat('the list of conversations', () => {
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

  test('a search is no longer than the server takes', async () => {
    await come();
    await openList();
    const search = here.page.getByRole('searchbox');
    await search.focus();
    await here.page.keyboard.insertText('x'.repeat(MAX_QUERY + 50));
    expect(await search.inputValue()).toHaveLength(MAX_QUERY);
  });
});
