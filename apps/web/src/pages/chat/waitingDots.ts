import { html, type TemplateResult } from 'lit';

/** Three soft dots, from 150 ms on, until the first word of an answer is there. */
export const waitingDots = (): TemplateResult => html`
  <article class="message answer" aria-label="Parley is thinking">
    <header class="name">Parley</header>
    <div class="dots" aria-hidden="true"><i></i><i></i><i></i></div>
  </article>
`;
