import { html, LitElement, nothing, type TemplateResult } from 'lit';
import type { Account } from '../../account/account.ts';
import { entryStyles } from '../../account/entryStyles.ts';
import { fire } from '../../chat/fire.ts';
import { base } from '../../styles/base.ts';
import { ROLES } from './adminAccount.ts';
import { signInStyles } from './signInStyles.ts';

const MAX_NAME = 60;

/** Who somebody is who signs in with a name alone: the same one each time, so that what they hold stays theirs. */
const idOf = (name: string): string => `staff-${name.toLowerCase()}`;

/** The console's sign-in where none is set up: a name and a role. Fires `account`. */
export class SignIn extends LitElement {
  static override properties = { problem: {}, busy: { type: Boolean } };
  static override styles = [base, entryStyles, signInStyles];
  /** Why the last try failed, in words. */
  declare problem: string;
  declare busy: boolean;

  constructor() {
    super();
    this.problem = '';
    this.busy = false;
  }

  protected override firstUpdated(): void {
    if (matchMedia('(pointer: fine)').matches) this.renderRoot.querySelector('input')?.focus();
  }

  protected override render(): TemplateResult {
    return html`<form @submit=${this.#submit}>
      <h1>Parley console</h1>
      <p>For the people who help. This Parley is for trying out: anybody may be anybody here.</p>
      <label for="name">Your name, as users see it</label>
      <input
        id="name"
        name="name"
        required
        maxlength=${MAX_NAME}
        autocomplete="given-name"
        autocapitalize="words"
      />
      <fieldset>
        <legend>Role</legend>
        ${ROLES.map(
          ({ id, label, may }, at) =>
            html`<label class="role">
              <input type="radio" name="role" value=${id} ?checked=${at === 0} />
              <span>${label}<small>${may}</small></span>
            </label>`,
        )}
      </fieldset>
      <button class="main-button" ?disabled=${this.busy}>Sign in</button>
      <div role="alert">${this.problem ? html`<p class="problem">${this.problem}</p>` : nothing}</div>
    </form>`;
  }

  readonly #submit = (event: Event): void => {
    event.preventDefault();
    const form = this.renderRoot.querySelector('form');
    if (!form || this.busy) return;
    const name = form.querySelector<HTMLInputElement>('#name')?.value.trim();
    const chosen = new FormData(form).get('role');
    const role = ROLES.find(({ id }) => id === chosen) ?? ROLES[0];
    if (name) fire(this, 'account', { userId: idOf(name), name, roles: role.roles } satisfies Account);
  };
}

customElements.define('parley-sign-in', SignIn);
