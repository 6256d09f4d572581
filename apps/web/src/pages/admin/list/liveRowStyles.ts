import { css } from 'lit';

export const liveRowStyles = css`
  ul {
    margin: 0;
    padding: 0 var(--space-2) var(--space-4);
    list-style: none;
  }
  .row {
    border-radius: var(--radius);
  }
  .link {
    display: block;
    padding: var(--space-2) var(--space-3);
    border-radius: inherit;
    color: inherit;
    font-size: var(--size-14);
    text-decoration: none;
  }
  a.link:focus-visible {
    outline-offset: calc(-1 * var(--stroke));
  }
  .row[data-change='odd'] .link {
    animation: odd var(--slow) var(--ease);
  }
  .row[data-change='even'] .link {
    animation: even var(--slow) var(--ease);
  }
  .head,
  .facts {
    display: flex;
    align-items: baseline;
    gap: var(--space-2);
  }
  .name {
    flex: 1;
    min-width: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .facts,
  time {
    color: var(--text-soft);
    font-size: var(--size-13);
    font-variant-numeric: tabular-nums;
  }
  .facts > * {
    flex: none;
    white-space: nowrap;
  }
  .facts > :is(.who, .person) {
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .facts > .who {
    flex: 0 1 auto;
  }
  /* Who has it doesn’t give way, not by the fraction of a pixel that would cut a word, unless the name is very long. */
  .facts > .person {
    max-width: 60%;
    margin-inline-start: auto;
  }
  .person:not([data-past]) {
    color: var(--human);
  }
  .reason {
    display: -webkit-box;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
    line-clamp: 2;
    overflow: hidden;
    font-size: var(--size-13);
    overflow-wrap: anywhere;
  }
  .row[data-current] {
    background: var(--surface-2);
  }
  .row[data-current] .name {
    font-weight: var(--weight-strong);
  }
  .gone {
    color: var(--text-soft);
  }
  @media (hover: hover) {
    .row:not(.gone):hover {
      background: var(--surface-2);
    }
  }
  @keyframes odd {
    from {
      opacity: 0.3;
    }
  }
  @keyframes even {
    from {
      opacity: 0.3;
    }
  }
`;
