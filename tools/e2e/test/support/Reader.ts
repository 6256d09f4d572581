import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { Account } from './Account.ts';
import { keepComplaints } from './keepComplaints.ts';

/** A person before the page, in a browser profile of their own; further tabs share it. */
export class Reader {
  readonly context: BrowserContext;
  readonly page: Page;
  /** What the browser complained about: errors, and what the content policy kept from running. */
  readonly complaints: readonly string[];
  readonly #url: string;

  private constructor(context: BrowserContext, page: Page, url: string, complaints: readonly string[]) {
    this.context = context;
    this.page = page;
    this.complaints = complaints;
    this.#url = url;
  }

  /** Opens the page in a fresh profile and signs in. */
  static async come(browser: Browser, url: string): Promise<Reader> {
    const context = await browser.newContext({ viewport: { width: 1000, height: 700 } });
    const complaints = await keepComplaints(context);
    const page = await context.newPage();
    await page.goto(url);
    await page.getByRole('button', { name: 'Start chatting' }).click();
    const reader = new Reader(context, page, url, complaints);
    await reader.box().waitFor();
    return reader;
  }

  /** Another tab on the same conversation. */
  async tab(): Promise<Page> {
    const page = await this.context.newPage();
    await page.goto(this.page.url());
    return page;
  }

  box(page: Page = this.page): Locator {
    return page.getByRole('textbox', { name: 'Message' });
  }

  async say(text: string, page: Page = this.page): Promise<void> {
    await this.box(page).fill(text);
    await this.box(page).press('Enter');
  }

  /** Calls a person of the team. */
  async callPerson(reason: string): Promise<void> {
    await this.page.getByRole('button', { name: 'Talk to a person' }).click();
    await this.page.getByRole('dialog', { name: 'Talk to a person' }).waitFor();
    await this.page.keyboard.type(reason);
    await this.page.getByRole('button', { name: 'Call a person' }).click();
  }

  /** The same person over HTTP. */
  async account(): Promise<Account> {
    const stored = await this.page.evaluate(() => localStorage.getItem('parley.account'));
    const { userId } = JSON.parse(stored ?? '{}') as { userId: string };
    return Account.signIn(this.#url, userId);
  }

  get sessionId(): string {
    return new URL(this.page.url()).pathname.replace('/c/', '');
  }

  /** What is shown, in order: the texts of both sides. */
  async shown(page: Page = this.page): Promise<string[]> {
    const texts = await page
      .locator('article')
      .evaluateAll((articles) =>
        articles.map(
          (article) =>
            article.querySelector('.bubble')?.textContent ??
            article.querySelector('parley-answer-text')?.shadowRoot?.querySelector('.prose')?.textContent ??
            '',
        ),
      );
    return texts.map((text) => text.trim());
  }

  /** The last answer as it is shown at the moment; while there is none, it is waited for. */
  async lastAnswer(page: Page = this.page): Promise<{ text: string; status: string }> {
    const answer = page.locator('article.answer[data-status]').last();
    // In one look: between two of them the page may go on.
    const { text, status } = await answer.evaluate((article) => ({
      text: article.querySelector('parley-answer-text')?.shadowRoot?.querySelector('.prose')?.textContent,
      status: article.getAttribute('data-status'),
    }));
    return { text: text?.trimEnd() ?? '', status: status ?? '' };
  }
}
