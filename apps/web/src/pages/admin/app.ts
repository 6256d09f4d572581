import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import type { PageConfig } from '../../routes/config.ts';
import type { Account } from '../account/account.ts';
import { DevTokens } from '../account/devTokens.ts';
import { getJson } from '../http/fetchJson.ts';
import { noticeStyles } from '../start/noticeStyles.ts';
import { signedOut, starting, unreachable } from '../start/notices.ts';
import { reloadIfOther } from '../start/reloadIfOther.ts';
import { socketUrl } from '../start/socketUrl.ts';
import { base } from '../styles/base.ts';
import { wordsFor } from '../words/wordsFor.ts';
import { ADMIN_TOKEN_KEY, keepAdmin, readAdmin } from './account/adminAccount.ts';
import './account/signIn.ts';
import type { DeskOptions } from './desk.ts';

const AGAIN_MS = 3000;

type Screen =
  | { readonly at: 'starting' | 'unreachable' | 'signed-out' | 'refused' }
  | { readonly at: 'sign-in'; readonly problem: string; readonly busy: boolean }
  | { readonly at: 'console'; readonly name: string; readonly options: DeskOptions };

/** The whole console: finds out who its reader is; what staff sees is loaded only for staff. */
export class AdminApp extends LitElement {
  static override properties = { screen: { state: true } };
  static override styles = [
    base,
    noticeStyles,
    css`
      main {
        justify-items: start;
      }
      p {
        margin-bottom: var(--space-2);
        text-wrap: pretty;
      }
      a,
      .text-button {
        display: flex;
        align-items: center;
        min-height: var(--target);
        padding: 0;
        color: var(--accent);
        font-weight: var(--weight-strong);
        text-decoration: none;
      }
    `,
  ];
  declare screen: Screen;
  #config: PageConfig | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    this.screen = { at: 'starting' };
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#start();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
  }

  protected override render(): TemplateResult {
    const { screen } = this;
    switch (screen.at) {
      case 'starting':
        return starting();
      case 'unreachable':
        return unreachable('Nothing is lost.');
      case 'signed-out':
        return signedOut();
      case 'refused':
        return html`<main>
          <h1>This page is for the team</h1>
          <p>Your account isn’t one of an admin, so there is nothing to see here for you.</p>
          <a href="/">To the chat</a>
          ${
            this.#config?.authMode === 'dev'
              ? html`<button class="text-button" type="button" @click=${this.#signOut}>
                  Sign in as somebody else
                </button>`
              : nothing
          }
        </main>`;
      case 'sign-in':
        return html`<parley-sign-in
          .problem=${screen.problem}
          .busy=${screen.busy}
          @account=${this.#signIn}
        ></parley-sign-in>`;
      case 'console':
        return html`<parley-console
          .name=${screen.name}
          .options=${screen.options}
          .canSignOut=${this.#config?.authMode === 'dev'}
          @refused=${() => (this.screen = { at: 'refused' })}
          @sign-out=${this.#signOut}
        ></parley-console>`;
    }
  }

  async #start(): Promise<void> {
    try {
      this.#config ??= await getJson<PageConfig>('/api/config');
    } catch {
      this.#unreachable();
      return;
    }
    if (this.#config.authMode !== 'dev') {
      this.screen = { at: 'signed-out' };
      return;
    }
    const account = readAdmin();
    if (account) await this.#enter(account);
    else this.screen = { at: 'sign-in', problem: '', busy: false };
  }

  #unreachable(): void {
    this.screen = { at: 'unreachable' };
    this.#timer = setTimeout(() => void this.#start(), AGAIN_MS);
  }

  async #enter(account: Account): Promise<void> {
    const tokens = new DevTokens(account, ADMIN_TOKEN_KEY);
    try {
      await import('./console.ts');
    } catch {
      this.#unreachable();
      return;
    }
    const options = {
      url: socketUrl(this.#config?.wsPath),
      token: tokens.get,
      storageKey: `parley.admin.outbox.${account.userId}`,
      onRefused: () => void reloadIfOther(this.#config),
    };
    this.screen = { at: 'console', name: account.name, options };
  }

  readonly #signIn = async ({ detail: account }: CustomEvent<Account>): Promise<void> => {
    this.screen = { at: 'sign-in', problem: '', busy: true };
    try {
      await new DevTokens(account, ADMIN_TOKEN_KEY).get({ renew: true });
      keepAdmin(account);
      await this.#enter(account);
    } catch (thrown) {
      this.screen = { at: 'sign-in', problem: wordsFor(thrown), busy: false };
    }
  };

  readonly #signOut = (): void => {
    keepAdmin(undefined);
    this.screen = { at: 'sign-in', problem: '', busy: false };
  };
}

customElements.define('parley-admin', AdminApp);
