import { css } from 'lit';

/** A list within a page of the console, under a heading of its own. */
export const listStyles = css`
  :host {
    display: grid;
    gap: var(--space-3);
    overflow: visible;
  }
  h2 {
    margin: 0;
  }
  .what {
    margin-top: calc(-1 * var(--space-3));
  }
`;
