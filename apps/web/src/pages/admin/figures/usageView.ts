import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { base } from '../../styles/base.ts';
import { meterStyles } from '../../styles/meterStyles.ts';
import type { AdminApi } from '../api/adminApi.ts';
import type { UsageGroup, UsageRow } from '../api/figures.ts';
import { costWords } from '../parts/costWords.ts';
import { fieldStyles } from '../parts/fieldStyles.ts';
import { Loaded } from '../parts/loaded.ts';
import { loadState } from '../parts/loadState.ts';
import { pageStyles } from '../parts/pageStyles.ts';
import { type Column, table } from '../parts/table.ts';
import { tableStyles } from '../parts/tableStyles.ts';
import { pathOf } from '../place.ts';
import { everyDay } from './everyDay.ts';
import type { Span } from './everyStep.ts';
import './plot.ts';
import { rangeChoice } from './rangeChoice.ts';
import { type RangeName, rangeOf } from './ranges.ts';

const DAY_S = 86_400;
const GROUPS: Record<UsageGroup, string> = { model: 'Model', user: 'User', day: 'Day' };

interface Shown {
  readonly group: UsageGroup;
  readonly rows: readonly UsageRow[];
  readonly range: Span;
}

const tokensOf = ({ inputTokens, outputTokens }: UsageRow): number => inputTokens + outputTokens;
const count = (value: number): string => Math.round(value).toLocaleString();

/** Calls of models, their tokens and cost, by model, user or day. */
export class UsageView extends LitElement {
  static override properties = { api: {}, range: { state: true }, group: { state: true } };
  static override styles = [base, pageStyles, fieldStyles, tableStyles, meterStyles];
  declare api: AdminApi;
  declare range: RangeName;
  declare group: UsageGroup;
  readonly #loaded = new Loaded<Shown>(this);

  constructor() {
    super();
    this.range = 'month';
    this.group = 'day';
  }

  protected override firstUpdated(): void {
    this.#load();
  }

  protected override render(): TemplateResult {
    const shown = this.#loaded.value;
    return html`<main>
      <div class="top">
        <h1>Usage</h1>
        <label class="choice"
          >By
          <select aria-label="By" @change=${this.#choose}>
            ${Object.entries(GROUPS).map(
              ([group, label]) =>
                html`<option value=${group} ?selected=${group === this.group}>${label}</option>`,
            )}
          </select>
        </label>
        ${rangeChoice(this.range, (range) => {
          this.range = range;
          this.#load();
        })}
      </div>
      ${loadState(this.#loaded, this.#load, shown?.rows.length === 0 && 'Nothing was used in this time.')}
      ${shown && shown.rows.length > 0 ? this.#usage(shown) : nothing}
    </main>`;
  }

  #usage({ group, rows, range }: Shown): TemplateResult {
    const days = everyDay(rows, range, tokensOf);
    const most = Math.max(1, ...rows.map(tokensOf));
    return html`
      ${
        group === 'day'
          ? html`<parley-plot
              .at=${days.at}
              .step=${DAY_S}
              .values=${days.values}
              .words=${count}
              .label=${`Tokens by the day, at most ${count(most)}`}
            ></parley-plot>`
          : nothing
      }
      ${table('Usage', this.#columns(group, most), group === 'day' ? rows.toReversed() : rows, ({ key }) => key)}
    `;
  }

  #columns(group: UsageGroup, most: number): readonly Column<UsageRow>[] {
    const key = ({ key }: UsageRow): unknown =>
      group === 'user' ? html`<a href=${pathOf({ at: 'user', userId: key })} dir="auto">${key}</a>` : key;
    return [
      { name: GROUPS[group], cell: key },
      {
        name: 'Share',
        cell: (row) =>
          html`<meter min="0" max=${most} value=${tokensOf(row)} aria-label="Of the most">
            ${count(tokensOf(row))}
          </meter>`,
      },
      { name: 'Calls', kind: 'number', cell: ({ calls }) => calls.toLocaleString() },
      { name: 'Tokens in', kind: 'number', cell: ({ inputTokens }) => inputTokens.toLocaleString() },
      { name: 'Cached', kind: 'number', cell: ({ cachedTokens }) => cachedTokens.toLocaleString() },
      { name: 'Tokens out', kind: 'number', cell: ({ outputTokens }) => outputTokens.toLocaleString() },
      {
        name: 'Reasoning',
        kind: 'number',
        cell: ({ reasoningTokens }) => reasoningTokens.toLocaleString(),
      },
      { name: 'Cost', kind: 'number', cell: ({ costUsd }) => costWords(costUsd) },
    ];
  }

  readonly #choose = ({ target }: Event): void => {
    if (!(target instanceof HTMLSelectElement)) return;
    this.group = target.value as UsageGroup;
    this.#load();
  };

  readonly #load = (): void => {
    const range = rangeOf(this.range, Date.now());
    const { group } = this;
    void this.#loaded.load(async () => ({
      group,
      rows: await this.api.usage(group, range.from, range.to),
      range,
    }));
  };
}

customElements.define('parley-usage', UsageView);
