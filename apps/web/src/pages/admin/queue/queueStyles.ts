import { css } from 'lit';

export const queueStyles = css`
  parley-undelivered {
    padding-top: var(--space-4);
    border-top: var(--hairline) solid var(--line);
  }
  .outbox {
    min-height: var(--target);
    font-size: var(--size-14);
    line-height: var(--target);
  }
  .danger {
    color: var(--danger);
  }
  .acts {
    display: flex;
    margin-inline: calc(-1 * var(--space-2));
  }
  @media (max-width: 40rem) {
    td:has(> .acts) {
      align-items: center;
    }
  }
`;
