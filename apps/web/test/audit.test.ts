import { expect, test } from '@jest/globals';
import { button, describeConsole, here, openConsole } from './support/console.ts';
import type { AuditEntry } from '../src/pages/admin/api/audit.ts';
import { soon } from './support/soon.ts';

const SESSION = '5f0e8f6a-6d4e-4f0e-9d6f-0d3c0f5f6a7b';
const NAMED = { id: 'staff-anna', name: 'Anna', roles: ['admin'], notified: { email: false, sms: false } };

/** So many entries, the newest first; every second one is a takeover, of the first days of March. */
const entries = (count: number): AuditEntry[] =>
  Array.from({ length: count }, (_, at) => ({
    n: count - at,
    who: at % 2 === 0 ? 'staff-anna' : 'staff-ben',
    what: at % 2 === 0 ? 'takeover.started' : 'session.read',
    target: SESSION,
    when: new Date(2026, 2, 1 + (at % 5), 12).toISOString(),
    where: '203.0.113.7',
  }));

const row = () => here.page.getByRole('row');
const found = async (): Promise<number> => Math.max(0, (await row().count()) - 1);
const asked = () =>
  new URLSearchParams(
    here.backend.admin.asked.findLast((one) => one.startsWith('GET /audit'))?.split('?')[1],
  );

async function openAudit(audit: AuditEntry[], search = ''): Promise<void> {
  await openConsole([], { path: '/admin' });
  here.backend.admin.audit = audit;
  here.backend.admin.admins = [NAMED];
  await here.page.goto(`${here.origin}/admin/audit${search}`);
  await here.page.getByRole('heading', { name: 'Audit' }).waitFor();
}

describeConsole('the audit log', () => {
  test('[P56] says in words who did what, when, to what and from where; the code is its title', async () => {
    const when = '2026-03-01T10:00:00.000Z';
    await openAudit([
      {
        n: 7,
        who: 'staff-anna',
        what: 'takeover.started',
        target: SESSION,
        when,
        where: '203.0.113.7',
        before: { handling: 'ai' },
        after: { handling: 'human' },
      },
      { n: 6, who: 'llm-worker', what: 'takeover.expired', target: SESSION, when },
      ...[{ forced: true }, { handedOver: true }].map((way, at) => ({
        n: 9 + at,
        who: 'staff-anna',
        what: 'takeover.started',
        target: SESSION,
        when,
        before: { admin: 'bo' },
        after: { admin: 'staff-anna', fence: 2, ...way },
      })),
      { n: 11, who: 'llm-worker', what: 'takeover.expired', target: SESSION, when, after: { lost: true } },
      { n: 12, who: 'sue', what: 'admin.role_lost', target: 'sue', when, after: { left: 'admin' } },
      { n: 5, who: 'mia', what: 'something.new', target: 'x', when },
    ]);
    const taken = here.page.getByRole('row', { name: /Took over [^b]/ });
    await taken.getByRole('link', { name: 'Anna', exact: true }).waitFor();
    expect(await taken.getByText('Took over').getAttribute('title')).toBe('takeover.started');
    for (const words of ['203.0.113.7', 'handling ai → human'])
      expect(await taken.getByText(words).count()).toBe(1);
    expect(await taken.getByRole('link', { name: '5f0e8f6a' }).getAttribute('href')).toBe(
      `/admin/s/${SESSION}`,
    );
    await here.page.getByRole('row', { name: /Parley itself Ended a hold that ran out/ }).waitFor();
    for (const words of [
      /Took over by force 5f0e8f6a held by bo → Anna, hold no. 2/,
      /Handed over 5f0e8f6a held by bo → Anna, hold no. 2/,
      /Parley itself Ended a hold whose admin is none any more/,
      /Is a supervisor no more sue/,
    ])
      await here.page.getByRole('row', { name: words }).waitFor();
    await here.page.getByRole('row', { name: /mia something\.new x/ }).waitFor();
  });

  test('[P56] is chosen from by person, action, session and days, and the address says so', async () => {
    await openAudit(entries(20));
    await soon('all of it is there', async () => expect(await found()).toBe(20));
    const form = here.page.getByRole('form', { name: 'Filter' });
    await form.getByLabel('What').selectOption({ label: 'Took over' });
    await soon('the takeovers are there', async () => expect(await found()).toBe(10));
    await form.getByLabel('Who, by id').fill(' staff-anna ');
    await form.getByLabel('Session or user, by id').fill(SESSION);
    await form.getByLabel('From').fill('2026-03-02');
    await form.getByLabel('To', { exact: true }).fill('2026-03-03');
    await form.getByLabel('To', { exact: true }).press('Enter');
    await soon('all of it is asked', () =>
      expect(Object.fromEntries(asked())).toEqual({
        who: 'staff-anna',
        what: 'takeover.started',
        target: SESSION,
        from: new Date(2026, 2, 2).toISOString(),
        to: new Date(2026, 2, 4).toISOString(),
        limit: '50',
      }),
    );
    const shared = here.page.url();
    expect(Object.fromEntries(new URL(shared).searchParams)).toEqual({
      who: 'staff-anna',
      what: 'takeover.started',
      target: SESSION,
      from: '2026-03-02',
      to: '2026-03-03',
    });
    const count = await found();
    await here.page.goto(`${here.origin}/admin`);
    await here.page.goto(shared);
    await soon('whoever has the address sees the same', async () => expect(await found()).toBe(count));
    expect(await form.getByLabel('What').inputValue()).toBe('takeover.started');
    expect(await form.getByLabel('From').inputValue()).toBe('2026-03-02');
    await button('Clear all').click();
    await soon('all of it is back', async () => expect(await found()).toBe(20));
    for (const label of ['Who, by id', 'What', 'From'])
      expect(await form.getByLabel(label).inputValue()).toBe('');
    await here.page.goBack();
    await soon('“back” comes back to the choice', async () => expect(await found()).toBe(count));
    expect(await form.getByLabel('What').inputValue()).toBe('takeover.started');
  });

  test('what is being typed stays, whatever comes meanwhile', async () => {
    await openAudit(entries(2));
    await soon('all of it is there', async () => expect(await found()).toBe(2));
    const who = here.page.getByLabel('Who, by id');
    await who.pressSequentially('staff-b');
    await here.page.locator('parley-audit').evaluate(async (element) => {
      const view = element as HTMLElement & { requestUpdate(): void; updateComplete: Promise<boolean> };
      view.requestUpdate();
      await view.updateComplete;
    });
    await who.pressSequentially('en');
    expect(await who.inputValue()).toBe('staff-ben');
    await who.press('Enter');
    await soon('theirs are there', async () => expect(await found()).toBe(1));
  });

  test('whoever did something leads to all that they did', async () => {
    await openAudit(entries(4));
    await here.page.getByRole('link', { name: 'staff-ben' }).first().click();
    await soon('theirs alone are there', async () => expect(await found()).toBe(2));
    expect(new URL(here.page.url()).search).toBe('?who=staff-ben');
    await here.page.getByRole('link', { name: 'Audit' }).click();
    await soon('the section is all of it', async () => expect(await found()).toBe(4));
  });

  test('[P56] is read page by page, of what was chosen', async () => {
    await openAudit(entries(120), '?who=staff-anna');
    await soon('the first page is there', async () => expect(await found()).toBe(50));
    await button('Show more').click();
    await soon('all of theirs are', async () => expect(await found()).toBe(60));
    const numbers = await here.page.locator('td[data-name="No."]').allInnerTexts();
    expect(new Set(numbers).size).toBe(60);
    expect(await button('Show more').count()).toBe(0);
  });

  test.each([
    ['?from=garbage', /“garbage” isn’t a day/u],
    ['?to=2026-13-45', /“2026-13-45” isn’t a day/u],
    ['?from=9999999-01-01', /“9999999-01-01” isn’t a day/u],
    [`?who=${'x'.repeat(201)}`, /longer than 200 characters/u],
  ])('[P56] refuses by the field what nothing can be found by: %s', async (search, words) => {
    await openAudit(entries(5), search);
    const form = here.page.getByRole('form', { name: 'Filter' });
    await form.getByRole('alert').getByText(words).waitFor();
    expect(await here.page.getByRole('row').count()).toBe(0);
    expect(await here.page.getByRole('button', { name: 'Save as CSV' }).isDisabled()).toBe(true);
    await form.getByRole('button', { name: 'Clear all' }).click();
    await soon('all of it is there', async () => expect(await found()).toBe(5));
    expect(await form.getByRole('alert').count()).toBe(0);
  });

  test('says that nothing was found, and saves what is chosen as a file', async () => {
    await openAudit(entries(2), '?who=nobody&what=some.code');
    await here.page.getByText('Nothing found. No entry is like that.').waitFor();
    expect(await here.page.getByLabel('What').inputValue()).toBe('some.code');
    const download = here.page.waitForEvent('download');
    await button('Save as CSV').click();
    expect((await download).suggestedFilename()).toBe('audit.csv');
    expect(here.backend.admin.asked.at(-1)).toBe('GET /audit.csv?who=nobody&what=some.code');
  });
});
