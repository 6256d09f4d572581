import { MAX_REMARK } from '@parley/protocol/limits';
import { css, html, LitElement } from 'lit';
import { base } from '../styles/base.ts';
import { fire } from './fire.ts';

/** Asks, below an answer that was just rated, why. Fires `note` with the words, or `close`. */
export class NoteForm extends LitElement {
  static override properties = { rating: {} };
  static override styles = [
    base,
    css`
      :host {
        display: block;
        max-width: calc(var(--narrow) * 1.5);
        margin-top: var(--space-4);
      }
      form {
        display: flex;
        gap: var(--space-1);
        align-items: center;
      }
      input {
        flex: 1;
        min-width: 0;
        min-height: max(var(--target), var(--space-10));
        padding: 0 var(--space-3);
        border: var(--hairline) solid var(--edge);
        border-radius: var(--radius);
        background: var(--surface-float);
        color: inherit;
        font: inherit;
        font-size: var(--size-14);
      }
      input:focus {
        outline: var(--stroke) solid var(--accent);
        outline-offset: calc(-1 * var(--hairline));
      }
      input::placeholder {
        color: var(--text-soft);
        opacity: 1;
      }
      .text-button {
        font-size: var(--size-14);
      }
      .skip {
        color: var(--text-soft);
        font-weight: var(--weight);
      }
    `,
  ];
  declare rating: 'up' | 'down';

  protected override render() {
    const asks = this.rating === 'up' ? 'What was good about it?' : 'What was wrong with it?';
    return html`<form
      @submit=${this.#submit}
      @keydown=${({ key }: KeyboardEvent) => key === 'Escape' && this.#close()}
    >
      <input
        aria-label="${asks} (optional)"
        placeholder=${asks}
        dir="auto"
        maxlength=${MAX_REMARK}
        enterkeyhint="send"
      />
      <button class="text-button">Send</button>
      <button class="text-button skip" type="button" @click=${this.#close}>Skip</button>
    </form>`;
  }

  readonly #close = (): void => fire(this, 'close');

  readonly #submit = (event: Event): void => {
    event.preventDefault();
    const note = this.renderRoot.querySelector('input')?.value.trim() ?? '';
    if (note) fire(this, 'note', note);
    else this.#close();
  };
}

customElements.define('parley-note-form', NoteForm);
