import { css, html, LitElement } from 'lit';
import { fire } from '../chat/fire.ts';
import { base } from '../styles/base.ts';

const MAX_NAME = 60;

/** The first screen where no sign-in is set up: asks what to call the reader. Fires `name`. */
export class Welcome extends LitElement {
  static override properties = { problem: {}, busy: { type: Boolean } };
  static override styles = [
    base,
    css`
      :host {
        display: grid;
        align-content: center;
        min-height: 100%;
        padding: var(--space-6) max(var(--space-4), var(--safe-right)) var(--space-16)
          max(var(--space-4), var(--safe-left));
      }
      form {
        display: grid;
        width: 100%;
        max-width: var(--narrow);
        margin: 0 auto;
      }
      h1 {
        margin: 0 0 var(--space-2);
        font-size: var(--size-28);
        font-weight: var(--weight-strong);
        line-height: var(--leading-tight);
      }
      p {
        margin: 0 0 var(--space-8);
        color: var(--text-soft);
        text-wrap: pretty;
      }
      label {
        margin-bottom: var(--space-1);
        font-size: var(--size-14);
      }
      input {
        width: 100%;
        min-height: var(--space-12);
        margin-bottom: var(--space-4);
        padding: 0 var(--space-4);
        border: var(--hairline) solid var(--edge);
        border-radius: var(--radius);
        background: var(--surface-float);
        color: inherit;
        font: inherit;
      }
      input:focus {
        outline: none;
        border-color: var(--accent);
      }
      .main-button {
        min-height: var(--space-12);
      }
      .problem {
        margin: var(--space-4) 0 0;
        color: var(--danger);
        font-size: var(--size-14);
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
