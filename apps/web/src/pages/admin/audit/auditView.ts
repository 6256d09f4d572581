import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { base } from '../../styles/base.ts';
import type { AdminApi, AuditEntry } from '../api/adminApi.ts';
import { LoadedPages } from '../parts/loadedPages.ts';
import { loadState } from '../parts/loadState.ts';
import { moreButton } from '../parts/moreButton.ts';
import { pageStyles } from '../parts/pageStyles.ts';
import { type Column, table } from '../parts/table.ts';
import { tableStyles } from '../parts/tableStyles.ts';
import { pathOf } from '../place.ts';
import { factWords } from './factWords.ts';

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** What was done to: a session leads there. */
const target = ({ what, target }: AuditEntry): unknown =>
  UUID.test(target) && !what.startsWith('user.')
    ? html`<a href=${pathOf({ at: 'session', sessionId: target })} title=${target}>${target.slice(0, 8)}</a>`
    : target;

const COLUMNS: readonly Column<AuditEntry>[] = [
  { name: 'No.', kind: 'number', cell: ({ n }) => n },
  {
    name: 'When',
    kind: 'tight',
    cell: ({ when }) =>
      html`<time datetime=${when}
        >${new Date(when).toLocaleString(undefined, { dateStyle: 'short', timeStyle: 'medium' })}</time
      >`,
  },
  { name: 'Who', cell: ({ who }) => html`<span dir="auto">${who}</span>` },
  { name: 'What', cell: ({ what }) => what },
  { name: 'To', cell: target },
  { name: 'From', cell: ({ where }) => where ?? nothing },
  {
    name: 'Facts',
    cell: ({ before, after }) => {
      const words = factWords(before, after);
      return words ? html`<code>${words}</code>` : nothing;
    },
  },
];

/** The audit log, newest first: who did what, to whom, when and from where. */
export class AuditView extends LitElement {
  static override properties = { api: {} };
  static override styles = [base, pageStyles, tableStyles];
  declare api: AdminApi;
  readonly #pages = new LoadedPages<AuditEntry>(this, (cursor) => this.api.audit(cursor));

  protected override firstUpdated(): void {
    this.#pages.again();
  }

  protected override render(): TemplateResult {
    const { items, value } = this.#pages;
    return html`<main>
      <div class="top">
        <h1>Audit</h1>
        <button class="text-button" type="button" @click=${this.#pages.again}>Look again</button>
      </div>
      ${items.length > 0 ? table('Audit', COLUMNS, items) : nothing}
      ${loadState(
        this.#pages,
        this.#pages.again,
        value?.items.length === 0 && 'Nothing has been done yet that is kept here.',
      )}
      ${moreButton(this.#pages)}
    </main>`;
  }
}

customElements.define('parley-audit', AuditView);
