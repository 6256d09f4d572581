import { css } from 'lit';

export const sessionsColumnStyles = css`
  .panel {
    position: relative;
    grid-template: auto auto minmax(0, 1fr) / minmax(0, 1fr);
  }
  .top {
    display: flex;
    align-items: center;
    gap: var(--space-2);
    min-height: var(--space-12);
    padding: 0 var(--space-3) 0 var(--space-5);
  }
  h2 {
    flex: 1;
    margin: 0;
    font-size: var(--size-14);
    font-weight: var(--weight-strong);
    font-variant-numeric: tabular-nums;
  }
  .top .text-button {
    font-size: var(--size-14);
  }
  .filters {
    grid-template-columns: repeat(2, minmax(0, 1fr));
    grid-row: 2;
    max-height: var(--menu-max);
    padding: 0 var(--space-5) var(--space-3);
    overflow-y: auto;
  }
  .rows {
    grid-row: 3;
  }
  .late {
    position: sticky;
    bottom: var(--space-3);
    display: flex;
    justify-content: center;
    pointer-events: none;
  }
  .late button {
    min-height: var(--target);
    padding-inline: var(--space-4);
    border: var(--hairline) solid var(--line);
    border-radius: var(--radius-round);
    background: var(--surface-float);
    box-shadow: var(--shadow);
    font-size: var(--size-14);
    pointer-events: auto;
  }
`;
