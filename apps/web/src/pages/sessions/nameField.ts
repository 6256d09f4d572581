import { css, html, LitElement } from 'lit';
import { MAX_NAME } from '@parley/protocol/limits';
import { fire } from '../chat/fire.ts';
import { base } from '../styles/base.ts';

/** A name being changed in its place: Enter or leaving keeps it, Escape doesn't. Fires `name`, then `close`. */
export class NameField extends LitElement {
  static override properties = { value: {} };
  static override styles = [
    base,
    css`
      :host {
        display: block;
        min-width: 0;
      }
      input {
        width: 100%;
        min-height: var(--target);
        padding: 0 var(--space-2);
        border: var(--hairline) solid var(--edge);
        border-radius: var(--radius-small);
        background: var(--surface-float);
        color: inherit;
        font: inherit;
      }
      input:focus {
        outline: var(--stroke) solid var(--accent);
        outline-offset: calc(-1 * var(--hairline));
      }
    `,
  ];
  declare value: string;
  #done = false;

  constructor() {
    super();
    this.value = '';
  }

  protected override firstUpdated(): void {
    const input = this.renderRoot.querySelector('input');
    input?.focus();
    input?.select();
  }

  protected override render() {
    return html`<input
      aria-label="Name of the conversation"
      dir="auto"
      maxlength=${MAX_NAME}
      .value=${this.value}
      enterkeyhint="done"
      autocomplete="off"
      @keydown=${this.#key}
      @blur=${() => this.#end(true)}
    />`;
  }

  readonly #key = (event: KeyboardEvent): void => {
    event.stopPropagation();
    if (event.isComposing) return;
    if (event.key === 'Enter' || event.key === 'Escape') this.#end(event.key === 'Enter');
  };

  #end(keep: boolean): void {
    if (this.#done) return;
    this.#done = true;
    const name = this.renderRoot.querySelector('input')?.value.replace(/\s+/g, ' ').trim() ?? '';
    if (keep && name && name !== this.value) fire(this, 'name', name);
    fire(this, 'close');
  }
}

customElements.define('parley-name-field', NameField);
