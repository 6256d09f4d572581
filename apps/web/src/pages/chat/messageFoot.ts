import { html, nothing, type TemplateResult } from 'lit';
import { icon, type IconName } from '../styles/icon.ts';
import { timeWords } from '../words/timeWords.ts';
import { copyText } from './copyText.ts';

interface Action {
  readonly icon: IconName;
  readonly label: string;
  readonly act: (event: Event) => void;
  readonly disabled?: boolean;
  /** Of one that is on or off. */
  readonly pressed?: boolean;
}

/** Something that can be done with a message. */
export const footAction = ({ icon: shape, label, act, disabled = false, pressed }: Action): TemplateResult =>
  html`<button
    class="icon-button small"
    type="button"
    aria-label=${label}
    title=${label}
    aria-pressed=${pressed ?? nothing}
    ?disabled=${disabled}
    @click=${act}
  >
    ${icon(shape)}
  </button>`;

/** Copies the message as it was written. */
export const copyAction = (text: string): TemplateResult => html`
  <button
    class="icon-button small"
    type="button"
    aria-label="Copy message"
    title="Copy"
    @click=${({ currentTarget }: Event) => {
      if (currentTarget instanceof HTMLElement) void copyText(text, currentTarget);
    }}
  >
    <i class="not-done">${icon('copy')}</i><i class="done">${icon('check')}</i>
  </button>
`;

/** When it was said, and that it was changed since. */
export const saidAt = (createdAt: string, editedAt?: string): TemplateResult => html`
  <span class="at">
    ${editedAt === undefined ? nothing : html`<span title=${`Edited at ${timeWords(new Date(editedAt))}`}>Edited</span>`}
    <time datetime=${createdAt}>${timeWords(new Date(createdAt))}</time>
  </span>
`;

/** Below a message: when it was said, and what can be done with it. Seen on hover or focus, always on touch. */
export const messageFoot = (...parts: readonly unknown[]): TemplateResult =>
  html`<footer class="foot">${parts}</footer>`;
