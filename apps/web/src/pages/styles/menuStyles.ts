import { css } from 'lit';

/** A menu that floats beside its button, on a phone a sheet from below. */
export const menuStyles = css`
  .menu {
    position: fixed;
    inset: auto;
    width: var(--menu);
    max-height: var(--menu-max);
    margin: 0;
    padding: var(--space-1);
    overflow-y: auto;
    border: var(--hairline) solid var(--line);
    border-radius: var(--radius);
    background: var(--surface-float);
    color: inherit;
    box-shadow: var(--shadow);
  }
  .menu:popover-open {
    animation: appear var(--fast) var(--ease);
  }
  .menu h2 {
    margin: 0;
    padding: var(--space-2) var(--space-3) var(--space-1);
    color: var(--text-soft);
    font-size: var(--size-13);
    font-weight: var(--weight);
  }
  .menu button {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: var(--space-2);
    width: 100%;
    min-height: var(--target);
    padding-inline: var(--space-3);
    border-radius: var(--radius-small);
    font-size: var(--size-14);
    text-align: start;
  }
  .menu button:hover,
  .menu button:focus-visible {
    background: var(--surface-1);
    outline-offset: calc(-1 * var(--stroke));
  }
  .menu svg.icon {
    flex: none;
    width: var(--icon-small);
    height: var(--icon-small);
  }
  @media (max-width: 40rem) {
    .menu {
      inset: auto 0 0 0 !important;
      width: 100%;
      padding: var(--space-3) var(--space-3) calc(var(--space-3) + var(--safe-bottom));
      border-width: var(--hairline) 0 0;
      border-radius: var(--radius-own) var(--radius-own) 0 0;
    }
    .menu button {
      min-height: var(--space-12);
      font-size: var(--size-16);
    }
    .menu::backdrop {
      background: var(--veil);
    }
  }
  @keyframes appear {
    from {
      opacity: 0;
      transform: translateY(var(--nudge));
    }
  }
`;
