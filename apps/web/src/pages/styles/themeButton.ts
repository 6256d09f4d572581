import { html, LitElement } from 'lit';
import { base } from './base.ts';
import { icon, type IconName } from './icon.ts';

const THEMES = ['system', 'light', 'dark'] as const;
type Theme = (typeof THEMES)[number];
const NAMES: Record<Theme, { icon: IconName; label: string }> = {
  system: { icon: 'monitor', label: 'Colours: as the device' },
  light: { icon: 'sun', label: 'Colours: light' },
  dark: { icon: 'moon', label: 'Colours: dark' },
};
/** Read as it is by `theme.js`, before the first paint. */
const KEY = 'parley.theme';

const current = (): Theme =>
  THEMES.find((theme) => theme === document.documentElement.dataset['theme']) ?? 'system';

/** Goes through the palettes: the device's own choice, light, dark; the choice is kept in this browser. */
export class ThemeButton extends LitElement {
  static override styles = base;

  protected override render() {
    const { icon: shape, label } = NAMES[current()];
    return html`<button
      class="icon-button"
      type="button"
      aria-label=${label}
      title=${label}
      @click=${this.#next}
    >
      ${icon(shape)}
    </button>`;
  }

  readonly #next = (): void => {
    const next = THEMES[(THEMES.indexOf(current()) + 1) % THEMES.length] ?? 'system';
    if (next === 'system') delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = next;
    try {
      localStorage.setItem(KEY, next);
    } catch {
      // It holds until the page is left.
    }
    this.requestUpdate();
  };
}

customElements.define('parley-theme-button', ThemeButton);
