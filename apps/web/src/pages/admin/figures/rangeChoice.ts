import { html, type TemplateResult } from 'lit';
import { type RangeName, RANGES } from './ranges.ts';

/** The choice of a span of time. */
export const rangeChoice = (chosen: RangeName, choose: (range: RangeName) => void): TemplateResult => html`
  <label class="choice"
    >Time
    <select
      aria-label="Time"
      @change=${({ target }: Event) => {
        if (target instanceof HTMLSelectElement) choose(target.value as RangeName);
      }}
    >
      ${Object.entries(RANGES).map(
        ([name, { label }]) => html`<option value=${name} ?selected=${name === chosen}>${label}</option>`,
      )}
    </select>
  </label>
`;
