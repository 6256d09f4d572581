import { expect, test } from '@jest/globals';
import { arrive, button, describeConsole, here, openConsole, rows } from './support/console.ts';
import { sessionOf, waitingOf } from './support/fleetOf.ts';
import { soon } from './support/soon.ts';

describeConsole('the console’s doors', () => {
  test('[P61] without the role there is a plain page that says so, and nothing else', async () => {
    const visitor = await arrive({ admin: { userId: 'u', name: 'Mia', roles: ['user'] } });
    const secret = waitingOf('A secret name', 1);
    visitor.backend.admin.sessions.set(secret.id, secret);
    for (const path of [
      '/admin',
      `/admin/s/${secret.id}`,
      '/admin/metrics',
      '/admin/audit',
      '/admin/queue',
      '/admin/notifications',
    ]) {
      await visitor.page.goto(`${visitor.origin}${path}`);
      await visitor.page.getByRole('heading', { name: 'This page is for the team' }).waitFor();
      expect(await visitor.page.getByText('A secret name').count()).toBe(0);
      expect(await visitor.page.locator('parley-console').count()).toBe(0);
    }
    await visitor.page.getByRole('link', { name: 'To the chat' }).waitFor();
  });

  test('[P61] the sign-in for trying out asks for a name and a role, by keyboard alone', async () => {
    const visitor = await arrive({ admin: null });
    const { page } = visitor;
    await page.goto(`${visitor.origin}/admin`);
    await page.getByLabel('Your name, as users see it').fill('Anna');
    await page.keyboard.press('Tab');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Account of Anna' }).click();
    await page.getByRole('menu', { name: 'Anna, supervisor' }).waitFor();
    await page.reload();
    await page.getByRole('button', { name: 'Account of Anna' }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Parley console' }).waitFor();
  });
});

describeConsole('the live list', () => {
  test('[P51] who waits comes first, with a clock that turns amber and red; a new call is told', async () => {
    const waits = [waitingOf('late', 0.2), waitingOf('long', 2), waitingOf('too long', 6)];
    await openConsole([sessionOf('quiet', 1), ...waits]);
    expect(await rows()).toEqual(['too long', 'long', 'late', 'quiet']);
    const clocks = here.page.locator('.wait');
    const urgencies = await clocks.evaluateAll((all) => all.map((one) => one.getAttribute('data-urgency')));
    expect(urgencies).toEqual(['too-long', 'long', 'soon']);
    const before = await clocks.last().innerText();
    await soon('the clock runs', async () => expect(await clocks.last().innerText()).not.toBe(before));
    expect(await here.page.getByRole('heading', { name: '3 waiting, 4 live' }).count()).toBe(1);
    here.backend.admin.change(waitingOf('just now', 0));
    await soon('it is there', async () =>
      expect(await rows()).toEqual(['too long', 'long', 'late', 'just now', 'quiet']),
    );
    await here.page.getByText('just now waits for a person.').waitFor({ state: 'attached' });
    await soon('the title counts', async () => expect(await here.page.title()).toBe('(4) Sessions · Parley'));
  });

  test('nothing moves under the pointer: new calls wait until they are asked for', async () => {
    const quiet = sessionOf('quiet', 1);
    await openConsole([quiet, sessionOf('older', 5)]);
    await here.page.locator('.row').last().hover();
    here.backend.admin.change(waitingOf('a new call', 0));
    await button('1 new above').waitFor();
    expect(await rows()).toEqual(['quiet', 'older', 'a new call']);
    here.backend.admin.remove(quiet.id);
    await here.page.locator('.gone').getByText('quiet').waitFor();
    expect(await rows()).toEqual(['quiet', 'older', 'a new call']);
    await button('1 new above').click();
    await soon('it is on top', async () => expect((await rows())[0]).toBe('a new call'));
  });

  test('who had a person once and has none any more is told in grey', async () => {
    const ben = { id: 'ben', name: 'Ben' };
    await openConsole([
      sessionOf('handed back', 1, { adminAssisted: true }),
      sessionOf('held', 2, { handling: 'human', admin: ben, adminAssisted: true }),
    ]);
    const colourOf = (words: string, rest: string) =>
      here.page.getByText(words, { exact: true }).evaluate((one, rest) => {
        const facts = one.closest('.link')?.querySelector(rest);
        return [getComputedStyle(one).color, facts && getComputedStyle(facts).color];
      }, rest);
    const [was, grey] = await colourOf('Was with support', '.who');
    expect(was).toBe(grey);
    const [holds, soft] = await colourOf('Ben has it', '.who');
    expect(holds).not.toBe(soft);
    await button('Filter').click();
    await here.page.getByLabel('Ever with a person').selectOption('Yes');
    await soon('it is asked', () => expect(here.backend.admin.asked.at(-1)).toContain('assisted=true'));
  });

  test('a changed row fades in once more, and keeps its focus', async () => {
    const session = sessionOf('first name', 1);
    await openConsole([session]);
    const link = here.page.locator('.row a');
    await link.focus();
    here.backend.admin.change({ ...session, rev: 2, name: 'second name' });
    await here.page.locator('.row[data-change=odd]').getByText('second name').waitFor();
    here.backend.admin.change({ ...session, rev: 3, name: 'third name' });
    await here.page.locator('.row[data-change=even]').getByText('third name').waitFor();
    expect(await link.evaluate((one) => one.matches(':focus'))).toBe(true);
  });

  test('a change that was missed brings a new snapshot, and a line that breaks off is taken up again', async () => {
    await openConsole([sessionOf('first', 3)]);
    here.backend.admin.lose(sessionOf('missed', 2));
    here.backend.admin.change(sessionOf('after it', 1));
    await soon('all is there', async () => expect(await rows()).toEqual(['after it', 'missed', 'first']));
    expect(here.backend.admin.streams).toBe(2);
    here.backend.admin.reachable = false;
    here.backend.admin.cut();
    await here.page.getByText('Not live. Trying again…').waitFor();
    expect(await rows()).toEqual(['after it', 'missed', 'first']);
    here.backend.admin.lose(sessionOf('meanwhile', 0));
    here.backend.admin.reachable = true;
    await here.page.getByText('Live', { exact: true }).waitFor({ timeout: 20_000 });
    await soon('and what came meanwhile', async () => expect((await rows())[0]).toBe('meanwhile'));
  });

  test('filters and sorts are asked of the server, texts only of one user', async () => {
    await openConsole([
      waitingOf('waits', 1, { model: 'demo' }),
      sessionOf('ended', 9, { state: 'ended', userId: 'jo' }),
      sessionOf('active', 2),
    ]);
    expect(await rows()).toEqual(['waits', 'active']);
    await button('Filter').click();
    const form = here.page.getByRole('form', { name: 'Filter' });
    await form.getByLabel('State').selectOption('ended');
    await soon('the ended one is found', async () => expect(await rows()).toEqual(['ended']));
    expect(await form.getByLabel('Said').isDisabled()).toBe(true);
    await form.getByLabel('User', { exact: true }).fill('jo');
    await form.getByLabel('Said').fill('parcel');
    await form.getByLabel('From').fill('2026-01-01');
    await soon('all of it is asked', () => {
      const query = new URLSearchParams(here.backend.admin.asked.at(-1)?.split('?')[1]);
      expect(Object.fromEntries(query)).toMatchObject({ state: 'ended', userId: 'jo', text: 'parcel' });
      expect(query.get('from')).toBe(new Date(2026, 0, 1).toISOString());
    });
    await button('Filter (4)').waitFor();
    await button('Clear all').click();
    await soon('the live list is back', async () => expect(await rows()).toEqual(['waits', 'active']));
    await form.getByLabel('Sorted by').selectOption('durationMs');
    await form.getByLabel('Order', { exact: true }).selectOption('asc');
    await soon('the sort is asked', () =>
      expect(here.backend.admin.asked.at(-1)).toContain('order=asc&sort=durationMs'),
    );
  });

  test('rows are gone through and opened by keyboard, and “back” comes back', async () => {
    const [one, two] = [sessionOf('one', 1), sessionOf('two', 2)];
    await openConsole([one, two]);
    await here.page.locator('.row a').first().focus();
    await here.page.keyboard.press('ArrowDown');
    await here.page.keyboard.press('Enter');
    await soon('it is named by the address', () =>
      expect(new URL(here.page.url()).pathname).toBe(`/admin/s/${two.id}`),
    );
    await here.page.goBack();
    await here.page.getByText('Choose a session.').waitFor();
  });
});

/** From where to where a canvas is coloured, as parts of its width; empty: nowhere. */
function colouredColumns(canvas: Element): number[] {
  if (!(canvas instanceof HTMLCanvasElement)) return [];
  const { width, height } = canvas;
  const { data = [] } = canvas.getContext('2d')?.getImageData(0, 0, width, height) ?? {};
  const isColoured = (at: number): boolean => {
    const [red = 0, green = 0, blue = 0, alpha = 0] = data.slice(at * 4, at * 4 + 4);
    return alpha > 128 && Math.max(red, green, blue) - Math.min(red, green, blue) > 60;
  };
  const columns = Array.from({ length: width * height }, (_, at) => at)
    .filter(isColoured)
    .map((at) => at % width);
  return columns.length === 0 ? [] : [Math.min(...columns) / width, Math.max(...columns) / width];
}

describeConsole('figures and the rest', () => {
  test.each(['.', '..'])('a user called “%s” has a page, from a link, and after a reload', async (userId) => {
    const session = sessionOf('of dots', 1, { userId });
    await openConsole([session], { path: `/admin/s/${session.id}` });
    const { conversation } = here.backend;
    conversation.sessionId = session.id;
    conversation.userId = userId;
    await here.page.reload();
    await here.page.locator('.title').getByRole('link').click();
    await here.page.getByRole('heading', { name: userId, exact: true }).waitFor();
    await here.page.reload();
    await here.page.getByRole('heading', { name: userId, exact: true }).waitFor();
    await here.page.getByRole('link', { name: 'of dots' }).waitFor();
    await here.page.getByRole('link', { name: 'Audit' }).click();
    await here.page.getByRole('heading', { name: 'Audit' }).waitFor();
    await here.page.goBack();
    await here.page.getByRole('heading', { name: userId, exact: true }).waitFor();
  });

  test.each([
    ['a phone', { width: 390, height: 844 }],
    ['a desktop', { width: 1440, height: 900 }],
  ])('on %s a session that isn’t there says so, in the middle', async (_, size) => {
    await openConsole();
    here.backend.onFrame = (frame) => {
      if (frame.type !== 'session.open') return false;
      const error = {
        category: 'not_found',
        code: 'session',
        message: 'Unknown.',
        recoverable: false,
      } as const;
      here.backend.tell({ type: 'error', ref: frame.id, error });
      return true;
    };
    await here.page.setViewportSize(size);
    await here.page.goto(`${here.origin}/admin/s/${crypto.randomUUID()}`);
    const told = here.page.getByRole('alert').filter({ hasText: 'This session can’t be opened' });
    await told.getByText('It isn’t here. It may have been deleted, or its address is wrong.').waitFor();
    const middles = await told.evaluate((main) =>
      [main, ...main.children].map((one) => {
        const words = document.createRange();
        words.selectNodeContents(one);
        const { left, width } = words.getBoundingClientRect();
        return Math.round(left + width / 2);
      }),
    );
    for (const middle of middles) expect(Math.abs(middle - (middles[0] ?? 0))).toBeLessThan(3);
    await told.getByRole('link', { name: 'To the list' }).click();
    await soon('the list is there', () => expect(new URL(here.page.url()).pathname).toBe('/admin'));
  });

  test('metrics are shown with their plot, and told to whoever doesn’t see it', async () => {
    await openConsole([], { path: '/admin/metrics' });
    await here.page.getByRole('img', { name: 'Answers by the hour, at most 0' }).waitFor();
    await here.page.getByText('0 by the team').waitFor();
    await here.page.getByLabel('Shows').selectOption('tokens');
    await here.page.getByRole('img', { name: 'Tokens by the hour, at most 0' }).waitFor();
    await here.page.getByLabel('Time', { exact: true }).selectOption('week');
    await soon('a week is asked', () => {
      const query = new URLSearchParams(
        here.backend.admin.asked.findLast((one) => one.includes('/metrics'))?.split('?')[1],
      );
      const span = Date.parse(query.get('to') ?? '') - Date.parse(query.get('from') ?? '');
      expect(span).toBe(7 * 86_400_000);
    });
  });

  test('[P62] a session has the calls of models for it, folded, and reads them anew when they are unfolded', async () => {
    await openConsole([sessionOf('asked', 1)], { path: '/admin' });
    const { admin } = here.backend;
    const call = { id: 'a', purpose: 'answer', model: 'quick', startedAt: new Date().toISOString() } as const;
    const usage = { inputTokens: 1840, outputTokens: 312, totalTokens: 2152, costUsd: 0.0021 };
    admin.calls = [{ ...call, tried: 1, outcome: 'unknown' }];
    await here.page.getByRole('link', { name: 'asked' }).first().click();
    const folded = here.page.getByText('Calls of models (1)');
    await folded.waitFor();
    expect(await here.page.getByRole('table', { name: 'Calls of models' }).isVisible()).toBe(false);
    const failure = { outcome: 'failed', error: 'provider_error', status: 503 } as const;
    admin.calls = [
      { ...call, ...failure, tried: 1, durationMs: 412 },
      { ...call, id: 'b', tried: 2, outcome: 'complete', durationMs: 3200, firstTokenMs: 340, usage },
    ];
    await folded.click();
    const rows = here.page.getByRole('table', { name: 'Calls of models' }).getByRole('row');
    await soon('the newest is first', async () => {
      const [first = '', second = ''] = await rows.allInnerTexts();
      expect(first).toMatch(
        /Answer · quick\s+Complete, try 2\s+1,840 in, 312 out · \$0\.0021 · 3\.2 s, first token after 340 ms/,
      );
      expect(second).toMatch(/Failed: provider_error 503\s+412 ms/);
    });
  });

  test('[P62] calls of models that come while a session is watched are counted', async () => {
    await openConsole();
    const { admin, conversation } = here.backend;
    const call = {
      purpose: 'answer',
      model: 'quick',
      startedAt: new Date().toISOString(),
      tried: 1,
    } as const;
    const session = conversation.session();
    admin.sessions.set(session.id, session);
    admin.calls = [{ ...call, id: 'a', outcome: 'complete' }];
    await here.page.goto(`${here.origin}/admin/s/${conversation.sessionId}`);
    await here.page.getByText('Calls of models (1)').waitFor();
    admin.calls = [...admin.calls, { ...call, id: 'b', outcome: 'complete' }];
    const usage = { ...session.usage, totalTokens: 12 };
    here.backend.tell({ type: 'session.updated', sessionId: session.id, session: { ...session, usage } });
    await here.page.getByText('Calls of models (2)').waitFor();
  });

  test('the newest hour and the newest day have their bars, at the end of the axis', async () => {
    await openConsole([], { path: '/admin' });
    const { admin } = here.backend;
    const now = new Date();
    const hour = new Date(Math.floor(now.getTime() / 3_600_000) * 3_600_000).toISOString();
    admin.metrics = {
      ...admin.metrics,
      byHour: [{ ...admin.metrics, sessions: 0, hour, answers: { ...admin.metrics.answers, count: 9 } }],
    };
    const used = { inputTokens: 10, outputTokens: 5, cachedTokens: 0, reasoningTokens: 0, costUsd: 0 };
    admin.usage = [{ key: now.toISOString().slice(0, 10), calls: 1, ...used }];
    for (const place of ['Metrics', 'Usage']) {
      await here.page.getByRole('link', { name: place }).click();
      const canvas = here.page.locator('canvas');
      await canvas.waitFor();
      await soon(`${place} has its one bar`, async () => {
        const [first = 0, last = 0] = await canvas.evaluate(colouredColumns);
        expect(first).toBeGreaterThan(0.9);
        expect(last - first).toBeLessThan(0.06);
      });
    }
  });

  test('usage goes by model, user or day', async () => {
    await openConsole([], { path: '/admin/usage' });
    await here.page.getByText('Nothing was used in this time.').waitFor();
    here.backend.admin.usage = [
      {
        key: 'a b/c',
        calls: 2,
        inputTokens: 10,
        outputTokens: 5,
        cachedTokens: 4,
        reasoningTokens: 3,
        costUsd: 0.5,
      },
    ];
    await here.page.getByLabel('By', { exact: true }).selectOption('user');
    for (const [name, value] of [
      ['Calls', '2'],
      ['Cached', '4'],
      ['Reasoning', '3'],
    ])
      expect(await here.page.locator(`td[data-name="${name}"]`).innerText()).toBe(value);
    await here.page.getByRole('link', { name: 'a b/c' }).click();
    await here.page.getByRole('heading', { name: 'a b/c' }).waitFor();
    expect(here.backend.admin.asked.at(-1)).toContain('/sessions?userId=a+b%2Fc');
  });

  test('mail and SMS that didn’t arrive are told beside the dead letters', async () => {
    await openConsole([], { path: '/admin' });
    here.backend.admin.undelivered = [
      {
        id: 'sms:r:1',
        kind: 'help',
        by: 'sms',
        adminId: 'anna',
        at: new Date().toISOString(),
        attempts: 3,
        reason: 'sms: undelivered, Twilio’s error 30005',
        ref: 'SM77',
      },
    ];
    await here.page.getByRole('link', { name: 'Queue' }).click();
    const row = here.page.getByRole('table', { name: 'Mail and SMS that didn’t arrive' }).locator('tbody tr');
    for (const [name, words] of [
      ['About', 'Call for help'],
      ['By', 'SMS'],
      ['For', 'anna'],
      ['Why', 'sms: undelivered, Twilio’s error 30005'],
      ['Tries', '3'],
      ['Provider’s id', 'SM77'],
    ])
      expect(await row.locator(`td[data-name="${name}"]`).innerText()).toBe(words);
    here.backend.admin.undelivered = [];
    await button('Look again').click();
    await here.page.getByText('None is known to have failed.').waitFor();
    await here.page.getByText('Nothing was given up.').waitFor();
  });

  test('dead letters are tried again or, when asked twice, dropped', async () => {
    await openConsole([], { path: '/admin' });
    here.backend.admin.deadLetters = [1, 2].map((seq) => ({
      seq,
      queue: 'commands',
      reason: `why ${seq}`,
      at: new Date().toISOString(),
      deliveries: 5,
      bytes: 10,
      traceId: 'abc',
    }));
    await here.page.getByRole('link', { name: 'Queue' }).click();
    await button('Retry 1').click();
    await here.page.getByText('why 1').waitFor({ state: 'detached' });
    await button('Drop 2').click();
    expect(here.backend.admin.asked.filter((one) => one.startsWith('DELETE'))).toEqual([]);
    await button('Drop for good').click();
    await here.page.getByText('Nothing was given up.').waitFor();
    const changes = here.backend.admin.asked.filter((one) => !one.startsWith('GET'));
    expect(changes).toEqual(['POST /dead-letters/1/retry', 'DELETE /dead-letters/2']);
    expect(await here.page.getByRole('link', { name: 'Outbox' }).getAttribute('href')).toBe('/outbox');
  });
});
