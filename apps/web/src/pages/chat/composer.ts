import { html, LitElement, nothing, type PropertyValues } from 'lit';
import { base } from '../styles/base.ts';
import { icon } from '../styles/icon.ts';
import { shortName } from '../words/shortName.ts';
import { composerStyles } from './composerStyles.ts';
import { forgetDraft, keepDraft, readDraft } from './drafts.ts';
import { fire } from './fire.ts';

/** Share of the limit from which on the remaining characters are shown. */
const NEARLY = 0.9;
/** Characters of a name that fit into the one line of a phone. */
const MOST_OF_NAME = 20;

const characters = (count: number): string =>
  `${count.toLocaleString()} ${count === 1 ? 'character' : 'characters'}`;

/** Where the reader writes. Fires `say` with the text, `stop` while an answer is being
 * written, and `typed` (whether there is anything) on each change. What is slotted stands below. */
export class Composer extends LitElement {
  static override properties = {
    sessionId: {},
    writing: {},
    partner: {},
    maxText: {},
    text: { state: true },
    hasty: { state: true },
  };
  static override styles = [base, composerStyles];
  declare sessionId: string;
  declare writing: boolean;
  /** Who is written to. */
  declare partner: string;
  declare maxText: number;
  declare text: string;
  /** It was sent before there was a conversation to send it to: it goes as soon as there is. */
  declare hasty: boolean;

  constructor() {
    super();
    this.sessionId = '';
    this.writing = false;
    this.partner = 'Parley';
    this.maxText = Number.POSITIVE_INFINITY;
    this.text = '';
    this.hasty = false;
  }

  /** Puts the cursor here, but opens no keyboard on a phone that wasn't asked for. */
  takeFocus(): void {
    if (matchMedia('(pointer: fine)').matches) this.#area?.focus();
  }

  /** Writes this instead of what stands here. */
  write(text: string): void {
    this.text = text;
    keepDraft(this.sessionId, text);
    fire(this, 'typed', text !== '');
    this.#area?.focus();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('sessionId')) return;
    // Written before the conversation was there: it belongs to it.
    if (!changed.get('sessionId') && this.text) {
      forgetDraft('');
      keepDraft(this.sessionId, this.text);
    } else this.text = readDraft(this.sessionId);
    if (this.hasty && this.sessionId) this.#send();
  }

  protected override updated(): void {
    const area = this.#area;
    if (area && area.value !== this.text) area.value = this.text;
  }

  protected override render() {
    const left = this.maxText - this.text.length;
    const sendable = this.#sendable;
    return html`
      <form class="box" @submit=${this.#submit}>
        <div class="text" data-text=${this.text}>
          <textarea
            rows="1"
            dir="auto"
            aria-label="Message"
            placeholder="Message ${shortName(this.partner, MOST_OF_NAME)}"
            enterkeyhint="send"
            @input=${this.#input}
            @keydown=${this.#key}
          ></textarea>
        </div>
        ${
          this.writing
            ? html`<button
                class="round stop"
                type="button"
                aria-label="Stop the answer"
                title="Stop"
                @click=${this.#stop}
              >
                ${icon('stop')}
              </button>`
            : nothing
        }
        ${
          this.writing && !sendable
            ? nothing
            : html`<button class="round" type="submit" aria-label="Send" title="Send" ?disabled=${!sendable}>
                ${icon('arrowUp')}
              </button>`
        }
      </form>
      <div class="below">
        <p class="hint" role="status">${this.#hint(left)}</p>
        <slot></slot>
      </div>
    `;
  }

  get #area(): HTMLTextAreaElement | null {
    return this.renderRoot.querySelector('textarea');
  }

  #hint(left: number): string {
    if (this.hasty) return 'Sending as soon as the conversation is there…';
    if (left < 0) return `${characters(-left)} too many. Shorten it, or send it in parts.`;
    return left < this.maxText * (1 - NEARLY) ? `${characters(left)} left` : '';
  }

  readonly #input = (event: Event): void => {
    if (!(event.target instanceof HTMLTextAreaElement)) return;
    this.text = event.target.value;
    this.hasty = false;
    keepDraft(this.sessionId, this.text);
    fire(this, 'typed', this.text !== '');
  };

  readonly #key = (event: KeyboardEvent): void => {
    // 229: an input method is still composing (Safari tells it only so).
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    this.#send();
  };

  readonly #submit = (event: Event): void => {
    event.preventDefault();
    this.#send();
  };

  readonly #stop = (): void => {
    fire(this, 'stop');
    // The button goes with the answer, and must not take the focus along.
    this.takeFocus();
  };

  get #sendable(): boolean {
    return this.text.trim() !== '' && this.text.length <= this.maxText;
  }

  #send(): void {
    this.hasty = this.#sendable && this.sessionId === '';
    if (!this.#sendable || this.hasty) return;
    fire(this, 'say', this.text);
    fire(this, 'typed', false);
    this.text = '';
    forgetDraft(this.sessionId);
  }
}

customElements.define('parley-composer', Composer);
