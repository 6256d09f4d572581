import { css } from 'lit';

export const sessionRowStyles = css`
  ul {
    margin: 0;
    padding: 0 var(--space-2);
    list-style: none;
  }
  .row {
    position: relative;
    border-radius: var(--radius);
    animation: appear var(--slow) var(--ease);
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
  .name {
    display: block;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .facts {
    display: flex;
    flex-wrap: wrap;
    gap: 0 var(--space-2);
    color: var(--text-soft);
    font-size: var(--size-13);
    font-variant-numeric: tabular-nums;
  }
  .person {
    display: flex;
    align-items: center;
    gap: var(--space-1);
    color: var(--human);
  }
  .person[data-past] {
    color: inherit;
  }
  .person svg {
    width: var(--size-13);
    height: var(--size-13);
  }
  .passage {
    display: -webkit-box;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 3;
    line-clamp: 3;
    overflow: hidden;
    color: var(--text-soft);
    font-size: var(--size-13);
    overflow-wrap: anywhere;
  }
  mark {
    border-radius: var(--space-half);
    background: var(--found);
    color: var(--text);
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
  /* The button's room: while it isn't shown, what begins on the left may have it. */
  .name,
  .passage {
    margin-right: calc(var(--target) - var(--space-1));
  }
  .more {
    position: absolute;
    inset: var(--space-2) var(--space-1) auto auto;
    opacity: 0;
  }
  .row:focus-within .more,
  .more[aria-expanded='true'] {
    opacity: 1;
  }
  @media (hover: hover) {
    .row:hover {
      background: var(--surface-2);
    }
    .row:hover .more {
      opacity: 1;
    }
    .row:not(:hover, :focus-within, :has([aria-expanded='true'])) :is(.name, .passage):dir(ltr) {
      margin-right: 0;
    }
  }
  @media (hover: none) {
    .more {
      opacity: 1;
    }
  }
  :host([whole]) .link {
    font-size: var(--size-16);
  }
`;
