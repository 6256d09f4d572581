import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { fire } from '../../chat/fire.ts';
import { saveFile } from '../../sessions/saveFile.ts';
import { base } from '../../styles/base.ts';
import type { AdminApi } from '../api/adminApi.ts';
import type { AuditEntry } from '../api/audit.ts';
import type { KnownAdmin } from '../api/people.ts';
import { fieldStyles } from '../parts/fieldStyles.ts';
import { filterStyles } from '../parts/filterStyles.ts';
import { Loaded } from '../parts/loaded.ts';
import { LoadedPages } from '../parts/loadedPages.ts';
import { loadState } from '../parts/loadState.ts';
import { moreButton } from '../parts/moreButton.ts';
import { pageStyles } from '../parts/pageStyles.ts';
import { Problem } from '../parts/problem.ts';
import { table } from '../parts/table.ts';
import { tableStyles } from '../parts/tableStyles.ts';
import { auditColumns } from './auditColumns.ts';
import { auditFilterForm } from './auditFilterForm.ts';
import {
  type AuditFilters,
  auditProblemsOf,
  auditQueryOf,
  auditSearchOf,
  NO_AUDIT_FILTERS,
} from './auditFilters.ts';
import { auditStyles } from './auditStyles.ts';

/**
 * The audit log, newest first: who did what, to whom, when and from where. Fires `filter` when other entries are asked
 * for, since the address says which.
 */
export class AuditView extends LitElement {
  static override properties = { api: {}, filters: {} };
  static override styles = [base, pageStyles, tableStyles, fieldStyles, filterStyles, auditStyles];
  declare api: AdminApi;
  declare filters: AuditFilters;
  readonly #problem = new Problem(this);
  /** Whose names stand for their ids; until it is read, and where it can't be, the ids do. */
  readonly #admins = new Loaded<readonly KnownAdmin[]>(this);
  readonly #pages = new LoadedPages<AuditEntry>(this, (cursor) =>
    this.api.audit(auditQueryOf(this.filters), cursor),
  );
  /** What was read last, as the address has it. */
  #read: string | undefined;

  constructor() {
    super();
    this.filters = NO_AUDIT_FILTERS;
  }

  protected override firstUpdated(): void {
    void this.#admins.load(() => this.api.admins());
  }

  protected override updated(changed: PropertyValues<this>): void {
    const asked = auditSearchOf(this.filters);
    if (!changed.has('filters') || asked === this.#read) return;
    this.#read = asked;
    if (!this.#canAsk) return;
    this.#pages.again();
  }

  /** Else it is said by the field what is wrong, and nothing is found. */
  get #canAsk(): boolean {
    return Object.keys(auditProblemsOf(this.filters)).length === 0;
  }

  protected override render(): TemplateResult {
    const { filters } = this;
    const admins = this.#admins.value ?? [];
    const names = new Map(admins.map(({ id, name }) => [id, name]));
    return html`<main>
      <div class="top">
        <h1>Audit</h1>
        <button
          class="text-button"
          type="button"
          ?disabled=${!this.#canAsk}
          @click=${() => this.#problem.of(this.#save())}
        >
          Save as CSV
        </button>
        <button class="text-button" type="button" ?disabled=${!this.#canAsk} @click=${this.#pages.again}>
          Look again
        </button>
      </div>
      ${auditFilterForm({ filters, admins, choose: (chosen) => fire(this, 'filter', chosen) })}
      <div class="state failed" role="alert">${this.#problem.words || nothing}</div>
      ${this.#canAsk ? this.#found(names) : nothing}
    </main>`;
  }

  #found(names: ReadonlyMap<string, string>): TemplateResult {
    const { filters } = this;
    const { items, value } = this.#pages;
    return html`${items.length > 0 ? table('Audit', auditColumns({ filters, names }), items, ({ n }) => n) : nothing}
    ${loadState(this.#pages, this.#pages.again, value?.items.length === 0 && this.#emptyWords())}
    ${moreButton(this.#pages)}`;
  }

  #emptyWords(): string {
    return auditSearchOf(this.filters) === ''
      ? 'Nothing has been done yet that is kept here.'
      : 'Nothing found. No entry is like that.';
  }

  async #save(): Promise<void> {
    await saveFile(await this.api.auditCsv(auditQueryOf(this.filters)), 'audit.csv');
  }
}

customElements.define('parley-audit', AuditView);
