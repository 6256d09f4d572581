import { css } from 'lit';

/** What every component starts from: boxes, buttons, focus, and text for screen readers alone. */
export const base = css`
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  :host([hidden]),
  [hidden] {
    display: none !important;
  }
  button {
    font: inherit;
    color: inherit;
    background: none;
    border: 0;
    padding: 0;
    cursor: pointer;
    touch-action: manipulation;
    -webkit-tap-highlight-color: transparent;
  }
  :focus-visible {
    outline: var(--stroke) solid var(--accent);
    outline-offset: var(--stroke);
  }
  svg.icon {
    display: block;
    width: var(--icon);
    height: var(--icon);
    fill: none;
    stroke: currentColor;
    stroke-width: var(--stroke-icon);
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  .icon-button {
    display: grid;
    place-items: center;
    flex: none;
    width: var(--target);
    height: var(--target);
    border-radius: var(--radius);
    color: var(--text-soft);
  }
  .text-button {
    min-height: var(--target);
    padding: 0 var(--space-2);
    border-radius: var(--radius-small);
    color: var(--accent);
    font-weight: var(--weight-strong);
  }
  .main-button {
    min-height: max(var(--target), var(--space-10));
    padding: 0 var(--space-5);
    border-radius: var(--radius);
    background: var(--accent);
    color: var(--on-accent);
    font-weight: var(--weight-strong);
  }
  @media (hover: hover) {
    .icon-button:hover {
      background: var(--surface-1);
      color: var(--text);
    }
    .text-button:hover {
      background: var(--surface-1);
      color: var(--accent-strong);
    }
    .main-button:hover {
      background: var(--accent-strong);
    }
  }
  .unseen {
    position: absolute;
    width: 1px;
    height: 1px;
    margin: -1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
`;
