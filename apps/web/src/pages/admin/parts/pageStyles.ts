import { css } from 'lit';

/** A page of the console that has the whole width: a head, figures, tables. */
export const pageStyles = css`
  :host {
    display: block;
    min-height: 0;
    overflow-y: auto;
    scrollbar-width: thin;
    scrollbar-color: var(--line) transparent;
  }
  main {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--space-6);
    max-width: var(--wide-column);
    margin: 0 auto;
    padding: var(--space-6) max(var(--space-4), var(--safe-right)) calc(var(--space-16) + var(--safe-bottom))
      max(var(--space-4), var(--safe-left));
  }
  .top {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--space-2) var(--space-4);
  }
  h1 {
    flex: 1 1 auto;
    margin: 0;
    font-size: var(--size-22);
    font-weight: var(--weight-strong);
    line-height: var(--leading-tight);
    overflow-wrap: anywhere;
  }
  @media (max-width: 40rem) {
    h1 {
      flex-basis: 100%;
    }
  }
  h2 {
    margin: 0 0 var(--space-2);
    font-size: var(--size-16);
    font-weight: var(--weight-strong);
  }
  /* What the page is for, under its heading. */
  .what {
    max-width: var(--column);
    margin: calc(-1 * var(--space-4)) 0 0;
    color: var(--text-soft);
    font-size: var(--size-14);
    text-wrap: pretty;
  }
  .choice {
    display: flex;
    align-items: center;
    gap: var(--space-2);
    color: var(--text-soft);
    font-size: var(--size-14);
  }
  .state {
    color: var(--text-soft);
    font-size: var(--size-14);
  }
  .state:empty {
    display: none;
  }
  .state p {
    margin: 0;
    text-wrap: pretty;
  }
  .failed {
    color: var(--danger);
  }
  .text-button {
    font-size: var(--size-14);
  }
  .top > .text-button:last-child {
    margin-inline-end: calc(-1 * var(--space-2));
  }
  a {
    color: var(--accent);
  }
`;
