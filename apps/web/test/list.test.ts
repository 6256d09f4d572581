import { expect, test } from '@jest/globals';
import { box, come, describeChat, here, open, talk } from './support/chat.ts';
import { asked, menu, names, openList, row, shows } from './support/list.ts';
import { soon } from './support/soon.ts';

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

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

  test('a list that comes back later than the socket is read as soon as it is there', async () => {
    await come();
    const { sessions } = here.backend;
    sessions.add('Tea', 10);
    await openList();
    await shows(['Tea']);
    sessions.failing = 503;
    here.backend.reachable = false;
    here.backend.cut();
    sessions.add('Water', 5);
    here.backend.reachable = true;
    await here.page.getByText('Parley can’t be reached right now.').waitFor();
    sessions.failing = 0;
    await shows(['Tea', 'Water']);
    await here.page.getByText('Parley can’t be reached right now.').waitFor({ state: 'detached' });
    expect(here.complaints.splice(0).filter((words) => !/503|ERR_/.test(words))).toEqual([]);
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
    await here.page.getByRole('button', { name: 'Try again' }).waitFor();
    here.backend.sessions.failing = 0;
    await here.page.getByRole('heading', { name: 'Nothing here yet' }).waitFor();
    expect(here.complaints.splice(0).filter((words) => !words.includes('503'))).toEqual([]);
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
});
