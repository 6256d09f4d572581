import type { PendingMessage } from '@parley/client';
import type { Message, Model } from '@parley/protocol';
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { base } from '../styles/base.ts';
import { icon } from '../styles/icon.ts';
import { handoverWords } from '../words/handoverWords.ts';
import { isBlank, type Waiting } from './answering.ts';
import { Answers } from './answers.ts';
import { daySeparator } from './daySeparator.ts';
import { fire } from './fire.ts';
import { FollowEnd } from './followEnd.ts';
import { type Handover, type Handovers, handoversOf } from './handovers.ts';
import { messageStyles } from './messageStyles.ts';
import { noticeLine } from './noticeLine.ts';
import { outgoingMessage } from './outgoingMessage.ts';
import { ownMessage } from './ownMessage.ts';
import { personMessage } from './personMessage.ts';
import { SeenHandovers } from './seenHandovers.ts';
import { idOf, isPlace, type TimelineItem } from './timelineItem.ts';
import { timelineStyles } from './timelineStyles.ts';
import { type Place, placesOf } from './versions.ts';
import { waitingDots } from './waitingDots.ts';

/** Screens of messages above the reader at which older ones are asked for. */
const AHEAD = 1.5;
const MARKED_MS = 2400;

/**
 * The conversation, oldest at the top. Fires `older`, `try-again`, `give-up` (a pending message's id), `again` and `go-on`
 * (an answer's id) and `rate` (`{id, rating, note?}`).
 */
export class Timeline extends LitElement {
  static override properties = {
    messages: {},
    pending: {},
    models: {},
    hasOlder: {},
    loadingOlder: {},
    awaitedFor: {},
    waiting: {},
    mayTurn: {},
    maxText: {},
    edit: {},
    connected: {},
    person: {},
    userName: {},
    admin: {},
    editing: { state: true },
  };
  static override styles = [base, messageStyles, timelineStyles];
  declare messages: readonly Message[];
  declare pending: readonly PendingMessage[];
  declare models: readonly Model[];
  declare hasOlder: boolean;
  declare loadingOlder: boolean;
  /** The message of the user for whose answer the first word is still to come. */
  declare awaitedFor: string | undefined;
  /** What the answer that is being written waits for. */
  declare waiting: Waiting | undefined;
  /** An answer may be asked for again, and a message changed: nothing is being written, nobody else has it. */
  declare mayTurn: boolean;
  declare maxText: number;
  /** Changes an own message; rejects with a `ClientError`. */
  declare edit: (messageId: string, text: string) => Promise<void>;
  declare connected: boolean;
  /** The name of the person who has the conversation now. */
  declare person: string | undefined;
  /** The name of the user, where the reader is somebody else and only watches. */
  declare userName: string | undefined;
  /** The reader's name, where they are an admin. */
  declare admin: string | undefined;
  declare editing: string | undefined;
  readonly #follow = new FollowEnd(this);
  readonly #answers = new Answers(this);
  readonly #seen = new SeenHandovers();

  constructor() {
    super();
    this.messages = [];
    this.pending = [];
    this.models = [];
    this.hasOlder = false;
    this.loadingOlder = false;
    this.awaitedFor = undefined;
    this.waiting = undefined;
    this.mayTurn = false;
    this.maxText = Number.POSITIVE_INFINITY;
    this.edit = () => Promise.resolve();
    this.connected = true;
    this.person = undefined;
    this.userName = undefined;
    this.admin = undefined;
    this.editing = undefined;
  }

  /** Shows the end, and follows it from now on. */
  toEnd(): void {
    this.#follow.toEnd();
  }

  /** Shows the message that stands at `seq`, or the first one behind it, and marks it for a moment. */
  toMessage(seq: number): void {
    const found = this.#places().find(({ message, versions }) =>
      [message, ...versions].some((version) => version.seq >= seq),
    );
    const part = found && this.renderRoot.querySelector<HTMLElement>(`[data-id="${found.message.id}"]`);
    if (!part) return;
    this.#follow.show(part);
    part.dataset['marked'] = '';
    setTimeout(() => delete part.dataset['marked'], MARKED_MS);
    part.tabIndex = -1;
    part.focus({ preventScroll: true });
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const gone = this.messages.find(({ id, status }) => id === this.editing && status === 'superseded');
    if (changed.has('messages') && gone) this.editing = undefined;
    if (changed.has('messages')) this.#answers.look(this.messages);
  }

  protected override firstUpdated(): void {
    const scroller = this.renderRoot.querySelector<HTMLElement>('.scroller');
    const column = this.renderRoot.querySelector('.column');
    if (scroller && column) this.#follow.attach(scroller, column);
  }

  protected override updated(): void {
    this.#askOlder();
  }

  #places(): readonly Place[] {
    return placesOf(this.messages, this.hasOlder).filter(({ message }) => !isBlank(message));
  }

  protected override render() {
    const places = this.#places();
    // An answer that is written again is awaited where the one before stood.
    const again = this.messages.some(
      ({ replyTo, status }) => replyTo === this.awaitedFor && status === 'superseded',
    );
    const items: readonly TimelineItem[] = [...places, ...this.pending];
    const awaitedAt = again ? places.findIndex(({ message }) => message.id === this.awaitedFor) : -1;
    const handovers = this.#handovers(places);
    const dotsAfter = this.awaitedFor === undefined ? -1 : awaitedAt === -1 ? items.length - 1 : awaitedAt;
    return html`
      <div class="scroller" @scroll=${this.#askOlder}>
        <div class="column" role="log" aria-live="off" aria-label="Conversation">
          ${this.hasOlder ? html`<div class="older" data-edge>${this.loadingOlder ? 'Loading older messages…' : ' '}</div>` : nothing}
          ${repeat(
            items,
            idOf,
            (item, at) =>
              html`${this.#came(handovers.before.get(idOf(item)), items[at - 1])}${daySeparator(
                item,
                items[at - 1],
              )}${this.#item(item, handedOverAfter(handovers, items[at + 1]), at === items.length - 1)}${
                at === dotsAfter ? waitingDots(this.waiting) : nothing
              }${at === places.length - 1 ? this.#came(handovers.atEnd, item) : nothing}`,
          )}
        </div>
      </div>
      ${
        this.#follow.following
          ? nothing
          : html`<div class="latest">
              <button type="button" @click=${() => this.toEnd()}>${icon('arrowDown')}Jump to latest</button>
            </div>`
      }
    `;
  }

  #handovers(places: readonly Place[]): Handovers {
    const shown = places.map(({ message, versions }) => versions[0] ?? message);
    const { person, awaitedFor: awaited } = this;
    return handoversOf(shown, this.#seen.look(this.messages, person), { person, awaited });
  }

  /** Who came and went, after an item. */
  #came(handovers: readonly Handover[] | undefined, after: TimelineItem | undefined) {
    const stopped = after !== undefined && isPlace(after) && after.message.status === 'stopped';
    return handovers?.map(({ person }, at) => noticeLine(handoverWords(person, stopped && at === 0)));
  }

  #item(item: TimelineItem, handedOver: boolean, isLast: boolean): TemplateResult {
    if (!isPlace(item)) return outgoingMessage(item, this.connected, this.admin);
    const { message } = item;
    switch (message.sender) {
      case 'user':
        return this.#own(message);
      case 'assistant':
        return this.#answers.render(item, {
          models: this.models,
          mayTurn: this.mayTurn,
          isLast,
          isOwn: this.userName === undefined,
          handedOver,
          waiting: this.waiting,
        });
      case 'admin':
        return personMessage(message);
      case 'system':
        return noticeLine(message.text);
    }
  }

  #own(message: Message): TemplateResult {
    if (this.userName !== undefined) return ownMessage(message, { edit: 'never', by: this.userName });
    if (message.id !== this.editing) {
      const editable = this.mayTurn && message.kind === 'text';
      return ownMessage(message, { edit: editable ? () => this.#startEdit(message.id) : undefined });
    }
    return html`<parley-message-editor
      data-id=${message.id}
      .text=${message.text}
      .maxText=${this.maxText}
      .mayTurn=${this.mayTurn}
      .save=${(text: string) => this.edit(message.id, text)}
      @close=${() => this.#endEdit(message.id)}
    ></parley-message-editor>`;
  }

  #startEdit(id: string): void {
    void import('./messageEditor.ts');
    this.editing = id;
  }

  #endEdit(id: string): void {
    this.editing = undefined;
    void this.updateComplete.then(() =>
      this.renderRoot.querySelector<HTMLElement>(`[data-id="${id}"] [aria-label="Edit message"]`)?.focus(),
    );
  }

  readonly #askOlder = (): void => {
    const scroller = this.renderRoot.querySelector('.scroller');
    if (!scroller || !this.hasOlder || this.loadingOlder) return;
    if (scroller.scrollTop < scroller.clientHeight * AHEAD) fire(this, 'older');
  };
}

/** Did a person come between an item and the next one? */
function handedOverAfter({ before, atEnd }: Handovers, next: TimelineItem | undefined): boolean {
  const handovers = next && isPlace(next) ? before.get(idOf(next)) : atEnd;
  return handovers?.[0]?.person !== undefined;
}

customElements.define('parley-timeline', Timeline);
