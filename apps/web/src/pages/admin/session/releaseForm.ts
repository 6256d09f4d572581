import { MAX_REMARK } from '@parley/protocol/limits';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { fire } from '../../chat/fire.ts';
import { base } from '../../styles/base.ts';
import { dialogStyles } from '../../styles/dialogStyles.ts';
import { wordsFor } from '../../words/wordsFor.ts';
import type { AdminApi } from '../api/adminApi.ts';
import type { KnownAdmin } from '../api/people.ts';
import { Loaded } from '../parts/loaded.ts';
import { loadState } from '../parts/loadState.ts';

/** Hands a session back to the assistant, or over to another admin, with a note if wanted. Fires `close`. */
export class ReleaseForm extends LitElement {
  static override properties = {
    api: {},
    me: {},
    release: {},
    over: { state: true },
    busy: { state: true },
    problem: { state: true },
  };
  static override styles = [base, dialogStyles];
  declare api: AdminApi;
  /** The reader's id. */
  declare me: string | undefined;
  /** Rejects with a `ClientError`. */
  declare release: (how: { readonly note?: string; readonly to?: string }) => Promise<void>;
  /** To another admin. */
  declare over: boolean;
  declare busy: boolean;
  declare problem: string;
  /** Whom it may be handed to. */
  readonly #others = new Loaded<readonly KnownAdmin[]>(this);

  constructor() {
    super();
    this.over = false;
    this.busy = false;
    this.problem = '';
  }

  protected override firstUpdated(): void {
    this.renderRoot.querySelector('dialog')?.showModal();
  }

  protected override render(): TemplateResult {
    return html`<dialog aria-labelledby="title" @close=${() => fire(this, 'close')}>
      <form @submit=${this.#submit}>
        <h2 id="title">${this.over ? 'Hand over to another admin' : 'Hand back to the assistant'}</h2>
        <p>
          ${
            this.over
              ? 'They have the conversation at once, and its user sees their name.'
              : 'It knows what was said while you were here, and answers again.'
          }
        </p>
        ${this.over ? this.#whom() : nothing}
        <label for="note"
          >Note
          <small
            >(optional; ${this.over ? 'they and the assistant read it' : 'the assistant reads it'}, the user
            doesn’t)</small
          ></label
        >
        <textarea id="note" rows="3" dir="auto" maxlength=${MAX_REMARK} autofocus></textarea>
        <button class="text-button other" type="button" @click=${this.#turn}>
          ${this.over ? 'To the assistant instead' : 'To another admin instead'}
        </button>
        <div role="alert">${this.problem ? html`<p class="problem">${this.problem}</p>` : nothing}</div>
        <div class="buttons">
          <button class="text-button" type="button" ?disabled=${this.busy} @click=${this.#close}>
            Cancel
          </button>
          <button class="main-button" ?disabled=${this.busy || (this.over && !this.#others.value?.length)}>
            ${this.over ? 'Hand over' : 'Hand back'}
          </button>
        </div>
      </form>
    </dialog>`;
  }

  #whom(): TemplateResult {
    const others = this.#others.value ?? [];
    const named = (name: string): number => others.filter((one) => one.name === name).length;
    return html`${
      others.length > 0
        ? html`<label for="to">Admin</label>
            <select id="to">
              ${others.map(
                ({ id, name }) =>
                  html`<option value=${id}>${named(name) > 1 ? `${name} (${id})` : name}</option>`,
              )}
            </select>`
        : nothing
    }
    ${loadState(this.#others, this.#read, this.#others.value?.length === 0 && 'No other admin has been seen here.')}`;
  }

  readonly #read = (): void =>
    void this.#others.load(async () => (await this.api.admins()).filter(({ id }) => id !== this.me));

  readonly #turn = (): void => {
    this.over = !this.over;
    if (this.over) this.#read();
  };

  readonly #close = (): void => this.renderRoot.querySelector('dialog')?.close();

  readonly #submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (this.busy) return;
    const note = this.renderRoot.querySelector('textarea')?.value.trim();
    const to = this.renderRoot.querySelector('select')?.value;
    this.busy = true;
    this.problem = '';
    try {
      await this.release({ ...(note && { note }), ...(to && { to }) });
      this.#close();
    } catch (error) {
      this.problem = wordsFor(error);
    }
    this.busy = false;
  };
}

customElements.define('parley-release-form', ReleaseForm);
