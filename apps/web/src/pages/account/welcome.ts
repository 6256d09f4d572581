import { css, html, LitElement } from 'lit';
import { fire } from '../chat/fire.ts';
import { base } from '../styles/base.ts';
import { entryStyles } from './entryStyles.ts';

const MAX_NAME = 60;

/** The first screen where no sign-in is set up: asks what to call the reader. Fires `name`. */
export class Welcome extends LitElement {
  static override properties = { problem: {}, busy: { type: Boolean } };
  static override styles = [
    base,
    entryStyles,
    css`
      :host {
        align-content: center;
        min-height: 100%;
        padding-bottom: var(--space-16);
      }
      p {
        margin-bottom: var(--space-8);
      }
      #name {
        margin-bottom: var(--space-4);
      }
      #name:focus {
        outline: none;
        border-color: var(--accent);
      }
    `,
  ];
  /** Why the last try failed, in words. */
  declare problem: string;
  declare busy: boolean;

  constructor() {
    super();
    this.problem = '';
    this.busy = false;
  }

  protected override firstUpdated(): void {
    if (matchMedia('(pointer: fine)').matches) this.renderRoot.querySelector('input')?.select();
  }

  protected override render() {
    return html`
      <form @submit=${this.#submit}>
        <h1>Parley</h1>
        <p>Chat with a language model, and find the conversation again when you come back.</p>
        <label for="name">What should we call you?</label>
        <input
          id="name"
          name="name"
          value="Guest"
          maxlength=${MAX_NAME}
          autocomplete="given-name"
          autocapitalize="words"
          enterkeyhint="go"
        />
        <button class="main-button" ?disabled=${this.busy}>Start chatting</button>
        <div role="alert">${this.problem ? html`<p class="problem">${this.problem}</p>` : ''}</div>
      </form>
    `;
  }

  readonly #submit = (event: Event): void => {
    event.preventDefault();
    const name = this.renderRoot.querySelector('input')?.value.trim() || 'Guest';
    if (!this.busy) fire(this, 'name', name);
  };
}

customElements.define('parley-welcome', Welcome);
