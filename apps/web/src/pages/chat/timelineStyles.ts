import { css } from 'lit';

export const timelineStyles = css`
  :host {
    position: relative;
    display: block;
    min-height: 0;
  }
  .scroller {
    height: 100%;
    overflow-y: auto;
    overflow-anchor: none;
    overscroll-behavior: contain;
    scrollbar-gutter: stable both-edges;
    scrollbar-width: thin;
    scrollbar-color: var(--line) transparent;
  }
  .column {
    display: flex;
    flex-direction: column;
    gap: var(--space-6);
    max-width: calc(var(--column) + 2 * var(--space-4));
    min-height: 100%;
    margin: 0 auto;
    padding: var(--space-6) max(var(--space-4), var(--safe-right)) var(--space-8)
      max(var(--space-4), var(--safe-left));
  }
  .notice,
  .day {
    display: flex;
    align-items: center;
    gap: var(--space-3);
    color: var(--text-soft);
    font-size: var(--size-13);
  }
  .failed {
    margin: 0;
    color: var(--danger);
    font-size: var(--size-14);
  }
  parley-answer-text + .failed {
    margin-top: var(--space-3);
  }
  .again {
    align-self: flex-start;
    margin-inline-start: calc(-1 * var(--space-2));
    font-size: var(--size-14);
  }
  .notice .again {
    align-self: center;
    margin: 0;
  }
  .aside {
    margin: var(--space-2) 0 0;
    color: var(--text-soft);
    font-size: var(--size-13);
    overflow-wrap: anywhere;
  }
  .failed + .aside,
  .aside + .failed {
    margin-top: var(--space-1);
  }
  .answer .notice {
    margin-top: var(--space-3);
  }
  .notice::before,
  .notice::after,
  .day::before,
  .day::after {
    content: '';
    flex: 1;
    min-width: var(--space-4);
    border-top: var(--hairline) solid var(--line);
  }
  .notice > span {
    flex: 0 1 auto;
    text-align: center;
    text-wrap: balance;
  }
  .notice .text-button {
    flex: none;
    font-size: var(--size-13);
  }
  .dots {
    display: flex;
    align-items: center;
    gap: var(--space-1);
    height: calc(var(--size-16) * var(--leading-message));
    opacity: 0;
    animation: appear var(--slow) var(--ease) var(--dots-after) forwards;
  }
  .dots i {
    width: var(--dot);
    height: var(--dot);
    border-radius: var(--radius-round);
    background: var(--text-soft);
    opacity: 0.55;
    animation: breathe var(--beat) ease-in-out infinite;
  }
  .dots i:nth-child(2) {
    animation-delay: calc(var(--beat) / 6);
  }
  .dots i:nth-child(3) {
    animation-delay: calc(var(--beat) / 3);
  }
  .older {
    align-self: center;
    color: var(--text-soft);
    font-size: var(--size-13);
  }
  .latest {
    position: absolute;
    inset-inline: 0;
    bottom: var(--space-3);
    display: flex;
    justify-content: center;
    pointer-events: none;
  }
  .latest button {
    display: flex;
    align-items: center;
    gap: var(--space-2);
    min-height: var(--target);
    padding-inline: var(--space-3) var(--space-4);
    border: var(--hairline) solid var(--line);
    border-radius: var(--radius-round);
    background: var(--surface-float);
    box-shadow: var(--shadow);
    font-size: var(--size-14);
    pointer-events: auto;
    animation: appear var(--slow) var(--ease);
  }
  .latest svg.icon {
    width: var(--icon-small);
    height: var(--icon-small);
  }
  /* Words with two things to do about them don't fit beside these: they stand above. */
  @media (max-width: 40rem) {
    .notice:has(.again + .again) {
      flex-wrap: wrap;
      justify-content: center;
      row-gap: 0;
    }
    .notice:has(.again + .again) > span {
      flex-basis: 100%;
    }
    .notice:has(.again + .again)::before,
    .notice:has(.again + .again)::after {
      content: none;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .dots i {
      animation: none;
    }
  }
  @keyframes appear {
    from {
      opacity: 0;
    }
    to {
      opacity: 1;
    }
  }
  @keyframes breathe {
    0%,
    60%,
    100% {
      opacity: 0.3;
    }
    30% {
      opacity: 0.9;
    }
  }
`;
