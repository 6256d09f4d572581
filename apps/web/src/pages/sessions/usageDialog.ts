import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { fire } from '../chat/fire.ts';
import { base } from '../styles/base.ts';
import { dialogStyles } from '../styles/dialogStyles.ts';
import { meterStyles } from '../styles/meterStyles.ts';
import { timeWords } from '../words/timeWords.ts';
import { wordsFor } from '../words/wordsFor.ts';
import { dayBars, dayOf } from './dayBars.ts';
import { lastDays, type OwnUsage } from './ownUsage.ts';
import type { SessionsApi } from './sessionsApi.ts';
import { usageDialogStyles } from './usageDialogStyles.ts';

const DAYS = 30;

const count = (value: number): string => value.toLocaleString();

/** What its reader has used: today, by day and by model. Fires `close`. */
export class UsageDialog extends LitElement {
  static override properties = { api: {}, usage: { state: true }, problem: { state: true } };
  static override styles = [base, dialogStyles, meterStyles, usageDialogStyles];
  declare api: SessionsApi;
  declare usage: OwnUsage | undefined;
  declare problem: string;

  constructor() {
    super();
    this.usage = undefined;
    this.problem = '';
  }

  protected override firstUpdated(): void {
    this.renderRoot.querySelector('dialog')?.showModal();
    void this.#load();
  }

  protected override render(): TemplateResult {
    return html`<dialog aria-labelledby="title" @close=${() => fire(this, 'close')}>
      <h2 id="title">Usage</h2>
      <div role="status">${this.usage ? nothing : this.#waiting()}</div>
      ${this.usage ? this.#used(this.usage) : nothing}
      <div class="buttons">
        <button class="main-button" type="button" autofocus @click=${this.#close}>Close</button>
      </div>
    </dialog>`;
  }

  #waiting(): TemplateResult {
    if (!this.problem) return html`<p>Loading…</p>`;
    return html`<p class="problem">${this.problem}</p>
      <button class="text-button" type="button" @click=${this.#load}>Try again</button>`;
  }

  #used(usage: OwnUsage): TemplateResult {
    const days = lastDays(usage, DAYS);
    const total = days.reduce((sum, { tokens }) => sum + tokens, 0);
    return html`
      ${this.#today(usage.today)}
      <h3>Last ${DAYS} days</h3>
      ${
        total === 0
          ? html`<p class="note">Nothing was used in this time.</p>`
          : html`${dayBars(days)}
              <p class="ends"><span>${dayOf(days[0]?.day ?? '')}</span><span>Today</span></p>
              ${this.#models(usage)}`
      }
      <p class="note">A token is a piece of a word, read or written by a model. Days are those of UTC.</p>
    `;
  }

  #today({ tokens, quota, resetsAt }: OwnUsage['today']): TemplateResult {
    const again = timeWords(new Date(resetsAt));
    const isOver = quota !== undefined && tokens >= quota;
    const of = quota === undefined ? '' : ` of ${count(quota)}`;
    return html`<p class="today"><b>${count(tokens)}</b>${of} tokens today</p>
      ${
        quota === undefined
          ? nothing
          : html`<meter
                class=${isOver ? 'full' : ''}
                min="0"
                max=${quota}
                value=${tokens}
                aria-label="Of today’s quota"
              ></meter>
              ${
                isOver
                  ? html`<p class="note over">Today’s quota is used up. There is a new one at ${again}.</p>`
                  : html`<p class="note">There is a new quota at ${again}.</p>`
              }`
      }`;
  }

  #models({ models }: OwnUsage): TemplateResult {
    return html`<h3>By model</h3>
      <table aria-label="By model">
        <thead>
          <tr>
            <th scope="col">Model</th>
            <th scope="col">Calls</th>
            <th scope="col">Tokens</th>
          </tr>
        </thead>
        <tbody>
          ${models.map(
            ({ model, calls, usage }) =>
              html`<tr>
                <th scope="row">${model}</th>
                <td>${count(calls)}</td>
                <td>${count(usage.totalTokens)}</td>
              </tr>`,
          )}
        </tbody>
      </table>`;
  }

  readonly #close = (): void => this.renderRoot.querySelector('dialog')?.close();

  readonly #load = async (): Promise<void> => {
    this.problem = '';
    try {
      this.usage = await this.api.usage(DAYS);
    } catch (error) {
      this.problem = wordsFor(error);
    }
  };
}

customElements.define('parley-usage-dialog', UsageDialog);
