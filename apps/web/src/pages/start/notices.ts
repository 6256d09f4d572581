import { html, type TemplateResult } from 'lit';

/** While nothing is known yet. */
export const starting = (): TemplateResult => html`<main aria-busy="true"></main>`;

/** While the server gives no answer. @param kept what isn't lost by it, as a sentence */
export const unreachable = (kept: string): TemplateResult =>
  html`<main role="status">
    <h1>Parley can’t be reached</h1>
    <p>${kept} This page tries again by itself.</p>
  </main>`;

/** Where people sign in elsewhere. */
export const signedOut = (): TemplateResult =>
  html`<main>
    <h1>You aren’t signed in</h1>
    <p>This Parley takes its sign-in from another site. Open it from there.</p>
  </main>`;
