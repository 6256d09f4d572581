import { css } from 'lit';

/** A wait turns amber, then red. */
export const waitStyles = css`
  .wait {
    flex: none;
    padding: 0 var(--space-2);
    border-radius: var(--radius-small);
    color: var(--text-soft);
    font-size: var(--size-13);
    font-variant-numeric: tabular-nums;
    font-weight: var(--weight-strong);
  }
  .wait[data-urgency='long'] {
    background: var(--human-surface);
    color: var(--human);
  }
  .wait[data-urgency='too-long'] {
    background: var(--danger-surface);
    color: var(--danger);
  }
`;
