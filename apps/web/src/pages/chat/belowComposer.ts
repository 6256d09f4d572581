import { html, nothing, type TemplateResult } from 'lit';

interface Below {
  /** Somebody of the operator's may read along. */
  readonly mayBeWatched: boolean;
  /** Calls a person; undefined: not now. */
  readonly call: (() => void) | undefined;
}

/** What is always in reach and never in the way: that somebody may read along, and the call for a person. */
export const belowComposer = ({ mayBeWatched, call }: Below): TemplateResult => html`
  ${mayBeWatched ? html`<span class="watched">Our team may read along.</span>` : nothing}
  ${
    call
      ? html`<button class="text-button call" type="button" aria-haspopup="dialog" @click=${call}>
          Talk to a person
        </button>`
      : nothing
  }
`;
