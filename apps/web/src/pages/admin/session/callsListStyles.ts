import { css } from 'lit';

export const callsListStyles = css`
  .calls {
    font-size: var(--size-14);
  }
  .calls summary {
    min-height: var(--target);
    color: var(--text-soft);
    line-height: var(--target);
    cursor: pointer;
  }
  .calls table {
    width: 100%;
    border-collapse: collapse;
    font-variant-numeric: tabular-nums;
  }
  .calls td {
    padding: var(--space-2) 0;
    border-top: var(--hairline) solid var(--line);
    vertical-align: top;
    overflow-wrap: anywhere;
  }
  .calls td:first-child {
    padding-inline-end: var(--space-3);
    color: var(--text-soft);
    font-size: var(--size-13);
    white-space: nowrap;
  }
  .calls p {
    margin: 0;
  }
  .calls .soft,
  .calls .unknown .how {
    color: var(--text-soft);
    font-size: var(--size-13);
  }
  .calls :is(.failed, .interrupted) .how {
    color: var(--danger);
  }
`;
