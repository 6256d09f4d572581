import { html, type TemplateResult } from 'lit';
import { moreIcon } from '../styles/moreIcons.ts';

/** Who the reader is; `menu` shows what can be done with the account. */
export const accountButton = (name: string, menu: (event: Event) => void): TemplateResult => html`
  <button
    class="account"
    type="button"
    aria-label="Account of ${name}"
    aria-haspopup="menu"
    aria-expanded="false"
    @click=${menu}
  >
    <span class="portrait" aria-hidden="true">${String.fromCodePoint(name.codePointAt(0) ?? 0x20)}</span>
    <span class="who" dir="auto">${name}</span>
    ${moreIcon('ellipsis')}
  </button>
`;
