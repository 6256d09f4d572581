import { expect, test } from '@jest/globals';
import { button, describeConsole, here, openConsole } from './support/console.ts';
import { soon } from './support/soon.ts';

const SUE = { userId: 'sue', name: 'Sue', roles: ['user', 'admin', 'supervisor'] };
const WAYS = { notified: { email: true, sms: false }, lastSeenAt: new Date().toISOString() };
const admins = () => [
  { id: 'anna', name: 'Anna', roles: ['user', 'admin'], ...WAYS },
  { id: 'bo', name: 'Bo', roles: ['admin'], notified: { email: false, sms: false } },
  { id: 'sue', name: 'Sue', roles: ['supervisor'], ...WAYS },
];

async function open(options: object = {}): Promise<void> {
  await openConsole([], { timezoneId: 'Asia/Kolkata', ...options });
  here.backend.admin.admins = admins();
  await here.page.getByRole('link', { name: 'Notifications' }).click();
  await here.page.getByRole('row', { name: /Bo/ }).waitFor();
}
const field = (name: string) => here.page.getByLabel(name);
const changes = () => here.backend.admin.asked.filter((one) => !one.startsWith('GET'));

describeConsole('notifications', () => {
  test('[P41] an admin says by keyboard alone how to be told; the hours are those where the browser is', async () => {
    await open();
    const { keyboard } = here.page;
    await field('By mail').focus();
    await keyboard.press('Space');
    await keyboard.press('Tab');
    await keyboard.type('anna@example.com');
    await field('Quiet hours').focus();
    await keyboard.press('Space');
    expect(await field('Time zone').inputValue()).toMatch(/^Asia\/(Kolkata|Calcutta)$/);
    expect(await field('From').inputValue()).toBe('22:00');
    await field('Until').fill('06:30');
    await field('Critical errors come all the same').focus();
    await keyboard.press('Space');
    await keyboard.press('Tab');
    await keyboard.press('Enter');
    await here.page.getByRole('status').getByText('Saved. You are notified by mail.').waitFor();
    const { preferences, asked } = here.backend.admin;
    expect(preferences).toEqual({
      channels: ['email'],
      email: 'anna@example.com',
      quiet: { from: '22:00', to: '06:30', timeZone: expect.stringMatching(/^Asia\//) },
      criticalInQuiet: true,
    });
    await soon('the list is read again', () =>
      expect(asked.filter((one) => one === 'GET /admins')).toHaveLength(2),
    );
    await here.page.reload();
    await soon('it is kept', async () =>
      expect(await field('Email address').inputValue()).toBe('anna@example.com'),
    );
    await field('By mail').uncheck();
    expect(await here.page.getByText('Saved.').count()).toBe(0);
    await button('Save').click();
    await here.page.getByText('Saved. You aren’t notified.').waitFor();
    expect(here.backend.admin.preferences).toMatchObject({ channels: [], email: 'anna@example.com' });
  });

  test('what is wrong stands at its field, which gets the cursor, and nothing of the form is lost', async () => {
    await open();
    await field('By SMS').check();
    await button('Save').click();
    await here.page.getByRole('alert').getByText('Is needed for SMS.').waitFor();
    expect(changes()).toEqual([]);
    const number = field('Mobile number');
    expect(await number.evaluate((one) => one.matches(':focus'))).toBe(true);
    expect(await number.getAttribute('aria-invalid')).toBe('true');
    await number.fill('0123');
    expect(await here.page.getByText('Is needed for SMS.').count()).toBe(0);
    here.backend.admin.refusal = 'body.phone: must be a number such as +15550100';
    await button('Save').click();
    await here.page.getByRole('alert').getByText('Must be a number such as +15550100.').waitFor();
    expect(await number.inputValue()).toBe('0123');
    here.backend.admin.refusal = 'The service can’t do that.';
    await button('Save').click();
    await here.page.getByRole('alert').getByText('The service can’t do that.').waitFor();
    here.backend.admin.refusal = undefined;
    await number.fill('+1 555 0100 123');
    await button('Save').click();
    await here.page.getByText('Saved. You are notified by SMS.').waitFor();
    expect(here.backend.admin.preferences).toMatchObject({ channels: ['sms'], phone: '+15550100123' });
  });

  test('all see who is notified by what; only a supervisor removes, others, when asked twice', async () => {
    await open();
    await here.page.getByRole('row', { name: 'Anna (you) anna user, admin' }).getByText('mail').waitFor();
    await here.page.getByRole('row', { name: 'Bo bo admin' }).getByText('Not notified').waitFor();
    expect(await here.page.getByRole('button', { name: /Remove/ }).count()).toBe(0);
    expect(await here.page.getByText('ends at once what they watch').count()).toBe(0);
    await open({ admin: SUE });
    await here.page.getByText('ends at once what they watch, hold and read').waitFor();
    await here.page.getByText('signs in anew with the role is an admin again').waitFor();
    expect(await here.page.getByRole('button', { name: /Remove/ }).count()).toBe(2);
    const { keyboard } = here.page;
    await button('Remove Bo…').focus();
    await keyboard.press('Enter');
    expect(await button('Keep').evaluate((one) => one.matches(':focus'))).toBe(true);
    await keyboard.press('Escape');
    await soon('the cursor is back', async () =>
      expect(await button('Remove Bo…').evaluate((one) => one.matches(':focus'))).toBe(true),
    );
    expect(changes()).toEqual([]);
    await keyboard.press('Enter');
    await keyboard.press('Tab');
    await keyboard.press('Enter');
    await here.page
      .getByRole('status')
      .getByText('Bo is removed and notified no more. What they had open has ended.')
      .waitFor();
    await here.page.getByRole('row', { name: /Bo/ }).waitFor({ state: 'detached' });
    expect(changes()).toEqual(['DELETE /admins?id=bo']);
  });

  test('[P41] a button stays that of its admin when another one is gone meanwhile, and keeps the focus', async () => {
    await open({ admin: SUE });
    const bo = await button('Remove Bo…').elementHandle();
    if (!bo) throw new Error('Bo can be removed');
    await bo.focus();
    here.backend.admin.admins = admins().slice(1);
    await button('Look again').evaluate((one: HTMLElement) => one.click());
    await here.page.getByRole('row', { name: /Anna/ }).waitFor({ state: 'detached' });
    expect(await bo.getAttribute('aria-label')).toBe('Remove Bo…');
    expect(await bo.evaluate((one) => one.matches(':focus'))).toBe(true);
  });

  test('[P41] whatever an admin is called, it is this one who is removed', async () => {
    const ids = ['.', '..', '/', 'a/../b', '%2e%2e', '%', '?id=sue', '#', '+', '&', '💬 é'];
    await open({ admin: SUE });
    const notified = { email: false, sms: false };
    const [, , sue] = admins();
    here.backend.admin.admins = ids.map((id, at) => ({ id, name: `No. ${at}.`, roles: ['admin'], notified }));
    if (sue) here.backend.admin.admins.push(sue);
    await button('Look again').click();
    for (const [at, id] of ids.entries()) {
      await button(`Remove No. ${at}.…`).click();
      await here.page.getByRole('button', { name: /^Remove now/ }).click();
      await here.page.getByRole('status').getByText(`No. ${at}. is removed`).waitFor();
      const left = here.backend.admin.admins.map((one) => one.id);
      expect(left).toEqual([...ids.slice(at + 1), 'sue']);
      expect(left).not.toContain(id);
    }
  });
});
