import { css } from 'lit';

export const sessionsPanelStyles = css`
  :host {
    grid-row: 1;
  }
  .panel {
    grid-template: auto auto minmax(0, 1fr) auto auto / minmax(0, 1fr);
    border-inline-end: var(--hairline) solid var(--line);
    background: var(--surface-1);
  }
  :host([whole]) .panel {
    border: 0;
    background: none;
  }
  .empty h2 {
    margin: var(--space-4) 0 0;
    color: var(--text);
    font-size: var(--size-14);
    font-weight: var(--weight-strong);
  }
  .problem p {
    margin: 0;
    padding: var(--space-2) var(--space-5);
    color: var(--danger);
    font-size: var(--size-14);
  }
  :host([whole]) .head,
  :host([whole]) .search,
  :host([whole]) .rows,
  :host([whole]) .problem,
  :host([whole]) .account {
    width: 100%;
    max-width: calc(var(--column) + 2 * var(--space-4));
    justify-self: center;
  }
`;
