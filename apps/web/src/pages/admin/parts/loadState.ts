import { html, nothing, type TemplateResult } from 'lit';
import { wordsFor } from '../../words/wordsFor.ts';
import type { Loaded } from './loaded.ts';

/** That something is being read or couldn't be; `empty` is said when there is nothing of it. */
export function loadState(
  { value, failed, loading }: Pick<Loaded<unknown>, 'value' | 'failed' | 'loading'>,
  again: () => void,
  empty: string | false = false,
): TemplateResult {
  const words = failed
    ? html`<p class="failed">${wordsFor(failed)}</p>
        <button class="text-button" type="button" @click=${again}>Try again</button>`
    : value === undefined && loading
      ? html`<p>Loading…</p>`
      : empty
        ? html`<p>${empty}</p>`
        : nothing;
  return html`<div class="state" role="status">${words}</div>`;
}
