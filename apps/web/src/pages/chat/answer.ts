import type { Message } from '@parley/protocol';
import { MAX_GOES_ON } from '@parley/protocol/limits';
import { html, nothing, type TemplateResult } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { noticeWords } from '../words/noticeWords.ts';
import { unreadWords } from '../words/unreadWords.ts';
import { answerActions, type AnswerActs } from './answerActions.ts';
import type { Waiting } from './answering.ts';
import { noticeLine } from './noticeLine.ts';
import './reasoning.ts';
import './waitingLine.ts';

/** What is shown of an answer. */
export interface AnswerView {
  /** One of the `versions`. */
  readonly message: Message;
  readonly versions: readonly Message[];
  /** The name of a model, by its id. */
  readonly nameOf: (model: string) => string;
  readonly acts: AnswerActs;
  /** Asks why it was rated so. */
  readonly note: TemplateResult | typeof nothing;
  /** That it was stopped is told with the person who came. */
  readonly handedOver: boolean;
  /** How long its model thought, in milliseconds, where that is known. */
  readonly thoughtMs: number | undefined;
  /** What it waits for. */
  readonly waiting: Waiting | undefined;
}

const button = (words: string, act: () => void): TemplateResult =>
  html`<button class="text-button again" type="button" @click=${act}>${words}</button>`;

/** A failure is told in a sentence of its own; anything else is a thin line. What broke off may go on. */
function ending({ status, text }: Message, words: string, { again, goOn }: AnswerActs): TemplateResult {
  const isBroken = status === 'failed' || status === 'interrupted';
  const mayGoOn = text !== '' && text.length <= MAX_GOES_ON && status !== 'failed';
  const buttons = html`${mayGoOn && goOn ? button('Go on', goOn) : nothing}${
    isBroken && again ? button('Ask again', again) : nothing
  }`;
  if (status !== 'failed') return noticeLine(words, buttons);
  return html`<p class="failed">${words}</p>
    ${buttons}`;
}

/** The text as it was written, until what sets it is loaded: then that covers it. */
const rawText = (text: string): string | typeof nothing =>
  customElements.get('parley-answer-text') ? nothing : text;

/** What its reader must know of how it came about: who stood in for the chosen model, what it wasn't shown. */
function asides({ model, fallbackFor, unread = [] }: Message, nameOf: AnswerView['nameOf']) {
  const writer = model === undefined ? 'The model' : nameOf(model);
  const words =
    fallbackFor === undefined ? [] : [`${nameOf(fallbackFor)} was not available, ${writer} answered.`];
  return [...words, ...unreadWords(unread, writer)].map((line) => html`<p class="aside">${line}</p>`);
}

/** An answer of the assistant: no bubble, the whole column, under its name with the model's. */
export function answer(view: AnswerView): TemplateResult {
  const { message, versions, nameOf, acts, note, handedOver, thoughtMs, waiting } = view;
  const { id, status, model, text, reasoning } = message;
  const notice = handedOver && status === 'stopped' ? undefined : noticeWords(message);
  const writing = status === 'streaming';
  return html`
    <article class="message answer" data-id=${id} data-status=${status} aria-label="Parley said">
      <header class="name">
        Parley${model === undefined ? nothing : html`<span class="model">${nameOf(model)}</span>`}
      </header>
      ${
        reasoning
          ? keyed(
              id,
              html`<parley-reasoning
                .text=${reasoning}
                .thinking=${writing && text === ''}
                .ms=${thoughtMs}
              ></parley-reasoning>`,
            )
          : nothing
      }
      ${
        text
          ? html`<parley-answer-text .text=${text} .writing=${writing}>${rawText(text)}</parley-answer-text>`
          : nothing
      }
      ${waiting ? html`<parley-waiting-line .wait=${waiting.wait}></parley-waiting-line>` : nothing}
      ${writing ? nothing : asides(message, nameOf)} ${notice ? ending(message, notice, acts) : nothing}
      ${(text || versions.length > 1) && !writing ? answerActions(message, versions, acts) : nothing} ${note}
    </article>
  `;
}
