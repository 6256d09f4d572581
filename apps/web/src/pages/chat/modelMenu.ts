import type { Model } from '@parley/protocol';
import { html, LitElement, nothing } from 'lit';
import { base } from '../styles/base.ts';
import { icon } from '../styles/icon.ts';
import { menuStyles } from '../styles/menuStyles.ts';
import { fire } from './fire.ts';
import { modelMenuStyles } from './modelMenuStyles.ts';

/**
 * The choice of the model: a menu, on a phone a sheet from below. A chosen one that isn't available stays, marked so.
 * Fires `choose-model` with the model's id.
 */
export class ModelMenu extends LitElement {
  static override properties = { models: {}, known: {}, chosen: {}, open: { state: true } };
  static override styles = [base, menuStyles, modelMenuStyles];
  /** Those that can be chosen now. */
  declare models: readonly Model[];
  /** Others whose names are known. */
  declare known: readonly Model[];
  declare chosen: string;
  declare open: boolean;

  constructor() {
    super();
    this.models = [];
    this.known = [];
    this.chosen = '';
    this.open = false;
  }

  protected override render() {
    const { models, chosen } = this;
    const gone = chosen !== '' && models.every(({ id }) => id !== chosen);
    if (models.length + (gone ? 1 : 0) < 2) return nothing;
    const label = [...models, ...this.known].find(({ id }) => id === chosen)?.label ?? chosen;
    const name = label || 'Choose a model';
    return html`
      <button
        class="current"
        type="button"
        aria-haspopup="menu"
        aria-expanded=${this.open}
        aria-label=${`Model: ${name}${gone ? ', not available now' : ''}`}
        popovertarget="menu"
      >
        <span class="chosen"
          ><span>${name}</span>${gone ? html`<span class="gone">not available</span>` : nothing}</span
        >
        ${icon('chevronDown')}
      </button>
      <div
        class="menu"
        id="menu"
        popover
        role="menu"
        aria-label="Model"
        @beforetoggle=${this.#place}
        @toggle=${this.#toggled}
        @keydown=${this.#key}
      >
        <h2 role="presentation">Answers come from</h2>
        ${
          gone
            ? html`<button
                type="button"
                role="menuitemradio"
                tabindex="-1"
                autofocus
                aria-checked="true"
                aria-disabled="true"
              >
                <span>${name}<span class="gone">Not available now</span></span
                >${icon('check')}
              </button>`
            : nothing
        }
        ${models.map(
          ({ id, label }) => html`
            <button
              type="button"
              role="menuitemradio"
              tabindex="-1"
              ?autofocus=${id === chosen}
              aria-checked=${id === chosen}
              @click=${() => this.#choose(id)}
            >
              ${label}${id === chosen ? icon('check') : nothing}
            </button>
          `,
        )}
      </div>
    `;
  }

  get #menu(): HTMLElement | null {
    return this.renderRoot.querySelector('.menu');
  }

  get #items(): HTMLElement[] {
    return [...this.renderRoot.querySelectorAll<HTMLElement>('[role=menuitemradio]')];
  }

  readonly #place = (): void => {
    const { left, bottom } = this.getBoundingClientRect();
    this.#menu?.style.setProperty('left', `${left}px`);
    this.#menu?.style.setProperty('top', `${bottom}px`);
  };

  readonly #toggled = (event: ToggleEvent): void => {
    this.open = event.newState === 'open';
    // Not when the reader has gone on to something else meanwhile.
    const lost = document.activeElement === document.body || this.#menu?.matches(':focus-within');
    if (!this.open && lost) this.renderRoot.querySelector<HTMLElement>('.current')?.focus();
  };

  readonly #key = (event: KeyboardEvent): void => {
    const items = this.#items;
    const at = items.findIndex((item) => item.matches(':focus'));
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
    if (event.key === 'Tab') this.#menu?.hidePopover();
    if (to === undefined) return;
    event.preventDefault();
    items.at(to % items.length)?.focus();
  };

  #choose(id: string): void {
    this.#menu?.hidePopover();
    if (id !== this.chosen) fire(this, 'choose-model', id);
  }
}

customElements.define('parley-model-menu', ModelMenu);
