import { MAX_USER_ID } from '@parley/protocol/limits';
import { html, nothing, type TemplateResult } from 'lit';
import type { KnownAdmin } from '../api/people.ts';
import { fieldProblem } from '../parts/fieldProblem.ts';
import {
  type AuditFilters,
  auditProblemsOf,
  auditSearchOf,
  NO_AUDIT_FILTERS,
  readAuditFilters,
} from './auditFilters.ts';
import { AUDIT_WORDS } from './auditWords.ts';

interface FormOptions {
  readonly filters: AuditFilters;
  /** Whose ids are offered. */
  readonly admins: readonly KnownAdmin[];
  readonly choose: (filters: AuditFilters) => void;
}

/** All that the fields say: one may have changed since it was shown last. */
function filtersIn(form: HTMLFormElement): AuditFilters {
  const data = new FormData(form);
  return readAuditFilters((name) => {
    const value = data.get(name);
    return typeof value === 'string' ? value.trim() : '';
  });
}

/** Fields that choose among what was done. */
export function auditFilterForm({ filters, admins, choose }: FormOptions): TemplateResult {
  const problems = auditProblemsOf(filters);
  const field = (
    name: keyof AuditFilters,
    label: string,
    type: 'text' | 'date',
    list?: string,
  ): TemplateResult =>
    html`<label
      ><span>${label}</span>
      <input
        type=${type}
        name=${name}
        aria-label=${label}
        .value=${filters[name]}
        maxlength=${MAX_USER_ID}
        list=${list ?? nothing}
        autocomplete="off"
        autocapitalize="none"
        spellcheck="false"
        aria-invalid=${problems[name] === undefined ? nothing : 'true'}
      />
      ${fieldProblem(problems[name])}
    </label>`;
  // One that this page has no words for can be asked for by the address.
  const codes = new Set(['', ...AUDIT_WORDS.keys(), filters.what]);
  return html`<form
    class="filters"
    aria-label="Filter"
    @submit=${(event: Event) => event.preventDefault()}
    @change=${({ currentTarget }: Event) => {
      if (currentTarget instanceof HTMLFormElement) choose(filtersIn(currentTarget));
    }}
  >
    ${field('who', 'Who, by id', 'text', 'admins')}
    <datalist id="admins">
      ${admins.map(({ id, name }) => html`<option value=${id} label=${name}></option>`)}
    </datalist>
    <label
      ><span>What</span>
      <select name="what" aria-label="What">
        ${[...codes].map(
          (code) =>
            html`<option value=${code} .selected=${code === filters.what}>
              ${code === '' ? 'Anything' : (AUDIT_WORDS.get(code)?.words ?? code)}
            </option>`,
        )}
      </select>
      ${fieldProblem(problems.what)}
    </label>
    ${field('target', 'Session or user, by id', 'text')} ${field('fromDay', 'From', 'date')}
    ${field('toDay', 'To', 'date')}
    ${
      auditSearchOf(filters) === ''
        ? nothing
        : html`<button class="text-button" type="button" @click=${() => choose(NO_AUDIT_FILTERS)}>
            Clear all
          </button>`
    }
  </form>`;
}
