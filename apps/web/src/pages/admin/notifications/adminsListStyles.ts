import { css } from 'lit';

export const adminsListStyles = css`
  h2 {
    flex: 1 1 auto;
  }
  h2:focus {
    outline: none;
  }
  .who small {
    display: block;
    color: var(--text-soft);
    font-size: var(--size-13);
  }
  .text-button.danger {
    color: var(--danger);
  }
  /* Room for the question, so that no column moves when it is asked. */
  .acts {
    display: flex;
    min-width: calc(1.5 * var(--figure));
    margin-inline: calc(-1 * var(--space-2));
  }
  @media (max-width: 40rem) {
    td:has(> .acts) {
      align-items: center;
    }
    .acts {
      min-width: 0;
    }
  }
`;
