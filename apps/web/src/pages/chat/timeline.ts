import type { PendingMessage } from '@parley/client';
import type { Message, Model } from '@parley/protocol';
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { base } from '../styles/base.ts';
import { icon } from '../styles/icon.ts';
import { dayWords, sameDay } from '../words/dayWords.ts';
import { answer } from './answer.ts';
import { fire } from './fire.ts';
import { FollowEnd } from './followEnd.ts';
import { messageStyles } from './messageStyles.ts';
import { noticeLine } from './noticeLine.ts';
import { outgoingMessage } from './outgoingMessage.ts';
import { ownMessage } from './ownMessage.ts';
import { personMessage } from './personMessage.ts';
import { timelineStyles } from './timelineStyles.ts';
import { waitingDots } from './waitingDots.ts';

/** Screens of messages above the reader at which older ones are asked for. */
const AHEAD = 1.5;

/** The conversation, oldest at the top. Fires `older`, `ask-again` (a user message's id), `try-again`, `give-up`. */
export class Timeline extends LitElement {
  static override properties = {
    messages: {},
    pending: {},
    models: {},
    hasOlder: {},
    loadingOlder: {},
    awaited: {},
    connected: {},
  };
  static override styles = [base, messageStyles, timelineStyles];
  declare messages: readonly Message[];
  declare pending: readonly PendingMessage[];
  declare models: readonly Model[];
  declare hasOlder: boolean;
  declare loadingOlder: boolean;
  declare awaited: boolean;
  declare connected: boolean;
  readonly #follow = new FollowEnd(this);

  constructor() {
    super();
    this.messages = [];
    this.pending = [];
    this.models = [];
    this.hasOlder = false;
    this.loadingOlder = false;
    this.awaited = false;
    this.connected = true;
  }

  /** Shows the end, and follows it from now on. */
  toEnd(): void {
    this.#follow.toEnd();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get('messages');
    if (before && before[0]?.id !== this.messages[0]?.id) this.#follow.holdPlace();
  }

  protected override firstUpdated(): void {
    const scroller = this.renderRoot.querySelector<HTMLElement>('.scroller');
    const column = this.renderRoot.querySelector('.column');
    if (scroller && column) this.#follow.attach(scroller, column);
  }

  protected override updated(): void {
    this.#askOlder();
  }

  protected override render() {
    const shown = this.messages.filter(
      ({ status, text }) => status !== 'superseded' && !(status === 'streaming' && text === ''),
    );
    return html`
      <div class="scroller" @scroll=${this.#askOlder}>
        <div class="column" role="log" aria-live="off" aria-label="Conversation">
          ${this.hasOlder ? html`<div class="older">${this.loadingOlder ? 'Loading older messages…' : ' '}</div>` : nothing}
          ${repeat(
            [...shown, ...this.pending],
            ({ id }) => id,
            (item, at) => html`${this.#day(item, shown[at - 1])}${this.#item(item)}`,
          )}
          ${this.awaited ? waitingDots() : nothing}
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

  #item(message: Message | PendingMessage): TemplateResult {
    if (!('sender' in message)) return outgoingMessage(message, this.connected);
    switch (message.sender) {
      case 'user':
        return ownMessage(message);
      case 'assistant':
        return answer(message, this.#modelName(message), this.#again(message));
      case 'admin':
        return personMessage(message);
      case 'system':
        return noticeLine(message.text);
    }
  }

  #day(message: Message | PendingMessage, before: Message | undefined): TemplateResult | typeof nothing {
    if (!('sender' in message) && before === undefined && this.messages.length > 0) return nothing;
    const day = new Date(message.createdAt);
    if (before && sameDay(day, new Date(before.createdAt))) return nothing;
    return html`<div class="day" role="separator">${dayWords(day, new Date())}</div>`;
  }

  #modelName({ model }: Message): string | undefined {
    return this.models.find(({ id }) => id === model)?.label ?? model;
  }

  /** Only the newest answer can be asked for again, by asking its question again. */
  #again(message: Message): (() => void) | undefined {
    const broken = message.status === 'failed' || message.status === 'interrupted';
    if (!broken || message.id !== this.messages.at(-1)?.id) return undefined;
    return () => fire(this, 'ask-again', message.replyTo);
  }

  readonly #askOlder = (): void => {
    const scroller = this.renderRoot.querySelector('.scroller');
    if (!scroller || !this.hasOlder || this.loadingOlder) return;
    if (scroller.scrollTop < scroller.clientHeight * AHEAD) fire(this, 'older');
  };
}

customElements.define('parley-timeline', Timeline);
