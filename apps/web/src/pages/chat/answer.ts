import type { Message } from '@parley/protocol';
import { html, nothing, type TemplateResult } from 'lit';
import { noticeWords } from '../words/noticeWords.ts';
import { answerActions, type AnswerActs } from './answerActions.ts';
import { noticeLine } from './noticeLine.ts';

const askAgain = (again: () => void): TemplateResult =>
  html`<button class="text-button again" type="button" @click=${again}>Ask again</button>`;

/** A failure is told in a sentence of its own; anything else is a thin line. */
function ending({ status }: Message, words: string, again: (() => void) | undefined): TemplateResult {
  const broken = status === 'failed' || status === 'interrupted';
  const button = broken && again !== undefined && askAgain(again);
  if (status !== 'failed') return noticeLine(words, button);
  return html`<p class="failed">${words}</p>
    ${button || nothing}`;
}

/** The text as it was written, until what sets it is loaded: then that covers it. */
const rawText = (text: string): string | typeof nothing =>
  customElements.get('parley-answer-text') ? nothing : text;

/**
 * An answer of the assistant: no bubble, the whole column, under its name with the model's. `message` is one of the
 * `versions`; `note` asks why it was rated so; `handedOver`: that it was stopped is told with the person who came.
 */
export function answer(
  message: Message,
  versions: readonly Message[],
  model: string | undefined,
  acts: AnswerActs,
  note: TemplateResult | typeof nothing,
  handedOver: boolean,
): TemplateResult {
  const notice = handedOver && message.status === 'stopped' ? undefined : noticeWords(message);
  const writing = message.status === 'streaming';
  return html`
    <article
      class="message answer"
      data-id=${message.id}
      data-status=${message.status}
      aria-label="Parley said"
    >
      <header class="name">Parley${model ? html`<span class="model">${model}</span>` : nothing}</header>
      ${
        message.text
          ? html`<parley-answer-text .text=${message.text} .writing=${writing}
              >${rawText(message.text)}</parley-answer-text
            >`
          : nothing
      }
      ${notice ? ending(message, notice, acts.again) : nothing}
      ${(message.text || versions.length > 1) && !writing ? answerActions(message, versions, acts) : nothing}
      ${note}
    </article>
  `;
}
