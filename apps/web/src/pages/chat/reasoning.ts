import { css, html, LitElement, type TemplateResult } from 'lit';
import { base } from '../styles/base.ts';
import { icon } from '../styles/icon.ts';
import { thoughtWords } from '../words/thoughtWords.ts';

/** What a model thought before it wrote, folded above its answer. */
export class Reasoning extends LitElement {
  static override properties = { text: {}, thinking: { type: Boolean }, ms: {} };
  static override styles = [
    base,
    css`
      :host {
        display: block;
        margin-bottom: var(--space-1);
        color: var(--text-soft);
        font-size: var(--size-14);
      }
      summary {
        display: flex;
        align-items: center;
        gap: var(--space-1);
        width: fit-content;
        margin-inline-start: calc(-1 * var(--space-1));
        min-height: var(--target);
        padding-inline-end: var(--space-2);
        border-radius: var(--radius-small);
        list-style: none;
        cursor: pointer;
        touch-action: manipulation;
        -webkit-tap-highlight-color: transparent;
      }
      summary::-webkit-details-marker {
        display: none;
      }
      summary svg.icon {
        width: var(--icon-small);
        height: var(--icon-small);
        transition: transform var(--fast) var(--ease);
      }
      [open] summary svg.icon {
        transform: rotate(90deg);
      }
      @media (hover: hover) {
        summary:hover {
          color: var(--text);
        }
      }
      .live {
        animation: breathe calc(2 * var(--beat)) ease-in-out infinite;
      }
      p {
        margin: var(--space-1) 0 var(--space-3);
        padding-inline-start: var(--space-3);
        border-inline-start: var(--hairline) solid var(--line);
        line-height: var(--leading-message);
        white-space: pre-wrap;
        overflow-wrap: anywhere;
      }
      @media (prefers-reduced-motion: reduce) {
        .live {
          animation: none;
        }
      }
      @keyframes breathe {
        50% {
          opacity: 0.45;
        }
      }
    `,
  ];
  declare text: string;
  declare thinking: boolean;
  /** How long it thought, in milliseconds, where that is known. */
  declare ms: number | undefined;

  constructor() {
    super();
    this.text = '';
    this.thinking = false;
    this.ms = undefined;
  }

  protected override render(): TemplateResult {
    return html`<details>
      <summary>
        ${icon('chevronRight')}<span class=${this.thinking ? 'live' : ''}
          >${thoughtWords(this.thinking, this.ms)}</span
        >
      </summary>
      <p dir="auto">${this.text}</p>
    </details>`;
  }
}

customElements.define('parley-reasoning', Reasoning);
