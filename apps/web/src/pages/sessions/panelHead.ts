import { html, nothing, type SVGTemplateResult, type TemplateResult } from 'lit';
import { icon } from '../styles/icon.ts';
import { moreIcon } from '../styles/moreIcons.ts';

interface Head {
  /** The list is a page of its own. */
  readonly whole: boolean;
  readonly archived: boolean;
  readonly canGoBack: boolean;
  readonly toggleArchived: () => void;
  readonly toAll: (event: MouseEvent) => void;
  readonly toChat: () => void;
  readonly renew: () => void;
}

const button = (
  label: string,
  shape: SVGTemplateResult,
  act: () => void,
  pressed?: boolean,
): TemplateResult =>
  html`<button
    class="icon-button"
    type="button"
    aria-label=${label}
    title=${label}
    aria-pressed=${pressed ?? nothing}
    @click=${act}
  >
    ${shape}
  </button>`;

/** Above the list: what it shows, the way to its other half, and the ways out of it. */
export function panelHead(head: Head): TemplateResult {
  const { whole, archived, canGoBack } = head;
  const toggle = button('Archived conversations', moreIcon('archive'), head.toggleArchived, archived);
  if (!whole) {
    return html`<div class="head">
      <a class="mark" href="/sessions" title="All conversations" @click=${head.toAll}
        >${archived ? 'Archived' : 'Parley'}</a
      >${toggle}
    </div>`;
  }
  return html`<div class="head">
    ${canGoBack ? button('Back to the chat', moreIcon('arrowLeft'), head.toChat) : nothing}
    <h1 tabindex="-1">${archived ? 'Archived' : 'Conversations'}</h1>
    ${toggle}${button('New chat', icon('newChat'), head.renew)}
  </div>`;
}
