import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import { base } from '../styles/base.ts';

const AFTER_MS = 2000;

/** Trouble with the connection, in words, once it has lasted for two seconds. */
export class ConnectionBar extends LitElement {
  static override properties = { words: {}, due: { state: true } };
  static override styles = [
    base,
    css`
      :host {
        position: absolute;
        inset: 100% 0 auto;
        z-index: 1;
        pointer-events: none;
      }
      p {
        margin: 0;
        padding: var(--space-1) var(--space-4);
        border-bottom: var(--hairline) solid var(--line);
        background: var(--surface-1);
        color: var(--text);
        font-size: var(--size-13);
        text-align: center;
        text-wrap: balance;
        animation: appear var(--slow) var(--ease);
      }
      @keyframes appear {
        from {
          opacity: 0;
          transform: translateY(calc(-1 * var(--nudge)));
        }
      }
    `,
  ];
  /** What is wrong; empty while nothing is. */
  declare words: string;
  declare due: boolean;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    this.words = '';
    this.due = false;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('words') || Boolean(changed.get('words')) === Boolean(this.words)) return;
    clearTimeout(this.#timer);
    this.due = false;
    if (this.words) this.#timer = setTimeout(() => (this.due = true), AFTER_MS);
  }

  protected override render() {
    return html`<div role="status">${this.due ? html`<p>${this.words}</p>` : nothing}</div>`;
  }
}

customElements.define('parley-connection-bar', ConnectionBar);
