import { expect, test } from '@jest/globals';
import type { Locator } from 'playwright-core';
import type { ClientFrame } from '@parley/protocol';
import { come, describeChat, fromEnd, here, open, say, scroller, talk } from './support/chat.ts';
import { soon } from './support/soon.ts';

const button = (name: string): Locator => here.page.getByRole('button', { name, exact: true });
const heardLast = (what: Partial<ClientFrame>): Promise<true> =>
  soon(`${what.type} is heard`, () => expect(here.backend.heard.at(-1)).toMatchObject(what));
const answers = (): Promise<string[]> => here.page.locator('.answer .prose').allInnerTexts();

describeChat('answers again, versions, edits and ratings', () => {
  test('an answer is written again in its place, and its versions can be paged through', async () => {
    await come();
    const { conversation } = here.backend;
    conversation.add({ text: 'first question' });
    const old = conversation.add({ sender: 'assistant', text: 'the old answer', model: 'demo' });
    conversation.add({ text: 'second question' });
    conversation.add({ sender: 'assistant', text: 'the second answer', model: 'demo' });
    await open();
    await here.page.getByText('the old answer').hover();
    await button('Answer again').first().click();
    await heardLast({ type: 'message.regenerate', messageId: old.id });
    await here.page.locator('.dots').waitFor();
    const order = await here.page.locator('article').evaluateAll((all) => all.map((one) => one.ariaLabel));
    expect(order).toEqual(['You said', 'Parley is thinking', 'You said', 'Parley said']);
    expect(await button('Answer again').isDisabled()).toBe(true);
    conversation.write('the new answer');
    await here.page.getByText('the new answer').waitFor();
    conversation.end();
    await here.page.getByText('2/2').waitFor();
    expect(await answers()).toEqual(['the new answer', 'the second answer']);
    await button('Version before').click();
    await here.page.getByText('1/2').waitFor();
    expect(await answers()).toEqual(['the old answer', 'the second answer']);
    expect(await button('Answer again').count()).toBe(1);
    expect(await button('Version before').isDisabled()).toBe(true);
    await button('Next version').press('Enter');
    await here.page.getByText('2/2').waitFor();
    await here.page.reload();
    await here.page.getByText('2/2').waitFor();
    expect(await answers()).toEqual(['the new answer', 'the second answer']);
  });

  test('an own message is changed in its place, and what came after it goes', async () => {
    await come();
    const { conversation } = here.backend;
    talk(2);
    const [question] = conversation.messages;
    await open();
    await here.page.getByText('question 1', { exact: true }).last().hover();
    await button('Edit message').first().click();
    const area = here.page.getByRole('textbox', { name: 'Edit your message' });
    expect(await area.inputValue()).toBe('question 1');
    await area.press('Escape');
    await area.waitFor({ state: 'detached' });
    await button('Edit message').first().and(here.page.locator(':focus')).waitFor();
    await here.page.keyboard.press('Enter');
    await area.fill('a better question');
    await area.press('Enter');
    await heardLast({ type: 'message.edit', messageId: question?.id ?? '', text: 'a better question' });
    await area.waitFor({ state: 'detached' });
    expect(await here.page.locator('.own .bubble').allTextContents()).toEqual(['a better question']);
    await here.page.getByText('Edited').waitFor({ state: 'attached' });
    await here.page.locator('.dots').waitFor();
    conversation.begin();
    conversation.write('a better answer');
    conversation.end();
    await soon('answered', async () => expect(await answers()).toEqual(['a better answer']));
    expect(await here.page.locator('.versions').count()).toBe(0);
  });

  test('nothing can be changed or asked again while an answer is written, and an edit that was begun waits', async () => {
    await come();
    talk(1);
    await open();
    await here.page.getByText('answer 1').waitFor();
    await button('Edit message').click();
    const area = here.page.getByRole('textbox', { name: 'Edit your message' });
    await area.fill('changed');
    await say('another');
    here.backend.conversation.begin();
    here.backend.conversation.write('being written');
    await here.page.getByText('This can be sent when the answer has ended.').waitFor();
    await area.press('Enter');
    expect(here.backend.heard.some(({ type }) => type === 'message.edit')).toBe(false);
    expect(await button('Answer again').isDisabled()).toBe(true);
    expect(await button('Edit message').isDisabled()).toBe(true);
    here.backend.conversation.end();
    await here.page.getByText('What came after it is replaced by a new answer.').waitFor();
    await area.press('Enter');
    await heardLast({ type: 'message.edit', text: 'changed' });
  });

  test('an edit that is refused says why, and keeps what was written', async () => {
    await come();
    talk(1);
    await open();
    here.backend.onFrame = (frame) => {
      if (frame.type !== 'message.edit') return false;
      const error = {
        category: 'conflict',
        code: 'human_in_charge',
        message: '',
        recoverable: true,
      } as const;
      here.backend.tell({ type: 'error', ref: frame.id, error });
      return true;
    };
    await button('Edit message').focus();
    await here.page.keyboard.press('Enter');
    const area = here.page.getByRole('textbox', { name: 'Edit your message' });
    await area.fill('changed');
    await area.press('Enter');
    await here.page.getByText('A person has this conversation now, so the assistant stays silent.').waitFor();
    expect(await area.inputValue()).toBe('changed');
  });

  test('an answer is rated, with a note if one likes, and the rating is taken back', async () => {
    await come();
    talk(1);
    await open();
    const messageId = here.backend.conversation.messages[1]?.id ?? '';
    await here.page.getByText('answer 1').hover();
    await button('Good answer').click();
    await heardLast({ type: 'message.feedback', messageId, rating: 'up' });
    await here.page.getByRole('button', { name: 'Good answer', pressed: true }).waitFor();
    await here.page.getByRole('textbox', { name: 'What was good about it?' }).fill('short');
    await here.page.keyboard.press('Enter');
    await heardLast({ type: 'message.feedback', messageId, rating: 'up', note: 'short' });
    await here.page.getByRole('textbox', { name: 'What was good about it?' }).waitFor({ state: 'detached' });
    await button('Bad answer').click();
    await heardLast({ type: 'message.feedback', messageId, rating: 'down' });
    await here.page.getByRole('button', { name: 'Bad answer', pressed: true }).click();
    await heardLast({ type: 'message.feedback', messageId, rating: 'none' });
    await here.page.getByRole('button', { name: 'Bad answer', pressed: false }).waitFor();
  });

  test('a conversation is renamed in the header, by whoever does it', async () => {
    await come();
    const { conversation, sessions } = here.backend;
    talk(1);
    await open();
    await here.page.getByRole('heading', { name: 'question 1' }).getByRole('button').click();
    await here.page.getByRole('textbox', { name: 'Name of the conversation' }).fill('  Tea  and coffee ');
    await here.page.keyboard.press('Enter');
    await soon('it is asked for', () =>
      expect(sessions.asked.at(-1)).toMatchObject({
        method: 'PATCH',
        path: `/api/sessions/${conversation.sessionId}`,
        body: '{"name":"Tea and coffee"}',
      }),
    );
    conversation.name = 'Tea and coffee';
    here.backend.tell({
      type: 'session.updated',
      sessionId: conversation.sessionId,
      session: conversation.session(),
    });
    await here.page.getByRole('heading', { name: 'Tea and coffee' }).waitFor();
    expect(await here.page.title()).toBe('Tea and coffee · Parley');
  });

  test('what is read stays where it is when something above it goes, comes or grows', async () => {
    await come();
    talk(20);
    const { conversation } = here.backend;
    await open();
    await here.page.getByText('answer 20').waitFor();
    await soon('at the end', async () => expect(await fromEnd()).toBeLessThan(2));
    const mark = here.page.locator('.bubble', { hasText: /^question 15$/ });
    await scroller().hover();
    await mark.evaluate((e) => e.scrollIntoView());
    await here.page.mouse.wheel(0, -60);
    await here.page.getByRole('button', { name: 'Jump to latest' }).waitFor();
    const top = async (): Promise<number> => Math.round((await mark.boundingBox())?.y ?? 0);
    const at = await top();
    const answer = conversation.messages.find(({ text }) => text.startsWith('answer 12\n'));
    conversation.again(answer?.id ?? '');
    await here.page.locator('.dots').waitFor({ state: 'attached' });
    expect(Math.abs((await top()) - at)).toBeLessThanOrEqual(1);
    conversation.write('grown\n\n'.repeat(40));
    await here.page.getByText('grown').last().waitFor({ state: 'attached' });
    await soon('it stays', async () => expect(Math.abs((await top()) - at)).toBeLessThanOrEqual(1));
    conversation.end();
    const first = conversation.messages.find(({ text }) => text.startsWith('answer 11\n'));
    conversation.change(first?.id ?? '', { status: 'superseded' });
    await here.page.getByText('answer 11').waitFor({ state: 'detached' });
    expect(Math.abs((await top()) - at)).toBeLessThanOrEqual(1);
  });
});
