import { MAX_REMARK } from '@parley/protocol/limits';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { base } from '../styles/base.ts';
import { dialogStyles } from '../styles/dialogStyles.ts';
import { wordsFor } from '../words/wordsFor.ts';
import { fire } from './fire.ts';

const MAX_EMAIL = 254;

/** What is said with a call for a person. */
export interface HelpCallWords {
  readonly reason?: string;
  readonly email?: string;
}

/** Asks, before a person is called, what it is about and where a reply may go; both may stay empty. Fires `close`. */
export class HelpForm extends LitElement {
  static override properties = {
    emailOnly: {},
    call: {},
    busy: { state: true },
    problem: { state: true },
  };
  static override styles = [base, dialogStyles];
  /** A person is called already: only the address is asked for. */
  declare emailOnly: boolean;
  /** Calls. Rejects with a `ClientError`. */
  declare call: (words: HelpCallWords) => Promise<void>;
  declare busy: boolean;
  declare problem: string;

  constructor() {
    super();
    this.emailOnly = false;
    this.busy = false;
    this.problem = '';
  }

  protected override firstUpdated(): void {
    this.renderRoot.querySelector('dialog')?.showModal();
  }

  protected override render(): TemplateResult {
    return html`<dialog aria-labelledby="title" @close=${() => fire(this, 'close')} @cancel=${this.#cancel}>
      <form @submit=${this.#submit}>
        ${this.emailOnly ? this.#emailHead() : this.#callHead()}
        <label for="email">Your email${this.emailOnly ? nothing : html` <small>(optional)</small>`}</label>
        <input
          id="email"
          type="email"
          maxlength=${MAX_EMAIL}
          autocomplete="email"
          ?required=${this.emailOnly}
          aria-describedby="why"
        />
        <p class="why" id="why">Only for a reply to this, if nobody is here in time.</p>
        <div role="alert">${this.problem ? html`<p class="problem">${this.problem}</p>` : nothing}</div>
        <div class="buttons">
          <button class="text-button" type="button" ?disabled=${this.busy} @click=${this.#close}>
            Not now
          </button>
          <button class="main-button" ?disabled=${this.busy}>${this.#sends()}</button>
        </div>
      </form>
    </dialog>`;
  }

  #callHead(): TemplateResult {
    return html`<h2 id="title">Talk to a person</h2>
      <p>Somebody from our team joins you here and reads what was said so far.</p>
      <label for="reason">What is it about? <small>(optional)</small></label>
      <textarea id="reason" rows="3" dir="auto" maxlength=${MAX_REMARK} autofocus></textarea>`;
  }

  #emailHead(): TemplateResult {
    return html`<h2 id="title">Reply by email</h2>
      <p>Your call stays in line. If you have left by then, the reply comes to you.</p>`;
  }

  #sends(): string {
    if (this.busy) return this.emailOnly ? 'Saving…' : 'Calling…';
    return this.emailOnly ? 'Save' : 'Call a person';
  }

  readonly #close = (): void => this.renderRoot.querySelector('dialog')?.close();

  readonly #cancel = (event: Event): void => {
    if (this.busy) event.preventDefault();
  };

  readonly #submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (this.busy) return;
    const reason = this.renderRoot.querySelector('textarea')?.value.trim();
    const email = this.renderRoot.querySelector('input')?.value.trim();
    this.busy = true;
    this.problem = '';
    try {
      await this.call({ ...(reason && { reason }), ...(email && { email }) });
      this.#close();
    } catch (error) {
      this.problem = wordsFor(error);
    }
    this.busy = false;
  };
}

customElements.define('parley-help-form', HelpForm);
