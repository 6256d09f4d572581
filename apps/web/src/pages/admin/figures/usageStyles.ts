import { css } from 'lit';

export const usageStyles = css`
  meter {
    width: 100%;
    min-width: var(--space-16);
    height: var(--space-2);
    vertical-align: middle;
    border: 0;
    border-radius: var(--radius-round);
    background: var(--surface-2);
    appearance: none;
  }
  meter::-webkit-meter-bar {
    height: var(--space-2);
    border: 0;
    border-radius: var(--radius-round);
    background: var(--surface-2);
  }
  meter::-webkit-meter-optimum-value {
    border-radius: var(--radius-round);
    background: var(--accent);
  }
  meter::-moz-meter-bar {
    border-radius: var(--radius-round);
    background: var(--accent);
  }
`;
