import { css, html, LitElement } from 'lit';
import { base } from '../styles/base.ts';
import type { Example } from './examples.ts';
import { fire } from './fire.ts';

/** A conversation that hasn't begun: a greeting, what this is, and three examples. Fires `say` with one's text. */
export class EmptyState extends LitElement {
  static override properties = { name: {}, examples: {} };
  static override styles = [
    base,
    css`
      :host {
        display: grid;
        align-content: center;
        width: 100%;
        max-width: calc(var(--column) + 2 * var(--space-4));
        min-height: 0;
        margin: 0 auto;
        padding: var(--space-6) max(var(--space-4), var(--safe-right)) var(--space-6)
          max(var(--space-4), var(--safe-left));
        overflow-y: auto;
      }
      h1 {
        margin: 0 0 var(--space-2);
        font-size: var(--size-28);
        font-weight: var(--weight-strong);
        line-height: var(--leading-tight);
        overflow-wrap: anywhere;
      }
      p {
        margin: 0 0 var(--space-8);
        color: var(--text-soft);
        text-wrap: pretty;
      }
      ul {
        margin: 0;
        padding: 0;
        list-style: none;
        border-top: var(--hairline) solid var(--line);
      }
      li {
        border-bottom: var(--hairline) solid var(--line);
      }
      button {
        display: flex;
        flex-wrap: wrap;
        justify-content: space-between;
        gap: 0 var(--space-4);
        width: 100%;
        padding: var(--space-3) var(--space-2);
        border-radius: var(--radius-small);
        text-align: start;
      }
      button:hover {
        background: var(--surface-1);
      }
      small {
        color: var(--text-soft);
        font-size: var(--size-14);
      }
    `,
  ];
  declare name: string;
  declare examples: readonly Example[];

  protected override render() {
    return html`
      <h1>${this.name ? `Hello, ${this.name}` : 'Hello'}</h1>
      <p>A language model answers while you watch, and your conversation is kept.</p>
      <ul aria-label="Examples">
        ${this.examples.map(
          ({ says, shows }) => html`
            <li>
              <button type="button" @click=${() => fire(this, 'say', says)}>
                <span>${says}</span><small>${shows}</small>
              </button>
            </li>
          `,
        )}
      </ul>
    `;
  }
}

customElements.define('parley-empty-state', EmptyState);
