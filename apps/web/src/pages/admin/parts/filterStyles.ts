import { css } from 'lit';

/** A form that chooses what a list shows: each field under its name. */
export const filterStyles = css`
  .filters {
    display: grid;
    gap: var(--space-2);
  }
  .filters label {
    display: grid;
    gap: var(--space-half);
    min-width: 0;
    color: var(--text-soft);
    font-size: var(--size-13);
  }
  .filters :is(input, select) {
    width: 100%;
    min-width: 0;
  }
  .filters :is(input, select):focus {
    outline: var(--stroke) solid var(--accent);
    outline-offset: calc(-1 * var(--hairline));
  }
  .filters .field-problem {
    color: var(--danger);
    overflow-wrap: anywhere;
  }
  .filters input:disabled {
    border-color: var(--line);
    background: none;
  }
  .filters input::placeholder {
    color: var(--text-soft);
    opacity: 1;
  }
  .filters .text-button {
    grid-column: 1 / -1;
    justify-self: start;
    margin-inline-start: calc(-1 * var(--space-2));
    font-size: var(--size-14);
  }
`;
