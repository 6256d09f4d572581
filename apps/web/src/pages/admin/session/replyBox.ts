import { html, LitElement, nothing, type TemplateResult } from 'lit';
import '../../chat/composer.ts';
import type { Composer } from '../../chat/composer.ts';
import { base } from '../../styles/base.ts';
import { askedFor, type CannedReply, type CannedValues, filled, readCanned } from './cannedReplies.ts';
import { replyBoxStyles } from './replyBoxStyles.ts';

/**
 * Where an admin writes to a user. A `/` brings the canned replies, and the model drafts one when it is asked to. Fires
 * `say` and `typed`.
 */
export class ReplyBox extends LitElement {
  static override properties = {
    sessionId: {},
    values: {},
    maxText: {},
    text: { state: true },
    at: { state: true },
    editing: { state: true },
    drafting: { state: true },
    draft: {},
  };
  static override styles = [base, replyBoxStyles];
  declare sessionId: string;
  /** What the variables of canned replies stand for. */
  declare values: CannedValues;
  declare maxText: number;
  declare text: string;
  /** Which of the canned replies is chosen. */
  declare at: number;
  declare editing: boolean;
  declare drafting: boolean;
  /** Has a draft written; `undefined`: that failed, and was told. */
  declare draft: () => Promise<string | undefined>;

  constructor() {
    super();
    this.maxText = Number.POSITIVE_INFINITY;
    this.text = '';
    this.at = 0;
    this.editing = false;
    this.drafting = false;
  }

  takeFocus(): void {
    this.#composer?.takeFocus();
  }

  protected override render(): TemplateResult {
    const offered = askedFor(this.text, readCanned());
    return html`<div
        class="reply"
        @typed=${this.#typed}
        @keydown=${{ handleEvent: this.#key, capture: true }}
      >
        ${offered ? this.#offer(offered) : nothing}
        <parley-composer .sessionId=${this.sessionId} .partner=${this.values.name} .maxText=${this.maxText}>
          <button class="text-button small" type="button" ?disabled=${this.drafting} @click=${this.#draft}>
            ${this.drafting ? 'Drafting…' : 'Draft a reply'}
          </button>
          <button class="text-button small" type="button" @click=${this.#edit}>Canned replies</button>
          <span class="hint">A <kbd>/</kbd> brings them</span>
        </parley-composer>
      </div>
      ${
        this.editing
          ? html`<parley-canned-editor @close=${() => (this.editing = false)}></parley-canned-editor>`
          : nothing
      }`;
  }

  #offer(offered: readonly CannedReply[]): TemplateResult {
    if (offered.length === 0)
      return html`<p class="offer none" role="status">No canned reply is like that.</p>`;
    const at = Math.min(this.at, offered.length - 1);
    return html`<ul class="offer" role="listbox" aria-label="Canned replies">
        ${offered.map(
          (reply, place) =>
            html`<li
              role="option"
              aria-selected=${place === at}
              @mousedown=${(event: Event) => event.preventDefault()}
              @click=${() => this.#use(reply)}
            >
              <b>/${reply.shortcut}</b><span dir="auto">${filled(reply, this.values)}</span>
            </li>`,
        )}
      </ul>
      <div class="unseen" role="status">${offered[at]?.shortcut}: ${offered[at]?.text}</div>`;
  }

  get #composer(): Composer | null {
    return this.renderRoot.querySelector('parley-composer');
  }

  readonly #typed = (): void => {
    this.text = this.#composer?.text ?? '';
    this.at = 0;
  };

  /** Before the composer sees it: while replies are offered, some keys are theirs. */
  readonly #key = (event: Event): void => {
    if (!(event instanceof KeyboardEvent) || event.isComposing) return;
    const offered = askedFor(this.text, readCanned()) ?? [];
    const reply = offered[Math.min(this.at, offered.length - 1)];
    if (!reply) return;
    if (event.key === 'ArrowDown') this.at = (this.at + 1) % offered.length;
    else if (event.key === 'ArrowUp') this.at = (this.at + offered.length - 1) % offered.length;
    else if (event.key === 'Enter' || event.key === 'Tab') this.#use(reply);
    else if (event.key === 'Escape') this.#composer?.write('');
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  #use(reply: CannedReply): void {
    this.#composer?.write(filled(reply, this.values));
  }

  /** What was typed meanwhile stays before the draft. */
  readonly #draft = async (): Promise<void> => {
    this.drafting = true;
    try {
      const draft = await this.draft();
      if (draft === undefined || !this.isConnected) return;
      const typed = this.#composer?.text.trim() ?? '';
      this.#composer?.write(typed === '' ? draft : `${typed}\n\n${draft}`);
    } finally {
      this.drafting = false;
    }
  };

  readonly #edit = (): void => {
    void import('./cannedEditor.ts');
    this.editing = true;
  };
}

customElements.define('parley-reply-box', ReplyBox);
