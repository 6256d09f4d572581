/// <reference types="vite/client" />
import { css, html, LitElement, type PropertyValues, type TemplateResult, unsafeCSS } from 'lit';
import uPlot from 'uplot';
import uplotCss from 'uplot/dist/uPlot.min.css?inline';
import { base } from '../../styles/base.ts';
import { timeWords } from '../../words/timeWords.ts';
import { marksUpTo } from './marksUpTo.ts';

const DAY_S = 86_400;
/** How far apart the marks of an axis are whose steps are days. */
const DAYS = [1, 2, 3, 5, 7, 10, 14].map((days) => days * DAY_S);

/** A colour of the tokens, as a canvas takes it. */
function colour(element: Element, token: string): string {
  const probe = element.ownerDocument.createElement('i');
  probe.style.color = `var(${token})`;
  element.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}

/** Moments as an axis writes them: the time of day, or at whole days these. */
function timesAt(seconds: readonly number[], step: number): string[] {
  const days = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });
  const moments = seconds.map((at) => new Date(at * 1000));
  return moments.map((moment) => (step >= DAY_S ? days.format(moment) : timeWords(moment)));
}

/** Values over time as bars. What it shows is told in `label` to whoever doesn't see it. */
export class Plot extends LitElement {
  static override properties = { at: {}, step: {}, values: {}, label: {}, words: {} };
  static override styles = [
    base,
    unsafeCSS(uplotCss),
    css`
      :host {
        display: block;
        height: var(--plot);
      }
      .plot {
        height: 100%;
        overflow: hidden;
      }
      .u-over {
        cursor: default;
      }
      .u-legend {
        display: none;
      }
    `,
  ];
  /** Seconds since 1970, ascending. */
  declare at: readonly number[];
  /** Seconds from one of them to the next. */
  declare step: number;
  declare values: readonly number[];
  declare label: string;
  /** A value, as its axis writes it. */
  declare words: (value: number) => string;
  #plot: uPlot | undefined;
  readonly #sizes = new ResizeObserver(() => this.#draw());
  readonly #dark = matchMedia('(prefers-color-scheme: dark)');
  readonly #theme = new MutationObserver(() => this.#draw());

  override connectedCallback(): void {
    super.connectedCallback();
    this.#dark.addEventListener('change', this.#draw);
    this.#theme.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#dark.removeEventListener('change', this.#draw);
    this.#theme.disconnect();
    this.#sizes.disconnect();
    this.#plot?.destroy();
    this.#plot = undefined;
  }

  protected override render(): TemplateResult {
    return html`<div class="plot" role="img" aria-label=${this.label}></div>`;
  }

  protected override firstUpdated(): void {
    const home = this.#home;
    if (home) this.#sizes.observe(home);
  }

  protected override updated(_changed: PropertyValues<this>): void {
    this.#draw();
  }

  get #home(): HTMLElement | null {
    return this.renderRoot.querySelector('.plot');
  }

  readonly #draw = (): void => {
    const home = this.#home;
    if (!home || home.clientWidth === 0) return;
    this.#plot?.destroy();
    this.#plot = new uPlot(this.#options(home), [[...this.at], [...this.values]], home);
  };

  #options(home: HTMLElement): uPlot.Options {
    const [soft, line, accent] = ['--text-soft', '--line', '--accent'].map((token) => colour(home, token));
    const { fontFamily, fontSize } = getComputedStyle(this);
    const size = Math.round(Number.parseFloat(fontSize) * 0.8125);
    const axis: uPlot.Axis = {
      font: `${size}px ${fontFamily}`,
      ...(soft && { stroke: soft }),
      grid: { ...(line && { stroke: line }), width: 1 },
      ticks: { show: false },
    };
    const paths = uPlot.paths.bars?.({ size: [0.7, 32], align: 1 });
    const marks = marksUpTo(Math.max(0, ...this.values), this.values.every(Number.isInteger));
    const longest = Math.max(...marks.map((mark) => this.words(mark).length));
    const ends: uPlot.Range.MinMax = [this.at[0] ?? 0, (this.at.at(-1) ?? 0) + this.step];
    return {
      width: home.clientWidth,
      height: home.clientHeight,
      // The last time of the axis stands half behind its end.
      padding: [null, size * 2.5, null, null],
      cursor: { show: false },
      legend: { show: false },
      // A bar stands on its step: the last one needs room to its end.
      scales: {
        x: { time: true, range: () => ends },
        y: { range: () => [0, marks.at(-1) ?? 1] },
      },
      axes: [
        {
          ...axis,
          grid: { show: false },
          ...(this.step >= DAY_S && { incrs: DAYS }),
          values: (_plot, splits, _axis, _space, step) => timesAt(splits, step),
        },
        {
          ...axis,
          size: size * (0.7 * Math.max(3, longest) + 1),
          splits: () => marks,
          values: (_plot, splits) => splits.map((value) => this.words(value)),
        },
      ],
      series: [
        {},
        {
          ...(accent && { stroke: accent, fill: accent }),
          width: 0,
          points: { show: false },
          ...(paths && { paths }),
        },
      ],
    };
  }
}

customElements.define('parley-plot', Plot);
