import type { Timeline as Snapshot } from '@parley/client';
import type { Message } from '@parley/protocol';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { base } from '../styles/base.ts';
import { wordsFor } from '../words/wordsFor.ts';
import { awaitedFor, waitingNow, writtenNow } from './answering.ts';
import { Arrivals } from './arrivals.ts';
import { belowComposer } from './belowComposer.ts';
import './composer.ts';
import type { Composer } from './composer.ts';
import type { Conversation } from './conversation.ts';
import { conversationViewStyles } from './conversationViewStyles.ts';
import './emptyState.ts';
import { DEMO_EXAMPLES, EXAMPLES } from './examples.ts';
import { fire } from './fire.ts';
import type { HelpCallWords } from './helpForm.ts';
import { noSession } from './noSession.ts';
import { personInCharge } from './personInCharge.ts';
import { shownMessages } from './shownMessages.ts';
import './timeline.ts';
import type { Timeline } from './timeline.ts';

const PROBLEM_MS = 8000;
const NOT_LOADED = 'A part of this page couldn’t be loaded. Reload the page to get it.';

/** One conversation, and where to write. Fires `new-chat`. */
export class ConversationView extends LitElement {
  static override properties = {
    chat: {},
    snapshot: {},
    loadingOlder: {},
    name: {},
    mayBeWatched: {},
    textReady: { state: true },
    problem: { state: true },
    asking: { state: true },
  };
  static override styles = [base, conversationViewStyles];
  declare chat: Conversation;
  /** What is shown of `chat`. */
  declare snapshot: Snapshot;
  declare loadingOlder: boolean;
  /** The reader's. */
  declare name: string;
  /** Somebody of the operator's may read along. */
  declare mayBeWatched: boolean;
  /** What sets the text of answers is there, or won’t come. */
  declare textReady: boolean;
  /** What went wrong with something just asked for; goes by itself. */
  declare problem: string;
  /** What is being asked before a person is called, or beside such a call. */
  declare asking: 'call' | 'email' | undefined;
  /** Where replies go, by conversation, as it was said here. */
  readonly #emails = new Map<string, string>();
  readonly #arrivals = new Arrivals();
  #problemTimer: ReturnType<typeof setTimeout> | undefined;
  #shownId: string | undefined;

  constructor() {
    super();
    this.textReady = false;
    this.problem = '';
    this.mayBeWatched = false;
    this.asking = undefined;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.loading(import('./answerText.ts')).then(() => (this.textReady = true));
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#problemTimer);
  }

  /** Says for a while what went wrong. */
  readonly tell = (thrown: unknown): void => this.#tellWords(wordsFor(thrown));

  /** Waits for a part of the page; when it doesn't come, that is told. */
  async loading(part: Promise<unknown>): Promise<void> {
    await part.catch(() => this.#tellWords(NOT_LOADED));
  }

  takeFocus(): void {
    this.#composer?.takeFocus();
  }

  /** Loads as far as a message is, and shows it. Rejects with a `RequestError`. */
  async toMessage(seq: number): Promise<void> {
    await this.chat.loadDownTo(seq);
    await this.updateComplete;
    await this.#timeline?.updateComplete;
    this.#timeline?.toMessage(seq);
  }

  /** What was being asked in one conversation isn't asked in another. */
  protected override willUpdate(): void {
    const id = this.snapshot.session?.id;
    if (id === this.#shownId) return;
    if (this.#shownId !== undefined) this.asking = undefined;
    this.#shownId = id;
  }

  protected override render(): TemplateResult {
    const { error, session } = this.snapshot;
    const messages = shownMessages(this.snapshot);
    const person = personInCharge(session);
    const isFree = session?.handling === 'ai';
    return html`
      ${error ? noSession(error, () => fire(this, 'new-chat')) : this.#body(messages)}
      <div class="problem" role="alert">${this.problem ? html`<p>${this.problem}</p>` : nothing}</div>
      ${
        error
          ? nothing
          : html`${this.#people(person)}<parley-composer
                .sessionId=${session?.id ?? ''}
                .writing=${person === undefined && writtenNow(messages) !== undefined}
                .partner=${person ?? 'Parley'}
                .maxText=${this.chat.maxText}
                @say=${this.#say}
                @stop=${() => this.#try(this.chat.stop())}
                @typed=${({ detail }: CustomEvent<boolean>) => person && this.chat.typing.typed(detail)}
                >${belowComposer({
                  mayBeWatched: this.mayBeWatched,
                  call: isFree ? () => this.#ask('call') : undefined,
                })}</parley-composer
              >`
      }
      <div class="unseen" role="status">${this.#arrivals.words({ messages, person, other: 'admin' })}</div>
      ${
        this.asking
          ? html`<parley-help-form
              .emailOnly=${this.asking === 'email'}
              .call=${this.#call}
              @close=${this.#asked}
            ></parley-help-form>`
          : nothing
      }
    `;
  }

  /** The person who has it, or how the call for one stands. */
  #people(person: string | undefined): TemplateResult | typeof nothing {
    const { session, help, typing } = this.snapshot;
    if (!session || session.handling === 'ai') return nothing;
    void this.loading(import('./peopleBar.ts'));
    return html`<parley-people-bar
      .person=${person}
      .typing=${typing === 'admin'}
      .state=${session.help?.state ?? (help?.state === 'acknowledged' ? 'acknowledged' : 'requested')}
      .place=${help ?? {}}
      .email=${this.#emails.get(session.id)}
      @email=${() => this.#ask('email')}
      @cancel-help=${() => this.#try(this.chat.cancelCall())}
    ></parley-people-bar>`;
  }

  #body(messages: readonly Message[]): TemplateResult {
    const { chat } = this;
    const { session, pending, hasMore, connection } = this.snapshot;
    const isEmpty = messages.length === 0 && pending.length === 0;
    if ((!session && isEmpty) || (!isEmpty && !this.textReady)) return html`<main aria-busy="true"></main>`;
    if (isEmpty) {
      const isDemo = chat.known.find(({ id }) => id === session?.model)?.provider === 'demo';
      return html`<main>
        <parley-empty-state
          .name=${this.name}
          .examples=${isDemo ? DEMO_EXAMPLES : EXAMPLES}
          @say=${this.#say}
        ></parley-empty-state>
      </main>`;
    }
    const awaited = awaitedFor(messages, session);
    const isQuiet = awaited === undefined && !writtenNow(messages) && session?.handling !== 'human';
    return html`<main>
      <parley-timeline
        .messages=${messages}
        .pending=${pending}
        .models=${chat.known}
        .hasOlder=${hasMore}
        .loadingOlder=${this.loadingOlder}
        .awaitedFor=${awaited}
        .waiting=${waitingNow(this.snapshot)}
        .mayTurn=${isQuiet && pending.every(({ status }) => status === 'failed')}
        .maxText=${chat.maxText}
        .edit=${chat.edit}
        .connected=${connection.status === 'open'}
        .person=${personInCharge(session)}
        @older=${() => this.#try(chat.loadOlder())}
        @try-again=${({ detail }: CustomEvent<string>) => chat.retry(detail)}
        @give-up=${({ detail }: CustomEvent<string>) => chat.discard(detail)}
        @again=${({ detail }: CustomEvent<string>) => this.#try(chat.regenerate(detail))}
        @go-on=${({ detail }: CustomEvent<string>) => this.#try(chat.goOn(detail))}
        @rate=${this.#rate}
      ></parley-timeline>
    </main>`;
  }

  get #composer(): Composer | null {
    return this.renderRoot.querySelector('parley-composer');
  }

  get #timeline(): Timeline | null {
    return this.renderRoot.querySelector('parley-timeline');
  }

  #ask(what: 'call' | 'email'): void {
    void this.loading(import('./helpForm.ts'));
    this.asking = what;
  }

  readonly #asked = (): void => {
    this.asking = undefined;
    // The button that asked is gone once a person is called.
    this.takeFocus();
  };

  readonly #call = async (words: HelpCallWords): Promise<void> => {
    const id = this.snapshot.session?.id;
    await this.chat.callPerson(words);
    if (id === undefined) return;
    if (words.email) this.#emails.set(id, words.email);
    else this.#emails.delete(id);
  };

  #try(done: Promise<void>): void {
    done.catch(this.tell);
  }

  #tellWords(words: string): void {
    this.problem = words;
    clearTimeout(this.#problemTimer);
    this.#problemTimer = setTimeout(() => (this.problem = ''), PROBLEM_MS);
  }

  readonly #say = ({ detail: text }: CustomEvent<string>): void => {
    this.chat.say(text);
    this.#timeline?.toEnd();
    this.takeFocus();
  };

  readonly #rate = ({
    detail: { id, rating, note },
  }: CustomEvent<{ id: string; rating: 'up' | 'down' | 'none'; note?: string }>): void =>
    this.#try(this.chat.rate(id, rating, note));
}

customElements.define('parley-conversation', ConversationView);
