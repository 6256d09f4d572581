import type { Message } from '@parley/protocol';
import { html, type TemplateResult } from 'lit';
import { copyAction, messageFoot, saidAt } from './messageFoot.ts';

/** What a person said who joined the conversation: under their name in amber, with a portrait letter. */
export function personMessage(message: Message): TemplateResult {
  const name = message.senderName ?? 'Support';
  return html`
    <article class="message person" data-id=${message.id} aria-label="${name} said">
      <header class="name">
        <span class="portrait" aria-hidden="true">${String.fromCodePoint(name.codePointAt(0) ?? 0x20)}</span
        >${name}
      </header>
      <div class="words" dir="auto">${message.text}</div>
      ${messageFoot(copyAction(message.text), saidAt(message.createdAt))}
    </article>
  `;
}
