import { html, type TemplateResult } from 'lit';
import { icon } from '../styles/icon.ts';
import { timeWords } from '../words/timeWords.ts';
import { copyText } from './copyText.ts';

const copy =
  (text: string) =>
  (event: Event): void => {
    if (event.currentTarget instanceof HTMLElement) void copyText(text, event.currentTarget);
  };

/** Below a message: when it was said, and what can be done with it. Seen on hover or focus, always on touch. */
export const messageFoot = (text: string, createdAt: string): TemplateResult => html`
  <footer class="foot">
    <time datetime=${createdAt}>${timeWords(new Date(createdAt))}</time>
    <button
      class="icon-button small"
      type="button"
      aria-label="Copy message"
      title="Copy"
      @click=${copy(text)}
    >
      <i class="not-done">${icon('copy')}</i><i class="done">${icon('check')}</i>
    </button>
  </footer>
`;
