import type { Model, Session } from '@parley/protocol';
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { newer } from '../../sessions/arrange.ts';
import { Hold } from '../../sessions/hold.ts';
import { RowFocus } from '../../sessions/rowFocus.ts';
import { saveFile } from '../../sessions/saveFile.ts';
import { base } from '../../styles/base.ts';
import { listPanelStyles } from '../../styles/listPanelStyles.ts';
import { moreIcon } from '../../styles/moreIcons.ts';
import { wordsFor } from '../../words/wordsFor.ts';
import type { AdminApi } from '../api/adminApi.ts';
import { byUrgency } from '../fleet/byUrgency.ts';
import type { FleetLine } from '../fleet/fleet.ts';
import { HeldOrder } from '../fleet/heldOrder.ts';
import { EverySecond } from '../parts/everySecond.ts';
import { fieldStyles } from '../parts/fieldStyles.ts';
import { filterStyles } from '../parts/filterStyles.ts';
import { Problem } from '../parts/problem.ts';
import { waitStyles } from '../parts/waitStyles.ts';
import { filterForm } from './filterForm.ts';
import { countOf, type Filters, NO_FILTERS, queryOf } from './filters.ts';
import { FoundSessions } from './foundSessions.ts';
import { liveRow } from './liveRow.ts';
import { liveRowStyles } from './liveRowStyles.ts';
import { sessionsColumnStyles } from './sessionsColumnStyles.ts';

const AHEAD = 1.5;

/** The live list: who waits first. With a filter or a sort, what is found instead; kept up to date all the same. */
export class SessionsColumn extends LitElement {
  static override properties = {
    sessions: {},
    line: {},
    api: {},
    models: {},
    me: {},
    current: {},
    filters: { state: true },
    filtering: { state: true },
  };
  static override styles = [
    base,
    listPanelStyles,
    fieldStyles,
    filterStyles,
    sessionsColumnStyles,
    liveRowStyles,
    waitStyles,
  ];
  /** As the fleet tells them; undefined until it has. */
  declare sessions: ReadonlyMap<string, Session> | undefined;
  declare line: FleetLine;
  declare api: AdminApi;
  declare models: readonly Model[];
  /** The reader's id. */
  declare me: string | undefined;
  /** The session that is open. */
  declare current: string | undefined;
  declare filters: Filters;
  declare filtering: boolean;
  readonly #hold = new Hold(this);
  readonly #focus = new RowFocus(this);
  readonly #problem = new Problem(this);
  readonly #order = new HeldOrder();
  readonly #found = new FoundSessions(
    (query, cursor, signal) => this.api.sessions(query, cursor, signal),
    () => this.requestUpdate(),
  );
  /** How often each session changed, since it was first shown. */
  readonly #changes = new Map<string, number>();

  constructor() {
    super();
    this.sessions = undefined;
    this.line = 'connecting';
    this.models = [];
    this.me = undefined;
    this.current = undefined;
    this.filters = NO_FILTERS;
    this.filtering = false;
    this.addController(new EverySecond(this, () => this.#waiting > 0));
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get('sessions');
    if (!before || !this.sessions) return;
    for (const [id, session] of this.sessions) {
      const old = before.get(id);
      if (old && old !== session) this.#changes.set(id, (this.#changes.get(id) ?? 0) + 1);
    }
  }

  protected override firstUpdated(): void {
    const scroller = this.#scroller;
    if (scroller) this.#hold.attach(scroller);
  }

  protected override updated(): void {
    this.#readOn();
  }

  protected override render(): TemplateResult {
    const sorted = this.#sorted();
    const rows = this.#order.arrange(sorted, this.#hold.on);
    const now = Date.now();
    const count = countOf(this.filters);
    return html`
      <section
        class="panel"
        aria-label="Sessions"
        @keydown=${(event: KeyboardEvent) => this.#focus.move(event)}
      >
        <div class="top">
          <h2>${this.#title(sorted.length)}</h2>
          ${
            this.#found.query
              ? html`<button
                  class="icon-button"
                  type="button"
                  aria-label="Save all of these as CSV"
                  title="Save as CSV"
                  @click=${() => this.#problem.of(this.#save())}
                >
                  ${moreIcon('download')}
                </button>`
              : nothing
          }
          <button
            class="text-button"
            type="button"
            aria-expanded=${this.filtering}
            @click=${() => (this.filtering = !this.filtering)}
          >
            Filter${count > 0 ? ` (${count})` : nothing}
          </button>
        </div>
        ${
          this.filtering
            ? filterForm({
                filters: this.filters,
                models: this.models,
                change: (change) => this.#filter({ ...this.filters, ...change }),
                clear: () => this.#filter(NO_FILTERS),
              })
            : nothing
        }
        <div class="rows" @scroll=${this.#readOn}>
          <ul role="list" aria-label="Sessions">
            ${repeat(
              rows,
              ({ session }) => session.id,
              (row) =>
                liveRow(row, {
                  current: row.session.id === this.current,
                  changes: this.#changes.get(row.session.id) ?? 0,
                  me: this.me,
                  now,
                }),
            )}
          </ul>
          <div class="state" role="status">${this.#state(rows.length)}</div>
          <div class="state failed" role="alert">${this.#problem.words}</div>
          ${
            this.#order.late > 0
              ? html`<div class="late">
                  <button type="button" @click=${this.#toTop}>${this.#order.late} new above</button>
                </div>`
              : nothing
          }
        </div>
      </section>
    `;
  }

  get #waiting(): number {
    return [...(this.sessions?.values() ?? [])].filter(({ handling }) => handling === 'requested').length;
  }

  #sorted(): readonly Session[] {
    const live = this.sessions;
    if (this.#found.query) {
      return this.#found.items.map((session) => {
        const now = live?.get(session.id);
        return now ? newer(session, now) : session;
      });
    }
    return [...(live?.values() ?? [])].filter(({ state }) => state !== 'ended').toSorted(byUrgency);
  }

  #title(count: number): string {
    if (this.#found.query) return 'Found';
    const waiting = this.#waiting;
    return waiting > 0 ? `${waiting} waiting, ${count} live` : `${count} live`;
  }

  #state(rows: number): TemplateResult | typeof nothing {
    const { failed, loading, query } = this.#found;
    if (failed) {
      return html`<p class="failed">${wordsFor(failed)}</p>
        <button class="text-button" type="button" @click=${this.#found.again}>Try again</button>`;
    }
    if (query ? loading : this.sessions === undefined) return html`<p class="loading">Loading…</p>`;
    if (rows > 0) return nothing;
    return query
      ? html`<p>No session is like that.</p>`
      : html`<p>Nobody is talking right now. A session comes here as soon as somebody opens the chat.</p>`;
  }

  get #scroller(): HTMLElement | null {
    return this.renderRoot.querySelector('.rows');
  }

  async #save(): Promise<void> {
    await saveFile(await this.api.sessionsCsv(this.#found.query ?? {}), 'sessions.csv');
  }

  #filter(filters: Filters): void {
    this.filters = filters;
    this.#found.lookFor(queryOf(filters));
  }

  readonly #readOn = (): void => {
    const scroller = this.#scroller;
    if (!scroller || !this.#found.query) return;
    const left = scroller.scrollHeight - scroller.clientHeight - scroller.scrollTop;
    if (left <= scroller.clientHeight * AHEAD) this.#found.more();
  };

  readonly #toTop = (): void => {
    this.#scroller?.scrollTo(0, 0);
    // Whatever waited takes its place, though the hand is still there.
    this.#order.arrange(this.#sorted(), false);
    this.requestUpdate();
  };
}

customElements.define('parley-sessions-column', SessionsColumn);
