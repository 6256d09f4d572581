import { css } from 'lit';

export const sessionsPanelStyles = css`
  :host {
    display: block;
    min-width: 0;
    min-height: 0;
    grid-row: 1;
  }
  .panel {
    display: grid;
    grid-template: auto auto minmax(0, 1fr) auto auto / minmax(0, 1fr);
    height: 100%;
    border-inline-end: var(--hairline) solid var(--line);
    background: var(--surface-1);
  }
  :host([whole]) .panel {
    border: 0;
    background: none;
  }
  .rows {
    min-height: 0;
    overflow-y: auto;
    overscroll-behavior: contain;
    scrollbar-width: thin;
    scrollbar-color: var(--line) transparent;
  }
  .state {
    padding: 0 var(--space-5);
    color: var(--text-soft);
    font-size: var(--size-14);
  }
  .state p {
    margin: var(--space-2) 0;
    text-wrap: pretty;
  }
  .state .text-button {
    margin-inline-start: calc(-1 * var(--space-2));
  }
  .loading {
    opacity: 0;
    animation: appear var(--slow) var(--ease) var(--soon) forwards;
  }
  .empty h2 {
    margin: var(--space-4) 0 0;
    color: var(--text);
    font-size: var(--size-14);
    font-weight: var(--weight-strong);
  }
  .failed,
  .problem p {
    color: var(--danger);
  }
  .problem p {
    margin: 0;
    padding: var(--space-2) var(--space-5);
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
  @keyframes appear {
    from {
      opacity: 0;
    }
    to {
      opacity: 1;
    }
  }
`;
