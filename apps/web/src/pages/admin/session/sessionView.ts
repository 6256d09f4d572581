import type { ConnectionState } from '@parley/client';
import type { Message, Model, Session } from '@parley/protocol';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import '../../chat/answerText.ts';
import { awaitedFor, waitingNow } from '../../chat/answering.ts';
import { Arrivals } from '../../chat/arrivals.ts';
import { personInCharge } from '../../chat/personInCharge.ts';
import { shownMessages } from '../../chat/shownMessages.ts';
import '../../chat/timeline.ts';
import type { Timeline } from '../../chat/timeline.ts';
import { base } from '../../styles/base.ts';
import { moreIcon } from '../../styles/moreIcons.ts';
import { Wide } from '../../styles/wide.ts';
import { errorWords } from '../../words/errorWords.ts';
import { shortName } from '../../words/shortName.ts';
import { nameOf } from '../../sessions/sessionRow.ts';
import type { AdminApi } from '../api/adminApi.ts';
import type { Desk } from '../desk.ts';
import { EverySecond } from '../parts/everySecond.ts';
import { Problem } from '../parts/problem.ts';
import { waitStyles } from '../parts/waitStyles.ts';
import { pathOf } from '../place.ts';
import { callsList } from './callsList.ts';
import { callsListStyles } from './callsListStyles.ts';
import { factsList } from './factsList.ts';
import './replyBox.ts';
import type { ReplyBox } from './replyBox.ts';
import { sessionDialog, type SessionQuestion } from './sessionDialog.ts';
import './sessionNotes.ts';
import { sessionViewStyles } from './sessionViewStyles.ts';
import { takeoverBar } from './takeoverBar.ts';
import { takeoverBarStyles } from './takeoverBarStyles.ts';
import { userNameIn } from './userNameIn.ts';
import { WatchedSession } from './watchedSession.ts';

/** From this width on there is room for the facts beside the conversation and the list. */
const ROOMY = '(min-width: 80rem)';

const NOT_HERE = 'It isn’t here. It may have been deleted, or its address is wrong.';

/** One session as an admin sees it: the live conversation, what can be done with it, and the facts beside. */
export class SessionView extends LitElement {
  static override properties = {
    desk: {},
    api: {},
    sessionId: {},
    connection: {},
    wide: { type: Boolean, reflect: true },
    facts: { state: true },
    question: { state: true },
    busy: { state: true },
  };
  static override styles = [base, sessionViewStyles, takeoverBarStyles, waitStyles, callsListStyles];
  declare desk: Desk;
  declare api: AdminApi;
  declare sessionId: string;
  /** The desk's, which changes with it. */
  declare connection: ConnectionState;
  /** The list stands beside, so that no way to it is needed. */
  declare wide: boolean;
  /** The facts are asked for where there is no room for them. */
  declare facts: boolean;
  /** What is asked before it is done. */
  declare question: SessionQuestion | undefined;
  declare busy: boolean;
  #watched!: WatchedSession;
  /** As soon as there is a place to reply, the cursor goes there. */
  #toReply = false;
  readonly #problem = new Problem(this);
  readonly #roomy = new Wide(this, ROOMY);
  readonly #arrivals = new Arrivals();

  constructor() {
    super();
    this.wide = false;
    this.facts = false;
    this.question = undefined;
    this.busy = false;
    const waits = (): boolean => this.#watched?.timeline.session?.handling === 'requested';
    this.addController(new EverySecond(this, waits));
  }

  /** Not when it is connected: what it is given comes after. */
  protected override willUpdate(): void {
    if (!this.hasUpdated) this.#watched = new WatchedSession(this, this.desk, this.api, this.sessionId);
    // Whoever it was to be taken from doesn't have it any more.
    const { question } = this;
    const holder = this.#watched.timeline.session?.admin;
    if (question?.about !== 'take' || question.from.id === holder?.id) return;
    this.question = undefined;
    if (holder?.id === this.desk.user?.id) return;
    this.#problem.say(holder ? `${shortName(holder.name)} has it now.` : 'Nobody has it any more.');
  }

  protected override updated(): void {
    const reply = this.renderRoot.querySelector<ReplyBox>('parley-reply-box');
    if (!reply || !this.#toReply) return;
    this.#toReply = false;
    void reply.updateComplete.then(() => reply.takeFocus());
  }

  protected override render(): TemplateResult {
    const { session, error } = this.#watched.timeline;
    if (error) {
      return html`<main class="none" role="alert">
        <h1>This session can’t be opened</h1>
        <p>${error.code === 'session' ? NOT_HERE : errorWords(error)}</p>
        <a href=${pathOf({ at: 'sessions' })}>To the list</a>
      </main>`;
    }
    const beside = this.#roomy.matches || this.facts;
    return html`
      ${this.#header(session)}
      <div class="body" ?data-beside=${this.#roomy.matches}>
        <div class="talk" ?hidden=${this.facts && !this.#roomy.matches}>${this.#talk()}</div>
        ${session && beside ? this.#aside(session) : nothing}
      </div>
      ${sessionDialog(this.question, {
        api: this.api,
        me: this.desk.user?.id,
        watched: this.#watched,
        take: () => this.#takeOver(true),
        close: () => (this.question = undefined),
      })}
    `;
  }

  get #userName(): string {
    const { messages, session } = this.#watched.timeline;
    return userNameIn(messages, session?.userId ?? '');
  }

  #header(session: Session | undefined): TemplateResult {
    return html`<header>
      ${
        this.wide
          ? nothing
          : html`<a
              class="icon-button"
              href=${pathOf({ at: 'sessions' })}
              aria-label="Sessions"
              title="Sessions"
              >${moreIcon('arrowLeft')}</a
            >`
      }
      <div class="title">
        <h1 dir="auto">${session ? nameOf(session) : nothing}</h1>
        ${session ? html`<a href=${pathOf({ at: 'user', userId: session.userId })} title=${session.userId} dir="auto">${this.#userName}</a>` : nothing}
      </div>
      ${
        this.#roomy.matches
          ? nothing
          : html`<button
              class="text-button"
              type="button"
              aria-pressed=${this.facts}
              @click=${() => (this.facts = !this.facts)}
            >
              ${this.facts ? 'Conversation' : 'Facts and notes'}
            </button>`
      }
    </header>`;
  }

  #talk(): TemplateResult {
    const watched = this.#watched;
    const { timeline } = watched;
    const { session, typing } = timeline;
    const messages = shownMessages(timeline);
    const person = personInCharge(session);
    const name = this.#userName;
    const isMine = session?.handling === 'human' && session.admin?.id === this.desk.user?.id;
    return html`
      ${session ? this.#timeline(session, messages, this.desk.models) : html`<main aria-busy="true"></main>`}
      <div class="typing" role="status">${typing === 'user' ? `${shortName(name)} is typing…` : nothing}</div>
      <div class="problem" role="alert">
        ${this.#problem.words ? html`<p>${this.#problem.words}</p>` : nothing}
      </div>
      ${
        session
          ? takeoverBar({
              session,
              me: this.desk.user?.id,
              isSupervisor: this.desk.isSupervisor,
              busy: this.busy,
              now: Date.now(),
              acts: {
                takeOver: () => void this.#act(this.#takeOver(false)),
                takeFrom: (from) => (this.question = { about: 'take', from }),
                acknowledge: () => void this.#act(watched.acknowledge()),
                release: this.#startRelease,
              },
            })
          : nothing
      }
      ${
        session && isMine
          ? html`<parley-reply-box
              .api=${this.api}
              .isSupervisor=${this.desk.isSupervisor}
              .sessionId=${session.id}
              .values=${{ name, session: nameOf(session) }}
              .maxText=${this.desk.maxText}
              .draft=${this.#draft}
              @say=${this.#say}
              @typed=${({ detail }: CustomEvent<boolean>) => watched.typing.typed(detail)}
            ></parley-reply-box>`
          : nothing
      }
      <div class="unseen" role="status">
        ${this.#arrivals.words({ messages, person, other: 'user', otherName: name })}
      </div>
    `;
  }

  #timeline(session: Session, messages: readonly Message[], models: readonly Model[]): TemplateResult {
    const watched = this.#watched;
    const { pending, hasMore, connection } = watched.timeline;
    if (messages.length === 0 && pending.length === 0)
      return html`<main class="none"><p>Nothing has been said here yet.</p></main>`;
    return html`<main>
      <parley-timeline
        .messages=${messages}
        .pending=${pending}
        .models=${models}
        .hasOlder=${hasMore}
        .loadingOlder=${watched.loadingOlder}
        .awaitedFor=${awaitedFor(messages, session)}
        .waiting=${waitingNow(watched.timeline)}
        .connected=${connection.status === 'open'}
        .person=${personInCharge(session)}
        .userName=${this.#userName}
        .admin=${this.desk.user?.name ?? 'You'}
        @older=${() => this.#problem.of(watched.loadOlder())}
        @try-again=${({ detail }: CustomEvent<string>) => watched.retry(detail)}
        @give-up=${({ detail }: CustomEvent<string>) => watched.discard(detail)}
      ></parley-timeline>
    </main>`;
  }

  #aside(session: Session): TemplateResult {
    return html`<aside aria-label="Facts">
      ${factsList(session, this.desk.models, this.desk.user?.id)}
      ${callsList(this.#watched.calls, () => this.#problem.of(this.#watched.readCalls()))}
      <parley-session-notes
        .notes=${this.#watched.notes}
        .add=${(text: string, forAssistant: boolean) => this.#watched.addNote(text, forAssistant)}
      ></parley-session-notes>
    </aside>`;
  }

  async #takeOver(force: boolean): Promise<void> {
    await this.#watched.takeOver(force);
    this.#toReply = true;
    this.requestUpdate();
  }

  /** One thing at a time; tells when it fails. */
  async #act(done: Promise<void>): Promise<void> {
    this.busy = true;
    try {
      await done;
    } catch (error) {
      this.#problem.tell(error);
    } finally {
      this.busy = false;
    }
  }

  readonly #draft = async (): Promise<string | undefined> => {
    try {
      return await this.#watched.draft();
    } catch (error) {
      this.#problem.tell(error);
      return undefined;
    }
  };

  readonly #startRelease = (): void => {
    this.#problem.of(import('./releaseForm.ts'));
    this.question = { about: 'release' };
  };

  readonly #say = ({ detail: text }: CustomEvent<string>): void => {
    this.#watched.say(text);
    this.renderRoot.querySelector<Timeline>('parley-timeline')?.toEnd();
  };
}

customElements.define('parley-session-view', SessionView);
