import type { Model, Session } from '@parley/protocol';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { nameOf } from '../../sessions/sessionRow.ts';
import { base } from '../../styles/base.ts';
import { agoWords } from '../../words/agoWords.ts';
import { spanWords } from '../../words/spanWords.ts';
import type { AdminApi } from '../api/adminApi.ts';
import { costWords } from '../parts/costWords.ts';
import { handlingWords } from '../parts/handlingWords.ts';
import { LoadedPages } from '../parts/loadedPages.ts';
import { loadState } from '../parts/loadState.ts';
import { moreButton } from '../parts/moreButton.ts';
import { pageStyles } from '../parts/pageStyles.ts';
import { type Column, table } from '../parts/table.ts';
import { tableStyles } from '../parts/tableStyles.ts';
import { pathOf } from '../place.ts';
import { userStyles } from './userStyles.ts';

/** All sessions of one user, newest activity first. */
export class UserView extends LitElement {
  static override properties = { api: {}, userId: {}, models: {}, me: {} };
  static override styles = [base, pageStyles, tableStyles, userStyles];
  declare api: AdminApi;
  declare userId: string;
  declare models: readonly Model[];
  /** The reader's id. */
  declare me: string | undefined;
  readonly #pages = new LoadedPages<Session>(this, (cursor) => this.api.userSessions(this.userId, cursor));
  readonly #columns: readonly Column<Session>[] = [
    {
      name: 'Session',
      cell: (session) =>
        html`<a href=${pathOf({ at: 'session', sessionId: session.id })} dir="auto">${nameOf(session)}</a>`,
    },
    {
      name: 'Person',
      cell: (session) =>
        html`<span class="person" ?data-past=${session.handling === 'ai'}
          >${handlingWords(session, this.me)}</span
        >`,
    },
    { name: 'State', cell: ({ state }) => state },
    {
      name: 'Model',
      cell: ({ model }) => this.models.find(({ id }) => id === model)?.label ?? model,
    },
    {
      name: 'Last activity',
      kind: 'tight',
      cell: ({ lastActivityAt }) => agoWords(new Date(lastActivityAt), new Date()),
    },
    { name: 'Duration', kind: 'number', cell: ({ durationMs }) => spanWords(durationMs) },
    { name: 'Messages', kind: 'number', cell: ({ messageCount }) => messageCount.toLocaleString() },
    { name: 'Tokens', kind: 'number', cell: ({ usage }) => usage.totalTokens.toLocaleString() },
    {
      name: 'Cost',
      kind: 'number',
      cell: ({ usage }) => (usage.costUsd === undefined ? nothing : costWords(usage.costUsd)),
    },
  ];

  constructor() {
    super();
    this.models = [];
    this.me = undefined;
  }

  protected override firstUpdated(): void {
    this.#pages.again();
  }

  protected override render(): TemplateResult {
    const { items, value } = this.#pages;
    return html`<main>
      <div class="top">
        <h1 dir="auto">${this.userId}</h1>
        <button class="text-button" type="button" @click=${this.#pages.again}>Look again</button>
      </div>
      ${items.length > 0 ? table('Sessions', this.#columns, items, ({ id }) => id) : nothing}
      ${loadState(this.#pages, this.#pages.again, value?.items.length === 0 && 'This user has no sessions.')}
      ${moreButton(this.#pages)}
    </main>`;
  }
}

customElements.define('parley-user', UserView);
