import { css } from 'lit';

export const sessionsPanelStyles = css`
  :host {
    display: block;
    min-width: 0;
    min-height: 0;
    grid-row: 1;
  }
  .panel {
    display: grid;
    grid-template: auto auto minmax(0, 1fr) auto auto / minmax(0, 1fr);
    height: 100%;
    border-inline-end: var(--hairline) solid var(--line);
    background: var(--surface-1);
  }
  :host([whole]) .panel {
    border: 0;
    background: none;
  }
  .head {
    display: flex;
    align-items: center;
    gap: var(--space-1);
    min-height: var(--bar);
    padding: var(--safe-top) max(var(--space-2), var(--safe-right)) 0 max(var(--space-5), var(--safe-left));
  }
  .mark,
  h1 {
    flex: 1;
    min-width: 0;
    margin: 0;
    color: inherit;
    font-size: var(--size-16);
    font-weight: var(--weight-strong);
    text-decoration: none;
  }
  h1:focus {
    outline: none;
  }
  .icon-button[aria-pressed='true'] {
    background: var(--surface-2);
    color: var(--accent);
  }
  .panel .icon-button:hover {
    background: var(--surface-2);
  }
  .search {
    position: relative;
    margin: 0 var(--space-2) var(--space-2);
  }
  .search svg {
    position: absolute;
    inset: 0 auto 0 var(--space-3);
    height: 100%;
    width: var(--icon-small);
    color: var(--text-soft);
    pointer-events: none;
  }
  .search input {
    width: 100%;
    min-height: var(--target);
    padding: 0 var(--space-3) 0 var(--space-8);
    border: var(--hairline) solid var(--line);
    border-radius: var(--radius);
    background: var(--surface-float);
    color: inherit;
    font: inherit;
    font-size: var(--size-14);
    appearance: none;
  }
  .search input::-webkit-search-cancel-button {
    filter: grayscale(1);
  }
  .search input:focus {
    outline: var(--stroke) solid var(--accent);
    outline-offset: calc(-1 * var(--hairline));
  }
  .search input::placeholder {
    color: var(--text-soft);
    opacity: 1;
  }
  .rows {
    min-height: 0;
    overflow-y: auto;
    overscroll-behavior: contain;
    scrollbar-width: thin;
    scrollbar-color: var(--line) transparent;
  }
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
    opacity: 0.55;
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
  .row:focus-within .name,
  .row:focus-within .passage {
    margin-right: var(--space-8);
  }
  @media (hover: hover) {
    .account:hover,
    .row:hover {
      background: var(--surface-2);
    }
    .row:hover .more {
      opacity: 1;
    }
    .row:hover .name,
    .row:hover .passage {
      margin-right: var(--space-8);
    }
  }
  @media (hover: none) {
    .more {
      opacity: 1;
    }
    .name,
    .passage {
      margin-right: var(--space-10);
    }
  }
  .state {
    padding: 0 var(--space-5);
    color: var(--text-soft);
    font-size: var(--size-14);
  }
  .state p {
    margin: var(--space-2) 0;
    text-wrap: pretty;
  }
  .state .text-button {
    margin-inline-start: calc(-1 * var(--space-2));
  }
  .loading {
    opacity: 0;
    animation: appear var(--slow) var(--ease) var(--soon) forwards;
  }
  .empty h2 {
    margin: var(--space-4) 0 0;
    color: var(--text);
    font-size: var(--size-14);
    font-weight: var(--weight-strong);
  }
  .failed,
  .problem p {
    color: var(--danger);
  }
  .problem p {
    margin: 0;
    padding: var(--space-2) var(--space-5);
    font-size: var(--size-14);
  }
  .account {
    display: flex;
    align-items: center;
    gap: var(--space-2);
    min-height: var(--bar);
    padding: 0 var(--space-4) var(--safe-bottom);
    border-top: var(--hairline) solid var(--line);
    font-size: var(--size-14);
    text-align: start;
  }
  .account:focus-visible {
    outline-offset: calc(-1 * var(--stroke));
  }
  .account svg {
    color: var(--text-soft);
  }
  .who {
    flex: 1;
    min-width: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .portrait {
    display: grid;
    place-items: center;
    width: var(--space-8);
    height: var(--space-8);
    border-radius: var(--radius-round);
    background: var(--accent);
    color: var(--on-accent);
    font-weight: var(--weight-strong);
  }
  .undo {
    position: fixed;
    z-index: 2;
    inset: auto 0 calc(var(--bar) + var(--space-12) + var(--safe-bottom));
    display: grid;
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
    min-width: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  :host([whole]) .head,
  :host([whole]) .search,
  :host([whole]) .rows,
  :host([whole]) .problem,
  :host([whole]) .account {
    width: 100%;
    max-width: calc(var(--column) + 2 * var(--space-4));
    justify-self: center;
  }
  :host([whole]) .search {
    margin-inline: 0;
    padding-inline: var(--space-2);
  }
  :host([whole]) .search svg {
    inset-inline-start: var(--space-5);
  }
  :host([whole]) h1 {
    font-size: var(--size-18);
  }
  :host([whole]) .link {
    font-size: var(--size-16);
  }
  :host([whole]) .account {
    padding-inline: var(--space-5);
  }
  @keyframes appear {
    from {
      opacity: 0;
    }
    to {
      opacity: 1;
    }
  }
`;
