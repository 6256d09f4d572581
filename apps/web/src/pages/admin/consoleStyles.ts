import { css } from 'lit';

export const consoleStyles = css`
  :host {
    display: grid;
    grid-template: auto minmax(0, 1fr) / minmax(0, 1fr);
    height: 100%;
  }
  header {
    position: relative;
    display: flex;
    align-items: center;
    gap: var(--space-2);
    min-height: var(--bar);
    padding: var(--safe-top) max(var(--space-3), var(--safe-right)) 0 max(var(--space-5), var(--safe-left));
    border-bottom: var(--hairline) solid var(--line);
    background: var(--surface-1);
  }
  .brand {
    margin-inline-end: var(--space-3);
    font-weight: var(--weight-strong);
  }
  nav {
    display: flex;
    gap: var(--space-1);
  }
  nav a {
    display: flex;
    align-items: center;
    gap: var(--space-2);
    min-height: var(--target);
    padding-inline: var(--space-3);
    border-radius: var(--radius);
    color: var(--text-soft);
    font-size: var(--size-14);
    text-decoration: none;
  }
  nav a svg.icon {
    width: var(--icon-small);
    height: var(--icon-small);
  }
  nav a[aria-current] {
    background: var(--surface-2);
    color: var(--text);
    font-weight: var(--weight-strong);
  }
  .badge {
    padding: 0 var(--space-2);
    border-radius: var(--radius-round);
    background: var(--human);
    color: var(--human-surface);
    font-size: var(--size-13);
    font-variant-numeric: tabular-nums;
  }
  .gap {
    flex: 1;
  }
  .line {
    display: flex;
    align-items: center;
    gap: var(--space-2);
    color: var(--text-soft);
    font-size: var(--size-13);
    white-space: nowrap;
  }
  .line::before {
    content: '';
    width: var(--dot);
    height: var(--dot);
    border-radius: var(--radius-round);
    background: var(--edge);
  }
  .line[data-line='live']::before {
    background: var(--accent);
  }
  .line:is([data-line='waiting'], [data-line='replaced']) {
    color: var(--danger);
  }
  .line:is([data-line='waiting'], [data-line='replaced'])::before {
    background: var(--danger);
  }
  .account {
    display: flex;
    align-items: center;
    gap: var(--space-2);
    min-width: var(--target);
    max-width: var(--figure);
    min-height: var(--target);
    padding-inline: var(--space-2);
    border-radius: var(--radius);
    font-size: var(--size-14);
  }
  .account span {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .account svg.icon {
    flex: none;
    color: var(--text-soft);
  }
  @media (hover: hover) {
    nav a:hover,
    .account:hover {
      background: var(--surface-2);
      color: var(--text);
    }
  }
  .content {
    display: grid;
    grid-template: minmax(0, 1fr) / minmax(0, 1fr);
    min-height: 0;
  }
  .sessions {
    display: grid;
    grid-template: minmax(0, 1fr) / minmax(0, 1fr);
    min-height: 0;
  }
  :host([data-wide]) .sessions {
    grid-template-columns: var(--list) minmax(0, 1fr);
  }
  :host([data-wide]) parley-sessions-column {
    border-inline-end: var(--hairline) solid var(--line);
    background: var(--surface-1);
  }
  .choose {
    display: grid;
    align-content: center;
    justify-content: center;
    padding: var(--space-4);
    color: var(--text-soft);
  }
  .problem p {
    margin: 0;
    padding: var(--space-2) var(--space-5);
    color: var(--danger);
    font-size: var(--size-14);
  }
  /* Names alone, where there is just room for them. */
  :host([data-wide]:not([data-roomy])) nav a svg.icon {
    display: none;
  }
  :host([data-wide]:not([data-roomy])) nav a {
    padding-inline: var(--space-2);
  }
  /* On a narrow window the sections are in reach of the thumb; within a session that room is the conversation's. */
  :host(:not([data-wide])) header {
    padding-inline-start: max(var(--space-4), var(--safe-left));
  }
  :host(:not([data-wide])) nav {
    position: fixed;
    inset: auto 0 0;
    z-index: 1;
    gap: 0;
    padding: 0 var(--safe-right) var(--safe-bottom) var(--safe-left);
    border-top: var(--hairline) solid var(--line);
    background: var(--surface-1);
  }
  :host(:not([data-wide])) nav a {
    position: relative;
    /* As wide as its name, and what is left shared: the longest name wouldn’t fit into a sixth. */
    flex: 1 1 auto;
    min-width: var(--target);
    flex-direction: column;
    justify-content: center;
    gap: var(--space-half);
    min-height: var(--bar);
    padding: 0;
    border-radius: 0;
    background: none;
    font-size: var(--size-13);
    font-weight: var(--weight);
  }
  :host(:not([data-wide])) nav a[aria-current] {
    color: var(--accent);
  }
  :host(:not([data-wide])) nav a svg.icon {
    width: var(--icon);
    height: var(--icon);
  }
  :host(:not([data-wide])) .badge {
    position: absolute;
    inset: var(--space-1) auto auto 55%;
  }
  :host(:not([data-wide])) .account span {
    display: none;
  }
  :host(:not([data-wide])) .content {
    padding-bottom: calc(var(--bar) + var(--safe-bottom));
  }
  :host([data-session]:not([data-wide])) header {
    min-height: 0;
    padding: var(--safe-top) 0 0;
    border: 0;
  }
  :host([data-session]:not([data-wide])) header > :not(parley-connection-bar) {
    display: none;
  }
  :host([data-session]:not([data-wide])) .content {
    padding: 0;
  }
`;
