import type { Help } from '@parley/protocol';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { base } from '../styles/base.ts';
import { handoverWords } from '../words/handoverWords.ts';
import { type QueuePlace, queueWords } from '../words/queueWords.ts';
import { shortName } from '../words/shortName.ts';
import { fire } from './fire.ts';
import { portrait } from './portrait.ts';

/** Above the composer: the person who has the conversation, or how the call for one stands. Fires `email`, `cancel-help`. */
export class PeopleBar extends LitElement {
  static override properties = { person: {}, typing: { type: Boolean }, state: {}, place: {}, email: {} };
  static override styles = [
    base,
    css`
      :host {
        display: block;
        width: 100%;
        max-width: calc(var(--column) + 2 * var(--space-4));
        margin: 0 auto;
        padding: 0 max(var(--space-4), var(--safe-right)) var(--space-2) max(var(--space-4), var(--safe-left));
      }
      .bar {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--space-1) var(--space-3);
        padding: var(--space-2) var(--space-3) var(--space-2) var(--space-4);
        border-radius: var(--radius);
        background: var(--human-surface);
        font-size: var(--size-14);
        animation: appear var(--slow) var(--ease);
      }
      .words {
        flex: 1 1 var(--menu);
        margin: 0;
        padding-block: var(--space-1);
        text-wrap: pretty;
      }
      .here {
        display: flex;
        align-items: center;
        gap: var(--space-2);
        color: var(--human);
        font-weight: var(--weight-strong);
      }
      .portrait {
        display: grid;
        place-items: center;
        flex: none;
        width: var(--portrait);
        height: var(--portrait);
        border-radius: var(--radius-round);
        background: var(--human);
        color: var(--human-surface);
        font-size: var(--size-13);
      }
      .buttons {
        display: flex;
        flex-wrap: wrap;
        margin-inline: calc(-1 * var(--space-2));
      }
      .text-button {
        color: var(--human);
      }
      @media (hover: hover) {
        .text-button:hover {
          background: var(--surface-0);
          color: var(--text);
        }
      }
      @keyframes appear {
        from {
          opacity: 0;
          transform: translateY(var(--nudge));
        }
      }
    `,
  ];
  /** The name of the person who has it. */
  declare person: string | undefined;
  /** They are typing. */
  declare typing: boolean;
  /** How the call stands; undefined: there is none. */
  declare state: Help['state'] | undefined;
  declare place: QueuePlace;
  /** Where a reply goes, as it was given here. */
  declare email: string | undefined;

  protected override render(): TemplateResult {
    return html`<div role="status">
      ${this.person === undefined ? this.#queue() : this.#here(this.person)}
    </div>`;
  }

  #here(person: string): TemplateResult {
    const words = this.typing ? `${shortName(person)} is typing…` : handoverWords(person);
    return html`<div class="bar">
      <p class="words here">${portrait(person)}<span dir="auto" title=${person}>${words}</span></p>
    </div>`;
  }

  #queue(): TemplateResult | typeof nothing {
    const { state, place, email } = this;
    if (state === undefined) return nothing;
    const meanwhile = email
      ? `If you leave, the reply goes to ${email}.`
      : 'The assistant goes on helping meanwhile.';
    return html`<div class="bar">
      <p class="words">${queueWords(state, place, new Date())} ${meanwhile}</p>
      <span class="buttons">
        ${
          email
            ? nothing
            : html`<button class="text-button" type="button" @click=${() => fire(this, 'email')}>
                Reply by email
              </button>`
        }
        <button class="text-button" type="button" @click=${() => fire(this, 'cancel-help')}>Cancel</button>
      </span>
    </div>`;
  }
}

customElements.define('parley-people-bar', PeopleBar);
