import { css } from 'lit';

export const metricsStyles = css`
  .figures {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(var(--figure), 1fr));
    gap: var(--space-5) var(--space-6);
    margin: 0;
  }
  .now {
    grid-template-columns: repeat(3, minmax(0, var(--figure)));
    padding-bottom: var(--space-5);
    border-bottom: var(--hairline) solid var(--line);
  }
  .figure {
    display: grid;
    align-content: start;
    min-width: 0;
  }
  dt {
    color: var(--text-soft);
    font-size: var(--size-13);
  }
  dd {
    display: grid;
    margin: 0;
    font-variant-numeric: tabular-nums;
  }
  dd b {
    font-size: var(--size-22);
    font-weight: var(--weight-strong);
    line-height: var(--leading-tight);
  }
  dd span {
    color: var(--text-soft);
    font-size: var(--size-13);
  }
  [data-human] b {
    color: var(--human);
  }
  .sparkline {
    width: 100%;
    height: var(--space-6);
    margin-top: var(--space-1);
    overflow: visible;
  }
  .sparkline polyline {
    fill: none;
    stroke: var(--accent);
    stroke-width: var(--stroke-icon);
    stroke-linejoin: round;
    vector-effect: non-scaling-stroke;
  }
  .unavailable {
    color: var(--danger);
    overflow-wrap: anywhere;
  }
  section > .top {
    justify-content: space-between;
    margin-bottom: var(--space-2);
  }
  section > .top h2 {
    margin: 0;
  }
`;
