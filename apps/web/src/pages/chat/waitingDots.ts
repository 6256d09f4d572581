import { html, nothing, type TemplateResult } from 'lit';
import type { Waiting } from './answering.ts';
import './waitingLine.ts';

/** Three soft dots, from 150 ms on, until the first word of an answer is there; and what it waits for. */
export const waitingDots = (waiting: Waiting | undefined): TemplateResult => html`
  <article class="message answer" aria-label="Parley is thinking">
    <header class="name">Parley</header>
    <div class="dots" aria-hidden="true"><i></i><i></i><i></i></div>
    ${waiting ? html`<parley-waiting-line .wait=${waiting.wait}></parley-waiting-line>` : nothing}
  </article>
`;
