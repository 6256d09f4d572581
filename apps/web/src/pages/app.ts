import { html, LitElement, type TemplateResult } from 'lit';
import { type Account, keepAccount, readAccount } from './account/account.ts';
import { DevTokens } from './account/devTokens.ts';
import { newUserId } from './account/newUserId.ts';
import './account/welcome.ts';
import './chat/chatPage.ts';
import type { ConversationOptions } from './chat/conversation.ts';
import type { PageConfig } from '../routes/config.ts';
import { getJson } from './http/fetchJson.ts';
import { noticeStyles } from './start/noticeStyles.ts';
import { signedOut, starting, unreachable } from './start/notices.ts';
import { reloadIfOther } from './start/reloadIfOther.ts';
import { socketUrl } from './start/socketUrl.ts';
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
  static override styles = [base, noticeStyles];
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
        return unreachable('Your conversations are kept.');
      case 'signed-out':
        return signedOut();
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
    return {
      at: 'chat',
      name,
      options: {
        // What was written is kept.
        onRefused: () => void reloadIfOther(this.#config),
        url: socketUrl(this.#config?.wsPath),
        token: tokens.get,
        storageKey: `parley.outbox.${userId}`,
      },
    };
  }

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
