import { css } from 'lit';

export const undeliveredStyles = css`
  :host {
    display: grid;
    gap: var(--space-3);
    overflow: visible;
  }
  h2 {
    margin: 0;
  }
  .what {
    max-width: var(--column);
    margin: calc(-1 * var(--space-3)) 0 0;
    color: var(--text-soft);
    font-size: var(--size-14);
    text-wrap: pretty;
  }
`;
