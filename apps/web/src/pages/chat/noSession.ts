import type { ClientError } from '@parley/client';
import { html, type TemplateResult } from 'lit';
import { errorWords } from '../words/errorWords.ts';

/** Instead of a conversation that can't be opened: why, and what to do now. */
export const noSession = (error: ClientError, renew: () => void): TemplateResult => html`
  <main class="none">
    <div role="alert">
      <h1>This conversation can’t be opened</h1>
      <p>${errorWords(error)}</p>
      <button class="main-button" type="button" @click=${renew}>New chat</button>
    </div>
  </main>
`;
