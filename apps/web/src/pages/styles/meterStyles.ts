import { css } from 'lit';

/** A bar that says how much of something there is; `full`: nothing of it is left. */
export const meterStyles = css`
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
  meter.full::-webkit-meter-optimum-value {
    background: var(--danger);
  }
  meter.full::-moz-meter-bar {
    background: var(--danger);
  }
`;
