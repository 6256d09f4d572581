import type { Message } from '@parley/protocol';
import { html, type nothing, type TemplateResult } from 'lit';
import { personOf } from './handovers.ts';
import { copyAction, messageFoot, saidAt } from './messageFoot.ts';
import { portrait } from './portrait.ts';

type Said = Pick<Message, 'id' | 'text' | 'createdAt' | 'senderName'>;

/** What a person said who joined the conversation: under their name in amber, with a portrait letter. `state`:
 * instead of the foot, what is to be said of a message on its way. */
export function personMessage(message: Said, state?: TemplateResult | typeof nothing): TemplateResult {
  const name = personOf(message);
  return html`
    <article class="message person" data-id=${message.id} aria-label="${name} said">
      <header class="name">${portrait(name)}<span dir="auto" title=${name}>${name}</span></header>
      <div class="words" dir="auto">${message.text}</div>
      ${state ?? messageFoot(copyAction(message.text), saidAt(message.createdAt))}
    </article>
  `;
}
