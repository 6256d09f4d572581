import { html, LitElement, nothing, type TemplateResult } from 'lit';
import '../../chat/composer.ts';
import type { Composer } from '../../chat/composer.ts';
import { base } from '../../styles/base.ts';
import { wordsFor } from '../../words/wordsFor.ts';
import type { AdminApi } from '../api/adminApi.ts';
import type { CannedReply } from '../api/cannedReply.ts';
import { Loaded } from '../parts/loaded.ts';
import { askedFor, type CannedValues, filled, inUse } from './cannedReplies.ts';
import { replyBoxStyles } from './replyBoxStyles.ts';

/**
 * Where an admin writes to a user. A `/` brings the canned replies, and the model drafts one when it is asked to. Fires
 * `say` and `typed`.
 */
export class ReplyBox extends LitElement {
  static override properties = {
    api: {},
    isSupervisor: {},
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
  declare api: AdminApi;
  declare isSupervisor: boolean;
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
  /** Canned replies as they were when a `/` was last begun with. */
  readonly #replies = new Loaded<readonly CannedReply[]>(this);

  constructor() {
    super();
    this.isSupervisor = false;
    this.maxText = Number.POSITIVE_INFINITY;
    this.text = '';
    this.at = 0;
    this.editing = false;
    this.drafting = false;
  }

  protected override firstUpdated(): void {
    this.#read();
  }

  takeFocus(): void {
    this.#composer?.takeFocus();
  }

  protected override render(): TemplateResult {
    const offered = this.#offered;
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
          ? html`<parley-canned-editor
              .api=${this.api}
              .isSupervisor=${this.isSupervisor}
              @close=${this.#edited}
            ></parley-canned-editor>`
          : nothing
      }`;
  }

  #offer(offered: readonly CannedReply[]): TemplateResult {
    if (offered.length === 0) return html`<p class="offer none" role="status">${this.#noneWords()}</p>`;
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

  /** Those that are asked for; undefined: none are. */
  get #offered(): readonly CannedReply[] | undefined {
    return askedFor(this.text, inUse(this.#replies.value ?? []));
  }

  #noneWords(): string {
    const { value, failed } = this.#replies;
    if (value && value.length > 0) return 'No canned reply is like that.';
    if (value) return 'There are no canned replies yet. They are written under “Canned replies”.';
    return failed ? wordsFor(failed) : 'Canned replies are being read…';
  }

  get #composer(): Composer | null {
    return this.renderRoot.querySelector('parley-composer');
  }

  readonly #typed = (): void => {
    const before = this.#offered;
    this.text = this.#composer?.text ?? '';
    this.at = 0;
    // They may have been changed elsewhere.
    if (!before && this.#offered) this.#read();
  };

  /** Before the composer sees it: while replies are offered, some keys are theirs. */
  readonly #key = (event: Event): void => {
    if (!(event instanceof KeyboardEvent) || event.isComposing) return;
    const offered = this.#offered ?? [];
    const reply = offered[Math.min(this.at, offered.length - 1)];
    const isWaiting = this.#offered !== undefined && !this.#replies.value && this.#replies.loading;
    if (!reply && !isWaiting) return;
    if (!reply) {
      // What asks for one isn't said to anybody.
      if (event.key !== 'Enter') return;
    } else if (event.key === 'ArrowDown') this.at = (this.at + 1) % offered.length;
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

  readonly #read = (): void => void this.#replies.load(() => this.api.replies());

  readonly #edited = (): void => {
    this.editing = false;
    this.#read();
  };

  readonly #edit = (): void => {
    void import('./cannedEditor.ts');
    this.editing = true;
  };
}

customElements.define('parley-reply-box', ReplyBox);
