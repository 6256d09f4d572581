import { css, html, LitElement, type SVGTemplateResult } from 'lit';
import { base } from '../styles/base.ts';
import { menuStyles } from '../styles/menuStyles.ts';

export interface MenuAction {
  readonly label: string;
  readonly icon: SVGTemplateResult;
  /** It takes something away. */
  readonly danger?: boolean;
  readonly act: () => void;
}

/** A menu that is shown beside whichever button asks for it, on a phone a sheet from below. */
export class ActionMenu extends LitElement {
  static override properties = { name: { state: true }, actions: { state: true } };
  static override styles = [
    base,
    menuStyles,
    css`
      .menu button {
        justify-content: start;
        gap: var(--space-3);
      }
      .menu svg.icon {
        color: var(--text-soft);
      }
      .menu .danger,
      .menu .danger svg.icon {
        color: var(--danger);
      }
    `,
  ];
  declare name: string;
  declare actions: readonly MenuAction[];
  #button: HTMLElement | undefined;
  /** Something was chosen, which says itself where the focus goes. */
  #chosen = false;
  #closed: () => void = () => undefined;

  constructor() {
    super();
    this.name = '';
    this.actions = [];
  }

  /** Shows these actions beside `button`; `closed` is called when they are gone again. */
  async open(
    button: HTMLElement,
    name: string,
    actions: readonly MenuAction[],
    closed: () => void,
  ): Promise<void> {
    this.name = name;
    this.actions = actions;
    this.#button = button;
    this.#closed = closed;
    this.#chosen = false;
    await this.updateComplete;
    const menu = this.#menu;
    menu?.showPopover();
    if (menu) this.#place(menu, button);
    button.setAttribute('aria-expanded', 'true');
    this.#items[0]?.focus();
  }

  protected override render() {
    return html`<div
      class="menu"
      popover
      role="menu"
      aria-label=${this.name}
      @toggle=${this.#toggled}
      @keydown=${this.#key}
    >
      <h2 role="presentation" dir="auto">${this.name}</h2>
      ${this.actions.map(
        (action) =>
          html`<button
            type="button"
            role="menuitem"
            tabindex="-1"
            class=${action.danger ? 'danger' : ''}
            @click=${() => this.#choose(action)}
          >
            ${action.icon}${action.label}
          </button>`,
      )}
    </div>`;
  }

  get #menu(): HTMLElement | null {
    return this.renderRoot.querySelector('.menu');
  }

  get #items(): HTMLElement[] {
    return [...this.renderRoot.querySelectorAll<HTMLElement>('[role=menuitem]')];
  }

  /** Below its button where there is room, else above. */
  #place(menu: HTMLElement, button: HTMLElement): void {
    const { left, right, top, bottom } = button.getBoundingClientRect();
    const { width, height } = menu.getBoundingClientRect();
    const x = left + width <= innerWidth ? left : right - width;
    const y = bottom + height <= innerHeight ? bottom : Math.max(0, top - height);
    menu.style.setProperty('left', `${x}px`);
    menu.style.setProperty('top', `${y}px`);
  }

  readonly #toggled = (event: ToggleEvent): void => {
    if (event.newState === 'open') return;
    this.#button?.setAttribute('aria-expanded', 'false');
    if (!this.#chosen) this.#button?.focus();
    this.#closed();
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

  #choose({ act }: MenuAction): void {
    this.#chosen = true;
    this.#menu?.hidePopover();
    act();
  }
}

customElements.define('parley-action-menu', ActionMenu);
