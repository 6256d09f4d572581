import { css } from 'lit';

/** Tables; on a phone each row stands as a block, every value under its name. */
export const tableStyles = css`
  table {
    width: 100%;
    border-collapse: collapse;
    font-size: var(--size-14);
    font-variant-numeric: tabular-nums;
  }
  th,
  td {
    padding: var(--space-2) var(--space-4) var(--space-2) 0;
    border-bottom: var(--hairline) solid var(--line);
    text-align: start;
    vertical-align: top;
    overflow-wrap: anywhere;
  }
  th {
    color: var(--text-soft);
    font-size: var(--size-13);
    font-weight: var(--weight);
    white-space: nowrap;
  }
  :is(th, td):last-child {
    padding-inline-end: 0;
  }
  .number {
    text-align: end;
    white-space: nowrap;
  }
  .tight {
    white-space: nowrap;
  }
  td code {
    color: var(--text-soft);
    font-family: var(--font-code);
    font-size: var(--size-code);
  }
  td .text-button {
    min-height: var(--space-6);
  }
  @media (max-width: 40rem) {
    thead {
      display: none;
    }
    table,
    tbody,
    tr {
      display: block;
    }
    tr {
      padding-block: var(--space-3);
      border-bottom: var(--hairline) solid var(--line);
    }
    td,
    td.number {
      display: grid;
      grid-template-columns: 2fr 3fr;
      gap: var(--space-3);
      padding: var(--space-half) 0;
      border: 0;
      text-align: start;
      white-space: normal;
    }
    td::before {
      content: attr(data-name);
      color: var(--text-soft);
    }
    td:empty {
      display: none;
    }
    td .text-button {
      min-height: var(--target);
      justify-self: start;
      margin-inline-start: calc(-1 * var(--space-2));
    }
  }
`;
