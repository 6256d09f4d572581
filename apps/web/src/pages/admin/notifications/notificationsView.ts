import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { base } from '../../styles/base.ts';
import type { AdminApi } from '../api/adminApi.ts';
import type { Preferences } from '../api/people.ts';
import { Loaded } from '../parts/loaded.ts';
import { loadState } from '../parts/loadState.ts';
import { pageStyles } from '../parts/pageStyles.ts';
import './adminsList.ts';
import type { AdminsList } from './adminsList.ts';
import './preferencesForm.ts';

/** How the reader is notified, and who else is. */
export class NotificationsView extends LitElement {
  static override properties = { api: {}, me: {}, isSupervisor: {} };
  static override styles = [
    base,
    pageStyles,
    css`
      parley-admins-list {
        padding-top: var(--space-4);
        border-top: var(--hairline) solid var(--line);
      }
    `,
  ];
  declare api: AdminApi;
  /** The reader's id. */
  declare me: string | undefined;
  declare isSupervisor: boolean;
  readonly #own = new Loaded<Preferences>(this);

  constructor() {
    super();
    this.me = undefined;
    this.isSupervisor = false;
  }

  protected override firstUpdated(): void {
    this.#again();
  }

  protected override render(): TemplateResult {
    const kept = this.#own.value;
    return html`<main>
      <div class="top"><h1>Notifications</h1></div>
      <p class="what">
        Calls for help, critical errors and system alerts find you while this page is closed, too.
      </p>
      ${
        kept
          ? html`<parley-preferences-form .kept=${kept} .keep=${this.#keep}></parley-preferences-form>`
          : nothing
      }
      ${loadState(this.#own, this.#again)}
      <parley-admins-list
        .api=${this.api}
        .me=${this.me}
        .isSupervisor=${this.isSupervisor}
      ></parley-admins-list>
    </main>`;
  }

  readonly #again = (): void => void this.#own.load(() => this.api.preferences());

  readonly #keep = async (wanted: Preferences): Promise<void> => {
    await this.api.keepPreferences(wanted);
    this.renderRoot.querySelector<AdminsList>('parley-admins-list')?.again();
  };
}

customElements.define('parley-notifications', NotificationsView);
