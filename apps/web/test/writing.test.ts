import { expect, test } from '@jest/globals';
import { box, come, describeChat, fromEnd, here, open, say, scroller, talk } from './support/chat.ts';
import { soon } from './support/soon.ts';

describeChat('writing and reading on in the chat page', () => {
  test('follows the end only while its reader is there', async () => {
    await come();
    talk(10);
    await open();
    await here.page.getByText('answer 10').waitFor();
    await soon('at the end', async () => expect(await fromEnd()).toBeLessThan(2));
    here.backend.conversation.said(crypto.randomUUID(), 'more');
    here.backend.conversation.begin();
    here.backend.conversation.write('growing\n\n'.repeat(20));
    await soon('still at the end', async () => expect(await fromEnd()).toBeLessThan(2));
    await scroller().hover();
    await here.page.mouse.wheel(0, -300);
    await here.page.getByRole('button', { name: 'Jump to latest' }).waitFor();
    const before = await scroller().evaluate((e) => e.scrollTop);
    here.backend.conversation.write('and more\n\n'.repeat(20));
    await here.page.getByText('and more').last().waitFor({ state: 'attached' });
    expect(await scroller().evaluate((e) => e.scrollTop)).toBe(before);
    await here.page.getByRole('button', { name: 'Jump to latest' }).click();
    await soon('back at the end', async () => expect(await fromEnd()).toBeLessThan(2));
  });

  test('stays at the end while one writes and sends many lines there, and when the window changes', async () => {
    await come();
    talk(10);
    await open();
    const latest = here.page.getByRole('button', { name: 'Jump to latest' });
    const atEnd = (): Promise<true> =>
      soon('at the end', async () => {
        expect(await fromEnd()).toBeLessThan(2);
        expect(await latest.count()).toBe(0);
      });
    await here.page.getByText('answer 10').waitFor();
    await atEnd();
    const bottom = await box().evaluate((area) => area.clientHeight);
    for (const line of ['one', 'two', 'three', 'four']) {
      await box().pressSequentially(line);
      await box().press('Shift+Enter');
      await atEnd();
    }
    expect(await box().evaluate((area) => area.clientHeight)).toBeGreaterThan(bottom * 2);
    await here.page.setViewportSize({ width: 700, height: 400 });
    await atEnd();
    await here.page.setViewportSize({ width: 1000, height: 700 });
    await atEnd();
    for (const round of ['first', 'second']) {
      await say(Array.from({ length: 40 }, (_, at) => `${round} ${at}`).join('\n'));
      await here.page.locator('.bubble', { hasText: `${round} 39` }).waitFor();
      await atEnd();
      expect(await box().evaluate((area) => area.clientHeight)).toBe(bottom);
      here.backend.conversation.begin();
      for (let at = 0; at < 20; at += 1) here.backend.conversation.write(`growing ${round} ${at}\n\n`);
      await here.page.getByText(`growing ${round} 19`).waitFor();
      await atEnd();
      here.backend.conversation.end();
    }
    await scroller().hover();
    await here.page.mouse.wheel(0, -600);
    await latest.waitFor();
    await say('sent from above');
    await here.page.locator('.bubble', { hasText: 'sent from above' }).waitFor();
    await atEnd();
  });

  test('stays at the end when what is taken out there and what takes its place are equally high', async () => {
    await come();
    talk(10);
    await open();
    await here.page.getByText('answer 10').waitFor();
    const column = here.page.getByRole('log');
    await column.evaluate((e) => {
      const filler = document.createElement('div');
      filler.style.height = '60px';
      filler.className = 'filler';
      e.append(filler);
    });
    await soon('at the end', async () => expect(await fromEnd()).toBeLessThan(2));
    await column.evaluate(async (e) => {
      const { host } = e.getRootNode() as unknown as {
        host: { requestUpdate(): void; updateComplete: Promise<unknown> };
      };
      const filler = e.querySelector('.filler');
      filler?.remove();
      host.requestUpdate();
      await host.updateComplete;
      // Whoever asks where it stands has it laid out without the filler, and so moved.
      e.getBoundingClientRect();
      if (filler) e.append(filler);
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    });
    expect(await here.page.getByRole('button', { name: 'Jump to latest' }).count()).toBe(0);
    expect(await fromEnd()).toBeLessThan(2);
  });

  test('[P16] older messages come while one scrolls up, and nothing jumps', async () => {
    await come();
    talk(80);
    await open();
    await here.page.getByText('answer 80').waitFor();
    const mark = here.page.getByText('question 60', { exact: true });
    await mark.waitFor({ state: 'attached' });
    await scroller().evaluate((e) => {
      const article = [...e.querySelectorAll('article')].find((a) => a.textContent?.includes('question 60'));
      e.scrollTop = (article as HTMLElement).offsetTop - 100;
    });
    const at = (await mark.boundingBox())?.y;
    await here.page.getByText('question 40', { exact: true }).waitFor({ state: 'attached' });
    expect((await mark.boundingBox())?.y).toBe(at);
    await soon('all are there', async () => {
      await scroller().evaluate((e) => (e.scrollTop = 0));
      expect(await here.page.locator('article').count()).toBe(160);
    });
    const said = await here.page.locator('.own .bubble').allTextContents();
    expect(said).toEqual(Array.from({ length: 80 }, (_, at) => `question ${at + 1}`));
  });

  test('Enter sends, Shift+Enter doesn’t, nor does one that ends a composition; drafts are kept', async () => {
    await come();
    await open();
    await box().fill('one');
    await box().press('Shift+Enter');
    await box().pressSequentially('two');
    await box().evaluate((area) =>
      area.dispatchEvent(
        new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true, cancelable: true }),
      ),
    );
    expect(here.backend.heard.some(({ type }) => type === 'message.send')).toBe(false);
    await here.page.reload();
    await soon('the draft is there', async () => expect(await box().inputValue()).toBe('one\ntwo'));
    await box().press('Enter');
    await here.page.locator('.bubble').waitFor();
    expect(here.backend.heard.at(-1)).toMatchObject({ type: 'message.send', text: 'one\ntwo' });
    expect(await box().inputValue()).toBe('');
    await here.page.reload();
    await here.page.locator('.bubble').waitFor();
    expect(await box().inputValue()).toBe('');
  });

  test('what is sent before the conversation is there goes as soon as it is', async () => {
    await come();
    here.backend.reachable = false;
    await open();
    await say('in a hurry');
    await here.page.getByText('Sending as soon as the conversation is there…').waitFor();
    expect(await box().inputValue()).toBe('in a hurry');
    here.backend.reachable = true;
    await here.page.locator('.bubble').waitFor();
    expect(here.backend.heard.at(-1)).toMatchObject({ type: 'message.send', text: 'in a hurry' });
    expect(await box().inputValue()).toBe('');
    expect(await here.page.evaluate(() => localStorage.getItem('parley.drafts'))).not.toContain('in a hurry');
  });

  test('the send button stops an answer that is being written', async () => {
    await come();
    await open();
    await say('go on for ever');
    here.backend.conversation.begin();
    here.backend.conversation.write('and on');
    await here.page.getByRole('button', { name: 'Stop the answer' }).click();
    await box().and(here.page.locator(':focus')).waitFor();
    await soon('the stop arrives', () =>
      expect(here.backend.heard.at(-1)).toMatchObject({
        type: 'message.stop',
        messageId: here.backend.conversation.messages.at(-1)?.id,
      }),
    );
    here.backend.conversation.end('stopped');
    await here.page.getByText('Stopped. What was written stays.', { exact: true }).waitFor();
    await here.page.getByRole('button', { name: 'Send' }).waitFor();
    expect(await here.page.locator('.unseen[role=status]').textContent()).toContain('Parley said: and on');
  });
});
