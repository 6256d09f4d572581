import { css } from 'lit';

export const searchFieldStyles = css`
  .search {
    position: relative;
    margin: 0 var(--space-2) var(--space-2);
  }
  .search svg {
    position: absolute;
    inset: 0 auto 0 var(--space-3);
    height: 100%;
    width: var(--icon-small);
    color: var(--text-soft);
    pointer-events: none;
  }
  .search input {
    width: 100%;
    min-height: var(--target);
    padding: 0 var(--space-3) 0 var(--space-8);
    border: var(--hairline) solid var(--line);
    border-radius: var(--radius);
    background: var(--surface-float);
    color: inherit;
    font: inherit;
    font-size: var(--size-14);
    appearance: none;
  }
  .search input::-webkit-search-cancel-button {
    filter: grayscale(1);
  }
  .search input:focus {
    outline: var(--stroke) solid var(--accent);
    outline-offset: calc(-1 * var(--hairline));
  }
  .search input::placeholder {
    color: var(--text-soft);
    opacity: 1;
  }
  :host([whole]) .search {
    margin-inline: 0;
    padding-inline: var(--space-2);
  }
  :host([whole]) .search svg {
    inset-inline-start: var(--space-5);
  }
`;
