import { expect, test } from '@jest/globals';
import type { Locator } from 'playwright-core';
import { describeConsole, here, openConsole } from './support/console.ts';
import { sessionOf, waitingOf } from './support/fleetOf.ts';

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
const LONG = 'long'.repeat(40);

/** What a place shows when all of it is there; else the long name. */
const SHOWS: Record<string, string> = {
  metrics: 'By the hour',
  notifications: '(you)',
  session: 'The assistant called a person',
};

/** The console on everything at its longest. */
async function open(place: string, options: object): Promise<void> {
  const ids = [0, 1].map(() => crypto.randomUUID());
  const [id = '', other = ''] = ids;
  const path = place === 'session' ? `/admin/s/${id}` : `/admin/${place}`;
  const help = {
    reason: LONG,
    by: 'assistant',
    state: 'requested',
    requestedAt: new Date().toISOString(),
  } as const;
  const sessions = [
    waitingOf(LONG, 9, { id, userId: LONG, help }),
    sessionOf(LONG, 1, { id: other, userId: LONG, handling: 'human', admin: { id: 'b', name: LONG } }),
  ];
  await openConsole(sessions, { path: '/admin', ...options });
  const { admin, conversation } = here.backend;
  conversation.sessionId = id;
  conversation.userId = LONG;
  conversation.name = LONG;
  conversation.add({ text: LONG, senderName: LONG });
  conversation.call(LONG, { by: 'assistant' });
  const note = {
    id: other,
    sessionId: id,
    text: LONG,
    forAssistant: true,
    createdAt: new Date().toISOString(),
  };
  admin.notes.push({ ...note, author: { id: 'b', name: LONG } });
  admin.usage = [
    {
      key: LONG,
      calls: 1e9,
      inputTokens: 1e12,
      outputTokens: 1e12,
      cachedTokens: 1e12,
      reasoningTokens: 1e12,
      costUsd: 1e6,
    },
  ];
  admin.audit = [
    {
      n: 1e6,
      who: LONG,
      what: 'user.erased',
      target: LONG,
      when: note.createdAt,
      where: LONG,
      after: { LONG },
    },
  ];
  const letter = {
    queue: 'commands',
    reason: LONG,
    at: note.createdAt,
    deliveries: 5,
    bytes: 1e6,
    traceId: LONG,
  } as const;
  admin.deadLetters = [{ seq: 1, sessionId: id, ...letter }];
  admin.undelivered = [
    {
      id: LONG,
      kind: 'critical',
      by: 'sms',
      adminId: LONG,
      at: note.createdAt,
      attempts: 1e6,
      reason: LONG,
      ref: LONG,
    },
  ];
  const known = { roles: ['admin', LONG], lastSeenAt: note.createdAt, notified: { email: true, sms: true } };
  admin.admins = ['anna', LONG].map((one) => ({ id: one, name: LONG, ...known }));
  admin.preferences = {
    channels: ['email', 'sms'],
    email: `${LONG}@example.com`,
    phone: '+15550100',
    quiet: { from: '22:00', to: '07:00', timeZone: 'America/Argentina/ComodRivadavia' },
    criticalInQuiet: true,
  };
  await here.page.goto(`${here.origin}${path}`);
  await here.page
    .getByText(SHOWS[place.split('/')[0] ?? ''] ?? LONG)
    .first()
    .waitFor();
}

/** What reaches beyond the right edge of the window. */
const over = (): Promise<string[]> =>
  here.page.evaluate(() => {
    const found: string[] = [];
    const look = (root: Document | ShadowRoot): void => {
      for (const element of root.querySelectorAll<HTMLElement>('*')) {
        const isHidden = element.closest('.unseen, [popover], canvas, .plot') !== null;
        if (!isHidden && element.getBoundingClientRect().right > innerWidth + 1)
          found.push(element.outerHTML.slice(0, 80));
        if (element.shadowRoot) look(element.shadowRoot);
      }
    };
    look(document);
    return found;
  });

const PLACES = ['', 'session', `u/${LONG}`, 'metrics', 'usage', 'audit', 'queue', 'notifications'];

describeConsole('how the console looks', () => {
  test('on a phone a row says who has it, however long its user’s id is; a name that is too long ends in dots', async () => {
    const admin = { id: 'anna', name: 'Anna' };
    const held = { handling: 'human', userId: LONG } as const;
    await openConsole([sessionOf('mine', 1, { ...held, admin })], PHONE);
    const person = here.page.locator('.row .person');
    const isCut = () => person.evaluate((one) => one.scrollWidth > one.clientWidth);
    await person.getByText('You have it').waitFor();
    expect(await isCut()).toBe(false);
    const [row] = here.backend.admin.sessions.values();
    if (row) here.backend.admin.change({ ...row, rev: row.rev + 1, admin: { id: 'b', name: LONG } });
    await person.getByText('has it').waitFor();
    await here.page.getByTitle(`${LONG} has it`).waitFor();
    expect(await isCut()).toBe(true);
    const messages = here.page.locator('.row .facts span').nth(1);
    expect(await messages.evaluate((one) => one.scrollWidth > one.clientWidth)).toBe(false);
    expect(await over()).toEqual([]);
  });

  test.each(PLACES)(
    'on a phone nothing of “%s” is wider than the screen, and all that is pressed is 44 px',
    async (place) => {
      await open(place, PHONE);
      expect(await over()).toEqual([]);
      const pressed: Locator[] = [
        ...(await here.page.getByRole('button').all()),
        ...(await here.page.getByRole('combobox').all()),
        ...(await here.page.getByRole('navigation').getByRole('link').all()),
      ];
      expect(pressed.length).toBeGreaterThan(0);
      for (const one of pressed) {
        const box = await one.boundingBox();
        const least = Math.round(Math.min(box?.width ?? 44, box?.height ?? 44));
        const html = (await one.evaluate((element) => element.outerHTML)).slice(0, 90);
        expect({ html, least }).toEqual({ html, least: Math.max(44, least) });
      }
    },
  );

  test.each(PLACES)(
    'on a desktop nothing of “%s” is wider than the screen, and all that is used has a name',
    async (place) => {
      await open(place, { viewport: { width: 1280, height: 800 } });
      expect(await over()).toEqual([]);
      for (const role of ['button', 'textbox', 'combobox', 'link', 'checkbox'] as const) {
        const all = await here.page.getByRole(role).count();
        expect(await here.page.getByRole(role, { name: /\S/ }).count()).toBe(all);
      }
    },
  );
});
