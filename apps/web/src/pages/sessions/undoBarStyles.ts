import { css } from 'lit';

export const undoBarStyles = css`
  .undo {
    position: fixed;
    z-index: 2;
    inset: auto 0 calc(var(--bar) + var(--space-12) + var(--safe-bottom));
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    justify-items: center;
    gap: var(--space-2);
    padding: 0 var(--space-4);
    pointer-events: none;
  }
  .undo > div {
    display: flex;
    align-items: center;
    gap: var(--space-3);
    max-width: 100%;
    padding: var(--space-1) var(--space-2) var(--space-1) var(--space-4);
    border: var(--hairline) solid var(--line);
    border-radius: var(--radius);
    background: var(--surface-float);
    box-shadow: var(--shadow);
    font-size: var(--size-14);
    pointer-events: auto;
    animation: appear var(--slow) var(--ease);
  }
  .undo span {
    display: flex;
    min-width: 0;
    white-space: pre;
  }
  .undo bdi {
    overflow: hidden;
    text-overflow: ellipsis;
  }
`;
