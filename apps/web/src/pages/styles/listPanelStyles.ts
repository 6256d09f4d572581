import { css } from 'lit';

/** A panel with a list in it: the rows scroll, below them stands that more come, or why there are none. */
export const listPanelStyles = css`
  :host {
    display: block;
    min-width: 0;
    min-height: 0;
  }
  .panel {
    display: grid;
    height: 100%;
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
  .failed {
    color: var(--danger);
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
