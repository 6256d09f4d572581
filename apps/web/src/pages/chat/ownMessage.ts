import { html, nothing, type TemplateResult } from 'lit';
import { messageFoot } from './messageFoot.ts';

interface Own {
  readonly id: string;
  readonly text: string;
  readonly createdAt: string;
}

/** A message of the reader: their words exactly, on a tinted surface at the right. */
export const ownMessage = (
  message: Own,
  state: TemplateResult | typeof nothing = nothing,
): TemplateResult => html`
  <article class="message own" data-id=${message.id} aria-label="You said">
    <div class="bubble" dir="auto">${message.text}</div>
    ${state === nothing ? messageFoot(message.text, message.createdAt) : state}
  </article>
`;
