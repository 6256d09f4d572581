import { expect, test } from '@jest/globals';
import type { Locator } from 'playwright-core';
import type { CannedReply } from '../src/pages/admin/api/cannedReply.ts';
import { arrive, button, describeConsole, here, openConsole } from './support/console.ts';
import { soon } from './support/soon.ts';
import type { VisitOptions } from './support/visit.ts';

const SUE = { userId: 'su', name: 'Sue', roles: ['user', 'admin', 'supervisor'] };
const HELLO: CannedReply = {
  id: crypto.randomUUID(),
  owner: 'team',
  shortcut: 'hello',
  text: 'Hello {name}, I have read it',
};
const BYE: CannedReply = { id: crypto.randomUUID(), owner: 'own', shortcut: 'bye', text: 'Goodbye {name}' };
const KEY = 'parley.admin.canned';

const box = (): Locator => here.page.getByRole('textbox', { name: 'Message', exact: true });
const dialog = (): Locator => here.page.getByRole('dialog', { name: 'Canned replies' });
const inDialog = (name: string): Locator => dialog().getByRole('button', { name, exact: true });
const shortcuts = (): Promise<string[]> =>
  dialog()
    .getByLabel('Short-cut')
    .evaluateAll((all) => all.map((one) => (one instanceof HTMLInputElement ? one.value : '')));
const kept = (): string[] =>
  here.backend.admin.replies.map(({ owner, shortcut, text }) => `${owner} /${shortcut} ${text}`);
const heard = (type: string) => here.backend.heard.filter((frame) => frame.type === type);
const leftInBrowser = (): Promise<string | null> =>
  here.page.evaluate((key) => localStorage.getItem(key), KEY);

/** A conversation that the reader has, where these replies are. */
async function reply(
  replies: readonly CannedReply[],
  options: VisitOptions = {},
  before: object[] = [],
): Promise<void> {
  const { backend } = await arrive();
  const { conversation, admin } = backend;
  admin.replies = [...replies];
  conversation.add({ text: 'Where is my order?', senderName: 'Mia' });
  conversation.call('My order');
  admin.sessions.set(conversation.sessionId, conversation.session());
  await openConsole([], { backend, path: `/admin/s/${conversation.sessionId}`, ...options });
  if (before.length > 0)
    await here.page.evaluate(([key, value]) => localStorage.setItem(key, value), [
      KEY,
      JSON.stringify(before),
    ] as const);
  await button('Take over').click();
  await here.page.getByText('You have this conversation').waitFor();
}
const open = async (): Promise<void> => {
  await button('Canned replies').click();
  await inDialog('Add a reply').waitFor();
};
const save = async (): Promise<void> => {
  await inDialog('Save').click();
  await dialog().waitFor({ state: 'detached' });
};

describeConsole('canned replies', () => {
  test('[P54] a “/” brings the team’s and one’s own, with who and what filled in; own ones are written, kept by the server', async () => {
    await reply([HELLO, BYE]);
    await box().pressSequentially('/hel');
    await here.page.getByRole('option', { name: /Hello Mia, I have read/, selected: true }).waitFor();
    await here.page.keyboard.press('Enter');
    expect(await box().inputValue()).toContain('Hello Mia, I have read');
    expect(heard('message.send')).toEqual([]);
    await open();
    await inDialog('Add a reply').click();
    await here.page.keyboard.type('hello');
    await dialog().getByLabel('Text of /hello').fill('About {session}');
    await save();
    expect(kept().toSorted()).toEqual([
      'own /bye Goodbye {name}',
      'own /hello About {session}',
      'team /hello Hello {name}, I have read it',
    ]);
    await here.page.reload();
    await here.page.getByText('You have this conversation').waitFor();
    await box().fill('/hello');
    // Their own comes in place of the team's.
    await here.page.getByRole('option').getByText('About Where is my order?').waitFor();
    expect(await here.page.getByRole('option').count()).toBe(1);
    await here.page.keyboard.press('Tab');
    await here.page.keyboard.press('Enter');
    await soon('it is said', () =>
      expect(heard('message.send')).toMatchObject([{ text: 'About Where is my order?' }]),
    );
  });

  test('[P61] who isn’t a supervisor reads the team’s; a supervisor writes them, and gives own ones to everybody', async () => {
    await reply([HELLO, BYE]);
    await open();
    await dialog().getByText('Hello {name}, I have read it').waitFor();
    expect(await shortcuts()).toEqual(['bye']);
    expect(await dialog().getByLabel('For everybody').count()).toBe(0);
    await inDialog('Cancel').click();

    await reply([BYE, HELLO], { admin: SUE });
    await open();
    expect(await shortcuts()).toEqual(['bye', 'hello']);
    const everybody = dialog().getByLabel('For everybody');
    expect(await everybody.nth(0).isChecked()).toBe(false);
    expect(await everybody.nth(1).isChecked()).toBe(true);
    await everybody.nth(0).check();
    await dialog().getByLabel('Text of /hello').fill('Hi {name}');
    await save();
    expect(kept().toSorted()).toEqual(['team /bye Goodbye {name}', 'team /hello Hi {name}']);
    expect(here.backend.admin.replies.some(({ id }) => id === BYE.id)).toBe(false);
    await open();
    await inDialog('Delete /hello').click();
    await save();
    expect(kept()).toEqual(['team /bye Goodbye {name}']);
  });

  test('what this browser kept is offered once, brought over when it is saved, and then forgotten here', async () => {
    const before = [
      { shortcut: 'bye', text: 'Bye bye' },
      { shortcut: 'about', text: 'About it' },
      { shortcut: 'bye', text: BYE.text },
    ];
    await reply([BYE], {}, before);
    await open();
    await inDialog('Bring over 2 replies of this browser').click();
    expect(await shortcuts()).toEqual(['bye', 'bye-2', 'about']);
    await inDialog('Cancel').click();
    expect(kept()).toEqual(['own /bye Goodbye {name}']);
    expect(JSON.parse((await leftInBrowser()) ?? '')).toEqual(before);
    await open();
    await inDialog('Bring over 2 replies of this browser').click();
    await save();
    expect(kept()).toEqual(['own /bye Goodbye {name}', 'own /bye-2 Bye bye', 'own /about About it']);
    expect(await leftInBrowser()).toBeNull();
    await open();
    expect(
      await dialog()
        .getByRole('button', { name: /Bring over/ })
        .count(),
    ).toBe(0);
  });

  test('what another tab or a colleague changed is there at the next opening', async () => {
    await reply([BYE]);
    await box().fill('/');
    await here.page.getByRole('option').getByText('Goodbye Mia').waitFor();
    await box().fill('');
    here.backend.admin.replies = [HELLO];
    await box().fill('/');
    await here.page.getByRole('option').getByText('Hello Mia').waitFor();
    await here.page.getByRole('option').getByText('Goodbye Mia').waitFor({ state: 'detached' });
    here.backend.admin.replies = [HELLO, BYE];
    await open();
    expect(await shortcuts()).toEqual(['bye']);
  });

  test('where there are none it says so, and three examples are there to begin with', async () => {
    await reply([]);
    await box().fill('/');
    await here.page.getByText('There are no canned replies yet.').waitFor();
    await box().fill('');
    await open();
    await dialog().getByText('There are none yet.').waitFor();
    await inDialog('Begin with three examples').click();
    expect(await shortcuts()).toEqual(['hello', 'more', 'bye']);
    await save();
    expect(kept()).toHaveLength(3);
  });

  test('a refusal stands at its reply, what was written before it is kept, and nothing that was typed is lost', async () => {
    await reply([HELLO]);
    await open();
    for (const [word, text] of [
      ['one', 'First'],
      ['two', 'Second'],
    ] as const) {
      await inDialog('Add a reply').click();
      await here.page.keyboard.type(word);
      await dialog().getByLabel(`Text of /${word}`).fill(text);
    }
    here.backend.admin.replies.push({ ...BYE, shortcut: 'two' });
    await inDialog('Save').click();
    await dialog()
      .getByRole('alert')
      .getByText('Short-cut: must not be that of another reply of yours.')
      .waitFor();
    expect(kept()).toContain('own /one First');
    expect(await dialog().getByLabel('Short-cut').nth(1).getAttribute('aria-invalid')).toBe('true');
    await soon('the cursor is there', async () =>
      expect(
        await dialog()
          .getByLabel('Short-cut')
          .nth(1)
          .evaluate((one) => one.matches(':focus')),
      ).toBe(true),
    );
    await here.page.keyboard.press('ControlOrMeta+A');
    await here.page.keyboard.type('one');
    await inDialog('Save').click();
    await dialog().getByRole('alert').getByText('Short-cut: stands here twice.').waitFor();
    await dialog().getByLabel('Short-cut').nth(1).fill('three');
    await save();
    expect(kept()).toContain('own /three Second');
    expect(here.backend.admin.asked.filter((asked) => asked.startsWith('PUT /replies'))).toHaveLength(3);
  });

  test('where they can’t be read or kept it says so, and goes on when they can', async () => {
    await reply([BYE]);
    const { admin } = here.backend;
    admin.reachable = false;
    await button('Canned replies').click();
    await dialog().getByText('Parley can’t be reached right now.').waitFor();
    expect(await inDialog('Save').isDisabled()).toBe(true);
    admin.reachable = true;
    await inDialog('Try again').click();
    await dialog().getByLabel('Text of /bye').fill('Bye');
    admin.reachable = false;
    await inDialog('Save').click();
    await dialog().getByRole('alert').getByText('Parley can’t be reached right now.').waitFor();
    admin.reachable = true;
    await save();
    expect(kept()).toEqual(['own /bye Bye']);
  });
});
