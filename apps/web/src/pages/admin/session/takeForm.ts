import type { Admin } from '@parley/protocol';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { fire } from '../../chat/fire.ts';
import { base } from '../../styles/base.ts';
import { dialogStyles } from '../../styles/dialogStyles.ts';
import { shortName } from '../../words/shortName.ts';
import { wordsFor } from '../../words/wordsFor.ts';

/** Asks whether a session is really to be taken from the admin who has it. Fires `close`. */
export class TakeForm extends LitElement {
  static override properties = {
    holder: {},
    take: {},
    busy: { state: true },
    problem: { state: true },
  };
  static override styles = [base, dialogStyles];
  declare holder: Admin;
  /** Rejects with a `ClientError`. */
  declare take: () => Promise<void>;
  declare busy: boolean;
  declare problem: string;

  constructor() {
    super();
    this.busy = false;
    this.problem = '';
  }

  protected override firstUpdated(): void {
    this.renderRoot.querySelector('dialog')?.showModal();
  }

  protected override render(): TemplateResult {
    const { name } = this.holder;
    const who = shortName(name);
    return html`<dialog aria-labelledby="title" aria-describedby="what" @close=${() => fire(this, 'close')}>
      <form @submit=${this.#submit}>
        <h2 id="title" dir="auto" title=${name}>Take it from ${who}?</h2>
        <p id="what">
          <span dir="auto">${who}</span> has this conversation and may be writing an answer. You have it at
          once, and its user sees your name.
        </p>
        <div role="alert">${this.problem ? html`<p class="problem">${this.problem}</p>` : nothing}</div>
        <div class="buttons">
          <button class="text-button" type="button" autofocus ?disabled=${this.busy} @click=${this.#close}>
            Cancel
          </button>
          <button class="main-button" ?disabled=${this.busy}>Take over</button>
        </div>
      </form>
    </dialog>`;
  }

  readonly #close = (): void => this.renderRoot.querySelector('dialog')?.close();

  readonly #submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (this.busy) return;
    this.busy = true;
    this.problem = '';
    try {
      await this.take();
      this.#close();
    } catch (error) {
      this.problem = wordsFor(error);
    }
    this.busy = false;
  };
}

customElements.define('parley-take-form', TakeForm);
