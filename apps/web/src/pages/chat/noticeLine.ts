import { html, nothing, type TemplateResult } from 'lit';

/** Something that happened, as a thin line with words; `action` is what can be done about it. */
export const noticeLine = (words: string, action?: TemplateResult | false): TemplateResult => html`
  <div class="notice"><span>${words}</span>${action || nothing}</div>
`;
