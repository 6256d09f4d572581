import type { ClientError } from '@parley/client';
import type { Message } from '@parley/protocol';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { base } from '../styles/base.ts';
import { icon } from '../styles/icon.ts';
import '../styles/themeButton.ts';
import { RequestError } from '../http/requestError.ts';
import { errorWords } from '../words/errorWords.ts';
import { isAwaited, writtenNow } from './answering.ts';
import { chatPageStyles } from './chatPageStyles.ts';
import './composer.ts';
import type { Composer } from './composer.ts';
import './connectionBar.ts';
import { connectionWords } from './connectionWords.ts';
import { Conversation, type ConversationOptions } from './conversation.ts';
import './emptyState.ts';
import { EndedAnswers } from './endedAnswers.ts';
import './modelMenu.ts';
import { DEMO_EXAMPLES, EXAMPLES } from './examples.ts';
import { noSession } from './noSession.ts';
import { putInUrl, sessionInUrl } from './place.ts';
import { shownMessages } from './shownMessages.ts';
import './timeline.ts';
import type { Timeline } from './timeline.ts';

const PROBLEM_MS = 8000;

/** The chat: one conversation, and where to write. */
export class ChatPage extends LitElement {
  static override properties = { name: {}, options: {}, problem: { state: true } };
  static override styles = [base, chatPageStyles];
  declare name: string;
  declare options: ConversationOptions;
  /** What went wrong with something just asked for; goes by itself. */
  declare problem: string;
  #chat: Conversation | undefined;
  readonly #ended = new EndedAnswers();
  #problemTimer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    this.problem = '';
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#chat = new Conversation(this, this.options, sessionInUrl());
    addEventListener('popstate', this.#moved);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener('popstate', this.#moved);
    clearTimeout(this.#problemTimer);
  }

  protected override updated(): void {
    const session = this.#chat?.timeline.session;
    if (!session) return;
    putInUrl(session.id);
    document.title = session.name ? `${session.name} · Parley` : 'Parley';
  }

  protected override render(): TemplateResult | typeof nothing {
    const chat = this.#chat;
    if (!chat) return nothing;
    const { timeline } = chat;
    const messages = shownMessages(timeline);
    const words = connectionWords(timeline.connection, chat.wasOpen, navigator.onLine);
    return html`
      <header>
        <span class="mark">Parley</span>
        <parley-model-menu
          .models=${timeline.session ? chat.models : []}
          .chosen=${timeline.session?.model ?? ''}
          @choose-model=${this.#choose}
        ></parley-model-menu>
        <span class="gap"></span>
        <parley-theme-button></parley-theme-button>
        <button
          class="icon-button"
          type="button"
          aria-label="New chat"
          title="New chat"
          @click=${this.#renew}
        >
          ${icon('newChat')}
        </button>
        <parley-connection-bar .words=${words}></parley-connection-bar>
      </header>
      ${this.#body(chat, messages)}
      <div class="problem" role="alert">${this.problem ? html`<p>${this.problem}</p>` : nothing}</div>
      ${
        timeline.error
          ? nothing
          : html`<parley-composer
              .sessionId=${timeline.session?.id ?? ''}
              .writing=${writtenNow(messages) !== undefined}
              .maxText=${chat.maxText}
              @say=${this.#say}
              @stop=${this.#stop}
            ></parley-composer>`
      }
      <div class="unseen" role="status">${this.#ended.words(messages)}</div>
    `;
  }

  #body(chat: Conversation, messages: readonly Message[]): TemplateResult {
    const { session, pending, hasMore, connection, error } = chat.timeline;
    if (error) return noSession(error, this.#renew);
    if (!session && pending.length === 0) return html`<main aria-busy="true"></main>`;
    if (messages.length === 0 && pending.length === 0) {
      const isDemo = chat.models.find(({ id }) => id === session?.model)?.provider === 'demo';
      return html`<main>
        <parley-empty-state
          .name=${this.name}
          .examples=${isDemo ? DEMO_EXAMPLES : EXAMPLES}
          @say=${this.#say}
        ></parley-empty-state>
      </main>`;
    }
    const connected = connection.status === 'open';
    return html`<main>
      <parley-timeline
        .messages=${messages}
        .pending=${pending}
        .models=${chat.models}
        .hasOlder=${hasMore}
        .loadingOlder=${chat.loadingOlder}
        .awaited=${isAwaited(messages, session)}
        .connected=${connected}
        @older=${this.#older}
        @try-again=${({ detail }: CustomEvent<string>) => chat.retry(detail)}
        @give-up=${({ detail }: CustomEvent<string>) => chat.discard(detail)}
        @ask-again=${this.#askAgain}
      ></parley-timeline>
    </main>`;
  }

  get #composer(): Composer | null {
    return this.renderRoot.querySelector('parley-composer');
  }

  readonly #say = ({ detail: text }: CustomEvent<string>): void => {
    this.#chat?.say(text);
    this.renderRoot.querySelector<Timeline>('parley-timeline')?.toEnd();
    this.#composer?.takeFocus();
  };

  readonly #askAgain = ({ detail: id }: CustomEvent<string>): void => {
    const question = this.#chat?.timeline.messages.find((message) => message.id === id);
    if (question) this.#chat?.say(question.text);
  };

  readonly #renew = (): void => {
    this.#chat?.open({ new: true });
    this.#composer?.takeFocus();
  };

  readonly #moved = (): void => {
    const sessionId = sessionInUrl();
    if (sessionId !== undefined) this.#chat?.open({ sessionId });
  };

  readonly #stop = (): void => void this.#chat?.stop().catch(this.#tell);

  readonly #choose = ({ detail: model }: CustomEvent<string>): void =>
    void this.#chat?.choose(model).catch(this.#tell);

  readonly #older = (): void => void this.#chat?.loadOlder().catch(this.#tell);

  readonly #tell = (thrown: RequestError | ClientError): void => {
    this.problem = errorWords(thrown instanceof RequestError ? thrown.error : thrown);
    clearTimeout(this.#problemTimer);
    this.#problemTimer = setTimeout(() => (this.problem = ''), PROBLEM_MS);
  };
}

customElements.define('parley-chat', ChatPage);
