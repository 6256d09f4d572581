import { css } from 'lit';

export const accountButtonStyles = css`
  .account {
    display: flex;
    align-items: center;
    gap: var(--space-2);
    min-height: var(--bar);
    padding: 0 var(--space-4) var(--safe-bottom);
    border-top: var(--hairline) solid var(--line);
    font-size: var(--size-14);
    text-align: start;
  }
  .account:focus-visible {
    outline-offset: calc(-1 * var(--stroke));
  }
  .account svg {
    color: var(--text-soft);
  }
  .who {
    flex: 1;
    min-width: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .portrait {
    display: grid;
    place-items: center;
    width: var(--space-8);
    height: var(--space-8);
    border-radius: var(--radius-round);
    background: var(--accent);
    color: var(--on-accent);
    font-weight: var(--weight-strong);
  }
  @media (hover: hover) {
    .account:hover {
      background: var(--surface-2);
    }
  }
  :host([whole]) .account {
    padding-inline: var(--space-5);
  }
`;
