import type { PendingMessage } from '@parley/client';
import { html, nothing, type TemplateResult } from 'lit';
import { errorWords } from '../words/errorWords.ts';
import { fire } from './fire.ts';
import { ownMessage } from './ownMessage.ts';
import { personMessage } from './personMessage.ts';

const ask =
  (type: string, id: string) =>
  (event: Event): void => {
    if (event.target) fire(event.target, type, id);
  };

/** What is to be said of a message that the server hasn't shown yet. */
function stateOf({ id, status, error }: PendingMessage, connected: boolean): TemplateResult | typeof nothing {
  if (status === 'sent') return nothing;
  if (status !== 'failed') {
    const words = connected ? 'Sending…' : 'Will be sent when the connection is back';
    return html`<div class="state" role="status">${words}</div>`;
  }
  return html`<div class="state problem" role="alert">
    <span>Not sent. ${error ? errorWords(error) : nothing}</span>
    <button class="text-button" type="button" @click=${ask('try-again', id)}>Try again</button>
    <button class="text-button" type="button" @click=${ask('give-up', id)}>Discard</button>
  </div>`;
}

/** A message that is on its way, or that couldn't be sent; both in words. `admin`: the name of the admin who says it. */
export function outgoingMessage(message: PendingMessage, connected: boolean, admin?: string): TemplateResult {
  const state = stateOf(message, connected);
  if (admin === undefined) return ownMessage(message, { state });
  return personMessage({ ...message, senderName: admin }, state);
}
