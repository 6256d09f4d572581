import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { base } from '../../styles/base.ts';
import { agoWords } from '../../words/agoWords.ts';
import { spanWords } from '../../words/spanWords.ts';
import type { AdminApi } from '../api/adminApi.ts';
import type { Metrics, ProviderState } from '../api/figures.ts';
import { costWords } from '../parts/costWords.ts';
import { fieldStyles } from '../parts/fieldStyles.ts';
import { Loaded } from '../parts/loaded.ts';
import { loadState } from '../parts/loadState.ts';
import { pageStyles } from '../parts/pageStyles.ts';
import { type Column, table } from '../parts/table.ts';
import { tableStyles } from '../parts/tableStyles.ts';
import { everyHour } from './everyHour.ts';
import type { Span } from './everyStep.ts';
import { type MeasureName, MEASURES } from './measures.ts';
import { metricsStyles } from './metricsStyles.ts';
import './plot.ts';
import { rangeChoice } from './rangeChoice.ts';
import { type RangeName, rangeOf } from './ranges.ts';
import { sparkline } from './sparkline.ts';

const AGAIN_MS = 30_000;
const HOUR_S = 3600;

interface Shown {
  readonly metrics: Metrics;
  readonly providers: readonly ProviderState[];
  readonly range: Span;
}

const PROVIDERS: readonly Column<ProviderState>[] = [
  { name: 'Model', cell: ({ label }) => label },
  {
    name: 'Now',
    cell: ({ available, reason = 'no worker can call it' }) =>
      available ? 'Available' : html`<span class="unavailable">Not available: ${reason}</span>`,
  },
  {
    name: 'Last answer',
    cell: ({ last }) => (last ? `${last.status}, ${agoWords(new Date(last.at), new Date())}` : 'none yet'),
  },
  { name: 'Answers today', kind: 'number', cell: ({ answers }) => answers.count.toLocaleString() },
  { name: 'Failed', kind: 'number', cell: ({ answers }) => answers.failed.toLocaleString() },
  {
    name: 'Typical time',
    kind: 'number',
    cell: ({ responseTimes }) => (responseTimes.count > 0 ? spanWords(responseTimes.p50Ms) : '–'),
  },
];

/** How the fleet does now, and did by the hour. Read again each half minute. */
export class MetricsView extends LitElement {
  static override properties = { api: {}, range: { state: true }, measure: { state: true } };
  static override styles = [base, pageStyles, fieldStyles, tableStyles, metricsStyles];
  declare api: AdminApi;
  declare range: RangeName;
  declare measure: MeasureName;
  readonly #loaded = new Loaded<Shown>(this);
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor() {
    super();
    this.range = 'day';
    this.measure = 'answers';
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#timer = setInterval(this.#load, AGAIN_MS);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.#timer);
  }

  protected override firstUpdated(): void {
    this.#load();
  }

  protected override render(): TemplateResult {
    const shown = this.#loaded.value;
    return html`<main>
      <div class="top">
        <h1>Metrics</h1>
        ${rangeChoice(this.range, (range) => {
          this.range = range;
          this.#load();
        })}
      </div>
      ${loadState(this.#loaded, this.#load)} ${shown ? this.#figures(shown) : nothing}
    </main>`;
  }

  #figures({ metrics, providers, range }: Shown): TemplateResult {
    const { now, sessions, messages, answers, responseTimes, tokens, costUsd } = metrics;
    const line = (name: MeasureName) => sparkline(everyHour(metrics.byHour, range, MEASURES[name].of).values);
    const figure = (name: string, value: string, measure?: MeasureName, more?: string): TemplateResult =>
      html`<div class="figure">
        <dt>${name}</dt>
        <dd>
          <b>${value}</b>${more ? html`<span>${more}</span>` : nothing} ${measure ? line(measure) : nothing}
        </dd>
      </div>`;
    return html`
      <dl class="figures now" aria-label="Now">
        ${figure('Active now', now.active.toLocaleString())}
        <div class="figure" ?data-human=${now.waiting > 0}>
          <dt>Waiting now</dt>
          <dd><b>${now.waiting.toLocaleString()}</b></dd>
        </div>
        ${figure('With a person', now.held.toLocaleString())}
      </dl>
      <dl class="figures" aria-label="In this time">
        ${figure('Sessions', sessions.count.toLocaleString(), 'sessions', `${sessions.adminAssisted.toLocaleString()} with a person`)}
        ${figure('Users’ messages', messages.user.toLocaleString(), 'messages', `${messages.admin.toLocaleString()} by the team`)}
        ${figure('Answers', answers.count.toLocaleString(), 'answers', `${answers.failed.toLocaleString()} failed`)}
        ${figure('Typical answer', spanWords(responseTimes.p50Ms), 'response', `p95 ${spanWords(responseTimes.p95Ms)}`)}
        ${figure('Slowest answer', spanWords(responseTimes.maxMs), undefined, `p99 ${spanWords(responseTimes.p99Ms)}`)}
        ${figure('Typical session', spanWords(sessions.durations.p50Ms), undefined, `average ${spanWords(sessions.durations.avgMs)}`)}
        ${figure('Tokens', tokens.total.toLocaleString(), 'tokens', `${tokens.output.toLocaleString()} written`)}
        ${figure('Cost', costWords(costUsd), 'cost', `${costWords(costUsd / Math.max(1, answers.count))} per answer`)}
      </dl>
      ${this.#plotted(metrics, range)}
      ${
        providers.length > 0
          ? html`<section>
              <h2>Models</h2>
              ${table('Models', PROVIDERS, providers, ({ id }) => id)}
            </section>`
          : nothing
      }
    `;
  }

  #plotted(metrics: Metrics, range: Span): TemplateResult {
    const { label, of, words } = MEASURES[this.measure];
    const { at, values } = everyHour(metrics.byHour, range, of);
    const most = Math.max(0, ...values);
    return html`<section>
      <div class="top">
        <h2>By the hour</h2>
        <label class="choice"
          >Shows
          <select
            aria-label="Shows"
            @change=${({ target }: Event) => {
              if (target instanceof HTMLSelectElement) this.measure = target.value as MeasureName;
            }}
          >
            ${Object.entries(MEASURES).map(
              ([name, measure]) =>
                html`<option value=${name} ?selected=${name === this.measure}>${measure.label}</option>`,
            )}
          </select>
        </label>
      </div>
      <parley-plot
        .at=${at}
        .step=${HOUR_S}
        .values=${values}
        .words=${words}
        .label=${`${label} by the hour, at most ${words(most)}`}
      ></parley-plot>
    </section>`;
  }

  readonly #load = (): void => {
    const range = rangeOf(this.range, Date.now());
    void this.#loaded.load(async () => {
      const [metrics, providers] = await Promise.all([
        this.api.metrics(range.from, range.to),
        this.api.providers(),
      ]);
      return { metrics, providers, range };
    });
  };
}

customElements.define('parley-metrics', MetricsView);
