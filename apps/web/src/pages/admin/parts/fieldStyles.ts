import { css } from 'lit';

/** A field that chooses what a page or a list shows. */
export const fieldStyles = css`
  select,
  .filters input {
    min-height: var(--target);
    padding: 0 var(--space-2);
    border: var(--hairline) solid var(--edge);
    border-radius: var(--radius-small);
    background: var(--surface-float);
    color: var(--text);
    font: inherit;
    font-size: var(--size-14);
  }
`;
