import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import type { PageConfig } from '../../routes/config.ts';
import type { Account } from '../account/account.ts';
import { DevTokens } from '../account/devTokens.ts';
import { getJson } from '../http/fetchJson.ts';
import { isOther } from '../http/isOther.ts';
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
    css`
      :host {
        display: block;
        height: 100%;
      }
      main {
        display: grid;
        align-content: center;
        justify-items: start;
        gap: var(--space-2);
        max-width: calc(var(--narrow) + 2 * var(--space-4));
        height: 100%;
        margin: 0 auto;
        padding: var(--space-4);
      }
      h1 {
        margin: 0;
        font-size: var(--size-22);
        font-weight: var(--weight-strong);
        line-height: var(--leading-tight);
      }
      p {
        margin: 0 0 var(--space-2);
        color: var(--text-soft);
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
        return html`<main aria-busy="true"></main>`;
      case 'unreachable':
        return html`<main role="status">
          <h1>Parley can’t be reached</h1>
          <p>Nothing is lost. This page tries again by itself.</p>
        </main>`;
      case 'signed-out':
        return html`<main>
          <h1>You aren’t signed in</h1>
          <p>This Parley takes its sign-in from another site. Open it from there.</p>
        </main>`;
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
    const url = new URL(this.#config?.wsPath ?? '/ws', location.href);
    url.protocol = url.protocol.replace('http', 'ws');
    const tokens = new DevTokens(account, ADMIN_TOKEN_KEY);
    try {
      await import('./console.ts');
    } catch {
      this.#unreachable();
      return;
    }
    const options = {
      url: url.href,
      token: tokens.get,
      storageKey: `parley.admin.outbox.${account.userId}`,
      onRefused: () => void this.#refused(),
    };
    this.screen = { at: 'console', name: account.name, options };
  }

  /** Parley may be another one by now: then the page starts anew. */
  readonly #refused = async (): Promise<void> => {
    const now = await getJson<PageConfig>('/api/config').catch(() => this.#config);
    if (isOther(now, this.#config)) location.reload();
  };

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
