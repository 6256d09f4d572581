import { MAX_QUERY, MAX_USER_ID } from '@parley/protocol/limits';
import type { Model } from '@parley/protocol';
import { html, nothing, type TemplateResult } from 'lit';
import { dayProblem } from '../parts/dayProblem.ts';
import { fieldProblem } from '../parts/fieldProblem.ts';
import { CHOICES, type Filters } from './filters.ts';

interface FormOptions {
  readonly filters: Filters;
  readonly models: readonly Model[];
  readonly change: (change: Partial<Filters>) => void;
  readonly clear: () => void;
}

/** Fields that choose among the sessions and sort them. */
export function filterForm({ filters, models, change, clear }: FormOptions): TemplateResult {
  const set =
    (name: keyof Filters) =>
    ({ target }: Event): void => {
      if (target instanceof HTMLInputElement || target instanceof HTMLSelectElement)
        change({ [name]: target.value });
    };
  const select = (name: keyof Filters, label: string, choices: Record<string, string>): TemplateResult =>
    html`<label
      ><span>${label}</span>
      <select aria-label=${label} @change=${set(name)}>
        ${Object.entries(choices).map(
          ([value, words]) =>
            html`<option value=${value} ?selected=${filters[name] === value}>${words}</option>`,
        )}
      </select>
    </label>`;
  const field = (name: keyof Filters, label: string, type: 'text' | 'date', max?: number): TemplateResult =>
    html`<label
      ><span>${label}</span>
      <input
        type=${type}
        aria-label=${label}
        .value=${filters[name]}
        maxlength=${max ?? MAX_QUERY}
        autocomplete="off"
        ?disabled=${name === 'text' && !filters.userId}
        placeholder=${name === 'text' && !filters.userId ? 'Needs a user' : ''}
        @input=${set(name)}
      />
      ${type === 'date' ? fieldProblem(dayProblem(filters[name])) : nothing}
    </label>`;
  const byModel = Object.fromEntries([['', 'Any'], ...models.map(({ id, label }) => [id, label] as const)]);
  return html`<form class="filters" aria-label="Filter" @submit=${(event: Event) => event.preventDefault()}>
    ${field('userId', 'User', 'text', MAX_USER_ID)} ${field('text', 'Said', 'text')}
    ${select('handling', 'Answered by', CHOICES.handling)}
    ${select('assisted', 'Ever with a person', CHOICES.assisted)} ${select('state', 'State', CHOICES.state)}
    ${select('model', 'Model', byModel)} ${field('fromDay', 'From', 'date')} ${field('toDay', 'To', 'date')}
    ${select('sort', 'Sorted by', CHOICES.sort)} ${select('order', 'Order', CHOICES.order)}
    <button class="text-button" type="button" @click=${clear}>Clear all</button>
  </form>`;
}
