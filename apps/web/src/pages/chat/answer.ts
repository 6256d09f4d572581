import type { Message } from '@parley/protocol';
import { html, nothing, type TemplateResult } from 'lit';
import { noticeWords } from '../words/noticeWords.ts';
import './answerText.ts';
import { messageFoot } from './messageFoot.ts';
import { noticeLine } from './noticeLine.ts';

const askAgain = (again: () => void): TemplateResult =>
  html`<button class="text-button again" type="button" @click=${again}>Ask again</button>`;

/** A failure is told in a sentence of its own; anything else is a thin line. */
function ending({ status }: Message, words: string, again: (() => void) | undefined): TemplateResult {
  const button = again && askAgain(again);
  if (status !== 'failed') return noticeLine(words, button);
  return html`<p class="failed">${words}</p>
    ${button}`;
}

/** An answer of the assistant: no bubble, the whole column, under its name with the model's. */
export function answer(
  message: Message,
  model: string | undefined,
  again: (() => void) | undefined,
): TemplateResult {
  const notice = noticeWords(message);
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
          ? html`<parley-answer-text .text=${message.text} .writing=${writing}></parley-answer-text>`
          : nothing
      }
      ${notice ? ending(message, notice, again) : nothing}
      ${message.text && !writing ? messageFoot(message.text, message.createdAt) : nothing}
    </article>
  `;
}
