import { html, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Binned } from './bin.ts';

/** What was deleted within the last seconds, and the way back. */
export const undoBar = (binned: readonly Binned[], undo: (id: string) => void): TemplateResult => html`
  <div class="undo" role="status">
    ${repeat(
      binned.filter(({ sent }) => !sent),
      ({ id }) => id,
      ({ id, name }) =>
        html`<div>
          <span><bdi>“${name}”</bdi> is deleted.</span>
          <button class="text-button" type="button" @click=${() => undo(id)}>Undo</button>
        </div>`,
    )}
  </div>
`;
