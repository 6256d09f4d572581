import { html, LitElement, nothing } from 'lit';
import { fire } from '../chat/fire.ts';
import { base } from '../styles/base.ts';
import { dialogStyles } from '../styles/dialogStyles.ts';
import { wordsFor } from '../words/wordsFor.ts';
import type { SessionsApi } from './sessionsApi.ts';

const CONFIRMATION = 'delete my account';
const LOCAL = 'parley.';
const THEME = 'parley.theme';

/** Everything that this browser keeps of its reader, but for the palette. */
function forgetReader(): void {
  for (const key of Object.keys(localStorage))
    if (key.startsWith(LOCAL) && key !== THEME) localStorage.removeItem(key);
}

/** Asks once more, in writing, before everything of the reader is deleted. Fires `close`. */
export class EraseDialog extends LitElement {
  static override properties = {
    api: {},
    typed: { state: true },
    busy: { state: true },
    problem: { state: true },
    done: { state: true },
  };
  static override styles = [base, dialogStyles];
  declare api: SessionsApi;
  declare typed: string;
  declare busy: boolean;
  declare problem: string;
  declare done: boolean;

  constructor() {
    super();
    this.typed = '';
    this.busy = false;
    this.problem = '';
    this.done = false;
  }

  protected override firstUpdated(): void {
    this.renderRoot.querySelector('dialog')?.showModal();
  }

  protected override render() {
    return html`<dialog aria-labelledby="title" @close=${() => fire(this, 'close')} @cancel=${this.#cancel}>
      ${this.done ? this.#over() : this.#question()}
    </dialog>`;
  }

  #question() {
    const ready = this.typed.trim().toLowerCase() === CONFIRMATION && !this.busy;
    return html`<form @submit=${this.#submit}>
      <h2 id="title">Delete your account?</h2>
      <p>
        All your conversations are deleted at once, with everything in them, and nobody can bring them back.
        If you want to keep something, export your data first.
      </p>
      <label for="typed">To go on, type <b>${CONFIRMATION}</b></label>
      <input
        id="typed"
        autocomplete="off"
        autocapitalize="off"
        spellcheck="false"
        @input=${({ target }: Event) => {
          if (target instanceof HTMLInputElement) this.typed = target.value;
        }}
      />
      <div role="alert">${this.problem ? html`<p class="problem">${this.problem}</p>` : nothing}</div>
      <div class="buttons">
        <button class="text-button" type="button" ?disabled=${this.busy} @click=${this.#close}>Cancel</button>
        <button class="main-button danger" ?disabled=${!ready}>
          ${this.busy ? 'Deleting…' : 'Delete everything'}
        </button>
      </div>
    </form>`;
  }

  #over() {
    return html`<h2 id="title">Your account is deleted</h2>
      <p>Nothing that you said is kept here any more.</p>
      <div class="buttons">
        <button class="main-button" type="button" autofocus @click=${() => location.assign('/')}>
          Start anew
        </button>
      </div>`;
  }

  readonly #close = (): void => this.renderRoot.querySelector('dialog')?.close();

  /** Not while it is under way, nor when there is nothing to go back to. */
  readonly #cancel = (event: Event): void => {
    if (this.busy || this.done) event.preventDefault();
  };

  readonly #submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    this.busy = true;
    this.problem = '';
    try {
      await this.api.erase();
      forgetReader();
      this.done = true;
    } catch (error) {
      this.problem = wordsFor(error);
    }
    this.busy = false;
  };
}

customElements.define('parley-erase-dialog', EraseDialog);
