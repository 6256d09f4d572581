import { ClientError } from '@parley/client';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { sendJson } from '../http/fetchJson.ts';
import { base } from '../styles/base.ts';
import { Wide } from '../styles/wide.ts';
import { chatHeader } from './chatHeader.ts';
import { chatPageStyles } from './chatPageStyles.ts';
import { connectionWords } from './connectionWords.ts';
import { Conversation, type ConversationOptions } from './conversation.ts';
import './conversationView.ts';
import type { ConversationView } from './conversationView.ts';
import { Navigation } from './navigation.ts';
import type { Place } from './place.ts';

const DELETED = new ClientError('not_found', 'session', 'It was deleted.');

/** The page: a conversation beside the list of all of them or, on a phone, one of the two. */
export class ChatPage extends LitElement {
  static override properties = {
    name: {},
    options: {},
    mayBeWatched: {},
    naming: { state: true },
  };
  static override styles = [base, chatPageStyles];
  declare name: string;
  declare options: ConversationOptions;
  /** Somebody of the operator's may read along. */
  declare mayBeWatched: boolean;
  /** The conversation is being given a name. */
  declare naming: boolean;
  #chat: Conversation | undefined;
  /** It was open when it was deleted here: when that is undone, it is open again. */
  #binned: string | undefined;
  #listAsked = false;
  readonly #wide = new Wide(this);
  readonly #navigation = new Navigation(this, (place) => this.#arrive(place));

  constructor() {
    super();
    this.mayBeWatched = false;
    this.naming = false;
  }

  override connectedCallback(): void {
    // It is there before the address names what it opens.
    this.#chat = new Conversation(this, this.options);
    super.connectedCallback();
  }

  protected override updated(): void {
    const { list } = this.#navigation.place;
    this.toggleAttribute('data-wide', this.#wide.matches);
    this.toggleAttribute('data-list', list);
    if (!this.#listAsked && (this.#wide.matches || list)) {
      this.#listAsked = true;
      void this.#view?.loading(import('../sessions/sessionsPanel.ts'));
      this.requestUpdate();
    }
    const session = this.#chat?.timeline.session;
    if (session) this.#navigation.name(session.id);
    const title = list ? 'Conversations' : session?.name;
    if (list || session) document.title = title ? `${title} · Parley` : 'Parley';
  }

  protected override render(): TemplateResult | typeof nothing {
    const chat = this.#chat;
    if (!chat) return nothing;
    const { timeline } = chat;
    const gone = timeline.ended === 'deleted' || timeline.ended === 'retention';
    const header = chatHeader({
      session: timeline.session,
      // While a person has it, no model answers.
      models: timeline.session?.handling === 'human' ? [] : chat.models,
      known: chat.known,
      naming: this.naming,
      wide: this.#wide.matches,
      words: connectionWords(timeline.connection, chat.wasOpen, navigator.onLine),
      startNaming: this.#startNaming,
      named: ({ detail }) => void this.#rename(detail),
      endNaming: () => (this.naming = false),
      toList: this.#toList,
      renew: this.#renew,
      choose: ({ detail }) => void chat.choose(detail).catch((error: unknown) => this.#view?.tell(error)),
    });
    return html`
      ${this.#listAsked ? this.#list(chat) : nothing}
      <div class="chat" ?hidden=${this.#navigation.place.list}>
        ${header}
        <parley-conversation
          .chat=${chat}
          .snapshot=${gone && !timeline.error ? { ...timeline, error: DELETED } : timeline}
          .loadingOlder=${chat.loadingOlder}
          .name=${this.name}
          .mayBeWatched=${this.mayBeWatched}
          @new-chat=${this.#renew}
        ></parley-conversation>
      </div>
    `;
  }

  #list(chat: Conversation): TemplateResult {
    const { list } = this.#navigation.place;
    return html`<parley-sessions
      .shown=${list || this.#wide.matches}
      .whole=${list}
      .name=${this.name}
      .current=${chat.sessionId}
      .token=${this.options.token}
      .listen=${chat.listen}
      .canGoBack=${chat.isOpen}
      @go=${({ detail }: CustomEvent<{ id: string; seq?: number }>) => this.#show(detail.id, detail.seq)}
      @new-chat=${this.#renew}
      @all=${this.#toList}
      @back=${this.#toChat}
      @binned=${this.#leaveBinned}
      @unbinned=${this.#returnUnbinned}
    ></parley-sessions>`;
  }

  get #view(): ConversationView | null {
    return this.renderRoot.querySelector('parley-conversation');
  }

  /** Shows what the address names. */
  #arrive({ list, sessionId, seq }: Place): void {
    const chat = this.#chat;
    if (!chat || list) return;
    if (sessionId === undefined ? !chat.isOpen : sessionId !== chat.sessionId) {
      this.naming = false;
      chat.open(sessionId === undefined ? {} : { sessionId });
    }
    if (seq !== undefined) void this.#find(chat, seq);
  }

  async #find(chat: Conversation, seq: number): Promise<void> {
    try {
      await chat.opened;
      await this.updateComplete;
      await this.#view?.toMessage(seq);
    } catch (error) {
      // That it can’t be opened is shown already.
      if (!chat.timeline.error) this.#view?.tell(error);
    }
  }

  #show(sessionId: string, seq?: number): void {
    this.#navigation.toChat(sessionId, seq);
    if (seq === undefined) this.#view?.takeFocus();
  }

  readonly #toList = (): void => this.#navigation.toList();

  readonly #toChat = (): void => {
    const { sessionId } = this.#chat ?? {};
    if (sessionId !== undefined) this.#show(sessionId);
  };

  /** One that nothing was said in is as good as new. */
  readonly #renew = (): void => {
    const chat = this.#chat;
    if (!chat) return;
    const { session, messages, pending, error, ended } = chat.timeline;
    const isNew = session && !error && !ended && messages.length === 0 && pending.length === 0;
    this.#navigation.toNewChat();
    this.naming = false;
    if (!isNew) chat.open({ new: true });
    this.#view?.takeFocus();
  };

  readonly #leaveBinned = ({ detail: id }: CustomEvent<string>): void => {
    if (id !== this.#chat?.sessionId) return;
    this.#binned = id;
    if (!this.#navigation.place.list) this.#renew();
  };

  readonly #returnUnbinned = ({ detail: id }: CustomEvent<string>): void => {
    if (id === this.#binned && !this.#navigation.place.list) this.#show(id);
  };

  readonly #startNaming = (): void => {
    void this.#view?.loading(import('../sessions/nameField.ts'));
    this.naming = true;
  };

  async #rename(name: string): Promise<void> {
    this.naming = false;
    try {
      const token = await this.options.token({ renew: false });
      await sendJson('PATCH', `/api/sessions/${this.#chat?.sessionId}`, { name }, token);
    } catch (error) {
      this.#view?.tell(error);
    }
  }
}

customElements.define('parley-chat', ChatPage);
