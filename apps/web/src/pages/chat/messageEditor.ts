import { css, html, LitElement, nothing } from 'lit';
import { base } from '../styles/base.ts';
import { wordsFor } from '../words/wordsFor.ts';
import { fire } from './fire.ts';

/** An own message being changed in its place: Enter sends it, Escape doesn't. Fires `close`. */
export class MessageEditor extends LitElement {
  static override properties = {
    text: {},
    maxText: {},
    mayTurn: {},
    save: {},
    draft: { state: true },
    busy: { state: true },
    problem: { state: true },
  };
  static override styles = [
    base,
    css`
      :host {
        display: block;
      }
      form {
        padding: var(--space-3);
        border-radius: var(--radius-own);
        background: var(--surface-2);
      }
      .text {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        max-height: var(--composer-max);
        overflow-y: auto;
      }
      /* As in the composer: the text itself gives the field its height. */
      .text::after {
        content: attr(data-text) ' ';
        visibility: hidden;
        white-space: pre-wrap;
        overflow-wrap: break-word;
      }
      .text::after,
      textarea {
        grid-area: 1 / 1;
        padding: var(--space-1) var(--space-2);
        font: inherit;
        line-height: var(--leading-message);
      }
      textarea {
        width: 100%;
        border: 0;
        background: none;
        color: inherit;
        resize: none;
        overflow: hidden;
      }
      textarea:focus {
        outline: none;
      }
      form:has(textarea:focus-visible) {
        outline: var(--stroke) solid var(--accent);
      }
      .below {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        justify-content: flex-end;
        gap: var(--space-2);
        margin-top: var(--space-2);
      }
      p {
        flex: 1 1 var(--menu);
        margin: 0;
        padding-inline: var(--space-2);
        color: var(--text-soft);
        font-size: var(--size-13);
      }
      .problem {
        color: var(--danger);
      }
      .main-button {
        min-height: var(--target);
      }
      .main-button:disabled {
        background: var(--surface-0);
        color: var(--text-soft);
        cursor: default;
      }
      .text-button:hover {
        background: var(--surface-0);
      }
      @media (max-width: 40rem) {
        p {
          flex-basis: 100%;
        }
      }
    `,
  ];
  declare text: string;
  declare maxText: number;
  /** Nothing is being written: it may be sent. */
  declare mayTurn: boolean;
  /** Rejects with a `ClientError`. */
  declare save: (text: string) => Promise<void>;
  declare draft: string;
  declare busy: boolean;
  declare problem: string;

  constructor() {
    super();
    this.text = '';
    this.maxText = Number.POSITIVE_INFINITY;
    this.mayTurn = true;
    this.save = () => Promise.resolve();
    this.draft = '';
    this.busy = false;
    this.problem = '';
  }

  /** Not when it is connected: this part of the page may come after what it is given. */
  protected override willUpdate(): void {
    if (!this.hasUpdated) this.draft = this.text;
  }

  protected override firstUpdated(): void {
    const area = this.renderRoot.querySelector('textarea');
    if (!area) return;
    area.value = this.text;
    area.focus({ preventScroll: true });
    area.setSelectionRange(this.text.length, this.text.length);
  }

  protected override render() {
    const over = this.draft.length - this.maxText;
    const hint = over > 0 ? `${over.toLocaleString()} too many. Shorten it.` : this.#hint();
    return html`<form @submit=${this.#submit} @keydown=${this.#key}>
      <div class="text" data-text=${this.draft}>
        <textarea
          rows="1"
          dir="auto"
          aria-label="Edit your message"
          enterkeyhint="send"
          @input=${({ target }: Event) => {
            if (target instanceof HTMLTextAreaElement) this.draft = target.value;
          }}
        ></textarea>
      </div>
      <div class="below">
        <p role="status">${this.problem ? nothing : hint}</p>
        ${this.problem ? html`<p class="problem" role="alert">${this.problem}</p>` : nothing}
        <button class="text-button" type="button" ?disabled=${this.busy} @click=${this.#close}>Cancel</button>
        <button class="main-button" ?disabled=${!this.#sendable}>Send</button>
      </div>
    </form>`;
  }

  #hint(): string {
    if (!this.mayTurn && !this.busy) return 'This can be sent when the answer has ended.';
    return 'What came after it is replaced by a new answer.';
  }

  get #sendable(): boolean {
    const text = this.draft.trim();
    return text !== '' && this.draft.length <= this.maxText && this.mayTurn && !this.busy;
  }

  readonly #close = (): void => fire(this, 'close');

  readonly #key = (event: KeyboardEvent): void => {
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === 'Escape') return this.#close();
    if (event.key !== 'Enter' || event.shiftKey || !(event.target instanceof HTMLTextAreaElement)) return;
    event.preventDefault();
    void this.#send();
  };

  readonly #submit = (event: Event): void => {
    event.preventDefault();
    void this.#send();
  };

  async #send(): Promise<void> {
    if (!this.#sendable) return;
    if (this.draft === this.text) return this.#close();
    this.busy = true;
    this.problem = '';
    try {
      await this.save(this.draft);
      this.#close();
    } catch (error) {
      this.problem = wordsFor(error);
      this.busy = false;
    }
  }
}

customElements.define('parley-message-editor', MessageEditor);
