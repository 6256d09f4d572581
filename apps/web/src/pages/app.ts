import { css, html, LitElement, type TemplateResult } from 'lit';
import { type Account, keepAccount, readAccount } from './account/account.ts';
import { DevTokens } from './account/devTokens.ts';
import { newUserId } from './account/newUserId.ts';
import './account/welcome.ts';
import './chat/chatPage.ts';
import type { ConversationOptions } from './chat/conversation.ts';
import type { PageConfig } from '../routes/config.ts';
import { getJson } from './http/fetchJson.ts';
import { isOther } from './http/isOther.ts';
import { base } from './styles/base.ts';
import { wordsFor } from './words/wordsFor.ts';

const AGAIN_MS = 3000;

type Screen =
  | { readonly at: 'starting' }
  | { readonly at: 'unreachable' }
  | { readonly at: 'signed-out' }
  | { readonly at: 'welcome'; readonly problem: string; readonly busy: boolean }
  | { readonly at: 'chat'; readonly name: string; readonly options: ConversationOptions };

/** The whole page: finds out who the reader is, then shows the chat. */
export class App extends LitElement {
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
        margin: 0;
        color: var(--text-soft);
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
          <p>Your conversations are kept. This page tries again by itself.</p>
        </main>`;
      case 'signed-out':
        return html`<main>
          <h1>You aren’t signed in</h1>
          <p>This Parley takes its sign-in from another site. Open it from there.</p>
        </main>`;
      case 'welcome':
        return html`<parley-welcome
          .problem=${screen.problem}
          .busy=${screen.busy}
          @name=${this.#named}
        ></parley-welcome>`;
      case 'chat':
        return html`<parley-chat
          .name=${screen.name}
          .options=${screen.options}
          .mayBeWatched=${this.#config?.mayBeWatched ?? false}
        ></parley-chat>`;
    }
  }

  async #start(): Promise<void> {
    try {
      this.#config ??= await getJson<PageConfig>('/api/config');
    } catch {
      this.screen = { at: 'unreachable' };
      this.#timer = setTimeout(() => void this.#start(), AGAIN_MS);
      return;
    }
    if (this.#config.authMode !== 'dev') {
      this.screen = { at: 'signed-out' };
      return;
    }
    const account = readAccount();
    this.screen = account
      ? this.#chat(account, new DevTokens(account))
      : { at: 'welcome', problem: '', busy: false };
  }

  #chat({ userId, name }: Account, tokens: DevTokens): Screen {
    const url = new URL(this.#config?.wsPath ?? '/ws', location.href);
    url.protocol = url.protocol.replace('http', 'ws');
    return {
      at: 'chat',
      name,
      options: {
        onRefused: () => void this.#refused(),
        url: url.href,
        token: tokens.get,
        storageKey: `parley.outbox.${userId}`,
      },
    };
  }

  /** Parley may be another one by now: then the page starts anew. What was written is kept. */
  readonly #refused = async (): Promise<void> => {
    const now = await getJson<PageConfig>('/api/config').catch(() => this.#config);
    if (isOther(now, this.#config)) location.reload();
  };

  readonly #named = async ({ detail: name }: CustomEvent<string>): Promise<void> => {
    const account = { userId: newUserId(), name };
    const tokens = new DevTokens(account);
    this.screen = { at: 'welcome', problem: '', busy: true };
    try {
      await tokens.get({ renew: true });
      keepAccount(account);
      this.screen = this.#chat(account, tokens);
    } catch (thrown) {
      this.screen = { at: 'welcome', problem: wordsFor(thrown), busy: false };
    }
  };
}

customElements.define('parley-app', App);
