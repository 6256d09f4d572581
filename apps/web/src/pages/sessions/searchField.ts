import { MAX_QUERY } from '@parley/protocol/limits';
import { html, type TemplateResult } from 'lit';
import { moreIcon } from '../styles/moreIcons.ts';

/** Where to say what to look for. */
export const searchField = (lookFor: (text: string) => void): TemplateResult => html`
  <div class="search">
    ${moreIcon('search')}
    <input
      type="search"
      aria-label="Search your conversations"
      placeholder="Search"
      dir="auto"
      maxlength=${MAX_QUERY}
      autocomplete="off"
      @input=${({ target }: Event) => target instanceof HTMLInputElement && lookFor(target.value)}
    />
  </div>
`;
