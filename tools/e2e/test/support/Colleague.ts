import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { keepComplaints } from './keepComplaints.ts';

/** A person of the team before the console, in a browser profile of their own. */
export class Colleague {
  readonly context: BrowserContext;
  readonly page: Page;
  readonly name: string;
  readonly complaints: readonly string[];
  readonly #url: string;

  private constructor(page: Page, url: string, name: string, complaints: readonly string[]) {
    this.context = page.context();
    this.page = page;
    this.name = name;
    this.complaints = complaints;
    this.#url = url;
  }

  /** Opens the console in a fresh profile and signs in as an admin of this name. */
  static async come(browser: Browser, url: string, name: string): Promise<Colleague> {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    const complaints = await keepComplaints(context);
    const page = await context.newPage();
    await page.goto(`${url}/admin`);
    await page.getByLabel('Your name').fill(name);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('navigation').first().waitFor();
    return new Colleague(page, url, name, complaints);
  }

  /** Watches a session. */
  async open(sessionId: string): Promise<void> {
    await this.page.goto(`${this.#url}/admin/s/${sessionId}`);
    await this.#button('Take over').waitFor();
  }

  async takeOver(): Promise<void> {
    await this.#button('Take over').click();
    await this.page.getByText('You have this conversation').waitFor();
  }

  async say(text: string): Promise<void> {
    const box = this.page.getByRole('textbox', { name: 'Message', exact: true });
    await box.fill(text);
    await box.press('Enter');
  }

  async handBack(note: string): Promise<void> {
    await this.#button('Hand back…').click();
    await this.page.getByLabel('Note (optional').fill(note);
    await this.#button('Hand back').click();
  }

  #button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }
}
