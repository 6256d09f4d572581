import { html, type TemplateResult } from 'lit';

/** The first letter of a name, in a circle. */
export const portrait = (name: string): TemplateResult =>
  html`<span class="portrait" aria-hidden="true"
    >${String.fromCodePoint(name.codePointAt(0) ?? 0x20).toLocaleUpperCase()}</span
  >`;
