import type { Note } from '@parley/protocol';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { base } from '../../styles/base.ts';
import { agoWords } from '../../words/agoWords.ts';
import { wordsFor } from '../../words/wordsFor.ts';
import { sessionNotesStyles } from './sessionNotesStyles.ts';

const MAX_NOTE = 2000;

/** Internal notes beside a conversation: seen by admins alone, or read by the assistant as guidance. */
export class SessionNotes extends LitElement {
  static override properties = { notes: {}, add: {}, busy: { state: true }, problem: { state: true } };
  static override styles = [base, sessionNotesStyles];
  /** Oldest first. */
  declare notes: readonly Note[];
  /** Rejects with a `ClientError`. */
  declare add: (text: string, forAssistant: boolean) => Promise<void>;
  declare busy: boolean;
  declare problem: string;

  constructor() {
    super();
    this.notes = [];
    this.busy = false;
    this.problem = '';
  }

  protected override render(): TemplateResult {
    return html`<section aria-label="Notes">
      <h2>Notes</h2>
      ${
        this.notes.length > 0
          ? html`<ul role="list" aria-live="polite">
              ${this.notes.map((note) => this.#note(note))}
            </ul>`
          : html`<p class="none">What is noted here is seen by the team alone.</p>`
      }
      <form @submit=${this.#submit} @keydown=${this.#key}>
        <textarea
          rows="2"
          dir="auto"
          aria-label="New note"
          placeholder="Add a note"
          maxlength=${MAX_NOTE}
          required
        ></textarea>
        <label><input type="checkbox" name="for" />For the assistant</label>
        <button class="text-button" ?disabled=${this.busy}>Add note</button>
        <div role="alert">${this.problem ? html`<p class="problem">${this.problem}</p>` : nothing}</div>
      </form>
    </section>`;
  }

  #note({ author, text, forAssistant, createdAt }: Note): TemplateResult {
    return html`<li>
      <p class="words" dir="auto">${text}</p>
      <p class="by">
        <span dir="auto">${author.name}</span>
        <time datetime=${createdAt}>${agoWords(new Date(createdAt), new Date())}</time>
        ${forAssistant ? html`<span class="for">For the assistant</span>` : nothing}
      </p>
    </li>`;
  }

  readonly #key = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    this.renderRoot.querySelector('form')?.requestSubmit();
  };

  readonly #submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const area = this.renderRoot.querySelector('textarea');
    const box = this.renderRoot.querySelector('input');
    const text = area?.value.trim();
    if (!area || !box || !text || this.busy) return;
    this.busy = true;
    this.problem = '';
    try {
      await this.add(text, box.checked);
      area.value = '';
      box.checked = false;
    } catch (error) {
      this.problem = wordsFor(error);
    }
    this.busy = false;
  };
}

customElements.define('parley-session-notes', SessionNotes);
