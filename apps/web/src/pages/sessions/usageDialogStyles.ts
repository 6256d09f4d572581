import { css } from 'lit';

export const usageDialogStyles = css`
  h3 {
    margin: var(--space-6) 0 var(--space-2);
    font-size: var(--size-14);
    line-height: var(--leading-tight);
  }
  .today {
    display: flex;
    align-items: baseline;
    flex-wrap: wrap;
    gap: 0 var(--space-2);
    margin: var(--space-4) 0 var(--space-2);
    font-variant-numeric: tabular-nums;
  }
  .today b {
    color: var(--text);
    font-size: var(--size-28);
    font-weight: var(--weight-strong);
    line-height: var(--leading-tight);
  }
  .note {
    margin: var(--space-2) 0 0;
    font-size: var(--size-13);
  }
  .over {
    color: var(--danger);
  }
  .bars {
    display: block;
    width: 100%;
    height: var(--space-16);
    border-bottom: var(--hairline) solid var(--line);
    fill: var(--accent);
  }
  .ends {
    display: flex;
    justify-content: space-between;
    margin: var(--space-1) 0 0;
    font-size: var(--size-13);
    font-variant-numeric: tabular-nums;
  }
  table {
    width: 100%;
    border-collapse: collapse;
    font-size: var(--size-14);
    font-variant-numeric: tabular-nums;
  }
  th,
  td {
    padding: var(--space-2) 0 var(--space-2) var(--space-4);
    border-bottom: var(--hairline) solid var(--line);
    text-align: end;
    vertical-align: baseline;
  }
  thead th {
    color: var(--text-soft);
    font-size: var(--size-13);
    font-weight: var(--weight);
  }
  :is(th, td):first-child {
    padding-inline-start: 0;
    font-weight: var(--weight);
    text-align: start;
    overflow-wrap: anywhere;
  }
`;
