import { html, nothing, type TemplateResult } from 'lit';

/** Below a field of a filter: why nothing can be found by it. */
export const fieldProblem = (words: string | undefined): TemplateResult | typeof nothing =>
  words === undefined ? nothing : html`<span class="field-problem" role="alert" dir="auto">${words}</span>`;
