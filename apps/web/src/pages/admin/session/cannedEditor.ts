import { css, html, LitElement, type TemplateResult } from 'lit';
import { fire } from '../../chat/fire.ts';
import { base } from '../../styles/base.ts';
import { dialogStyles } from '../../styles/dialogStyles.ts';
import { moreIcon } from '../../styles/moreIcons.ts';
import { type CannedReply, keepCanned, readCanned } from './cannedReplies.ts';

const MAX_SHORTCUT = 30;
const MAX_REPLY = 2000;

/** The canned replies of this browser, to change, add and take away. Fires `close`. */
export class CannedEditor extends LitElement {
  static override properties = { replies: { state: true } };
  static override styles = [
    base,
    dialogStyles,
    css`
      dialog {
        max-width: calc(var(--narrow) * 1.6);
        max-height: 90%;
        overflow-y: auto;
      }
      ul {
        display: grid;
        gap: var(--space-4);
        margin: 0 0 var(--space-4);
        padding: 0;
        list-style: none;
      }
      .first {
        display: flex;
        align-items: center;
        gap: var(--space-2);
        margin-bottom: var(--space-1);
      }
      .first input {
        flex: 1;
        min-width: 0;
        min-height: var(--target);
      }
      textarea {
        min-height: var(--target);
        margin: 0;
        padding: var(--space-2) var(--space-4);
        font-size: var(--size-14);
        field-sizing: content;
      }
      .add {
        margin-inline-start: calc(-1 * var(--space-2));
      }
    `,
  ];
  declare replies: readonly CannedReply[];

  constructor() {
    super();
    this.replies = readCanned();
  }

  protected override firstUpdated(): void {
    this.renderRoot.querySelector('dialog')?.showModal();
  }

  protected override render(): TemplateResult {
    return html`<dialog aria-labelledby="title" @close=${() => fire(this, 'close')}>
      <form @submit=${this.#submit}>
        <h2 id="title">Canned replies</h2>
        <p>Kept in this browser. <b>{name}</b> and <b>{session}</b> are filled in.</p>
        <ul>
          ${this.replies.map((reply, at) => this.#row(reply, at))}
        </ul>
        <button class="text-button add" type="button" @click=${this.#add}>Add a reply</button>
        <div class="buttons">
          <button class="text-button" type="button" @click=${this.#close}>Cancel</button>
          <button class="main-button">Save</button>
        </div>
      </form>
    </dialog>`;
  }

  #row({ shortcut, text }: CannedReply, at: number): TemplateResult {
    return html`<li>
      <div class="first">
        <span aria-hidden="true">/</span>
        <input
          aria-label="Short-cut"
          required
          pattern="\\S+"
          title="One word"
          maxlength=${MAX_SHORTCUT}
          .value=${shortcut}
          @input=${this.#set(at, 'shortcut')}
        />
        <button
          class="icon-button"
          type="button"
          aria-label="Delete /${shortcut}"
          title="Delete"
          @click=${() => (this.replies = this.replies.filter((_, place) => place !== at))}
        >
          ${moreIcon('bin')}
        </button>
      </div>
      <textarea
        aria-label="Text of /${shortcut}"
        required
        rows="2"
        maxlength=${MAX_REPLY}
        .value=${text}
        @input=${this.#set(at, 'text')}
      ></textarea>
    </li>`;
  }

  readonly #set =
    (at: number, key: keyof CannedReply) =>
    ({ target }: Event): void => {
      if (!(target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement)) return;
      const { value } = target;
      this.replies = this.replies.map((reply, place) => (place === at ? { ...reply, [key]: value } : reply));
    };

  readonly #add = async (): Promise<void> => {
    this.replies = [...this.replies, { shortcut: '', text: '' }];
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>('li:last-child input')?.focus();
  };

  readonly #close = (): void => this.renderRoot.querySelector('dialog')?.close();

  readonly #submit = (event: Event): void => {
    event.preventDefault();
    keepCanned(this.replies);
    this.#close();
  };
}

customElements.define('parley-canned-editor', CannedEditor);
