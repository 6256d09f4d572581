import { html, nothing, type TemplateResult } from 'lit';
import type { LoadedPages } from './loadedPages.ts';

/** Below a list that goes on. */
export const moreButton = ({
  hasMore,
  loading,
  more,
}: Pick<LoadedPages<unknown>, 'hasMore' | 'loading' | 'more'>): TemplateResult | typeof nothing =>
  hasMore
    ? html`<div>
        <button class="text-button" type="button" ?disabled=${loading} @click=${more}>Show more</button>
      </div>`
    : nothing;
