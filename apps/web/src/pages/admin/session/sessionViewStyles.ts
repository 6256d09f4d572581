import { css } from 'lit';

export const sessionViewStyles = css`
  :host {
    display: grid;
    grid-template: auto minmax(0, 1fr) / minmax(0, 1fr);
    min-width: 0;
    min-height: 0;
  }
  header {
    display: flex;
    align-items: center;
    gap: var(--space-2);
    min-height: var(--space-12);
    padding: 0 max(var(--space-2), var(--safe-right)) 0 max(var(--space-2), var(--safe-left));
    border-bottom: var(--hairline) solid var(--line);
  }
  :host([wide]) header {
    padding-inline-start: var(--space-4);
  }
  a {
    color: var(--accent);
  }
  .title {
    display: flex;
    flex: 1;
    align-items: baseline;
    gap: var(--space-3);
    min-width: 0;
  }
  .title > * {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .title a {
    flex: 0 2 auto;
    color: var(--text-soft);
    font-size: var(--size-14);
    line-height: var(--target);
    text-decoration: none;
  }
  .title a:hover {
    color: var(--accent);
    text-decoration: underline;
  }
  :host(:not([wide])) .title a {
    display: none;
  }
  h1 {
    flex: 0 1 auto;
    margin: 0;
    font-size: var(--size-16);
    font-weight: var(--weight-strong);
    line-height: var(--leading);
  }
  header .text-button {
    flex: none;
    font-size: var(--size-14);
  }
  .body {
    display: grid;
    grid-template: minmax(0, 1fr) / minmax(0, 1fr);
    min-height: 0;
  }
  .body[data-beside] {
    grid-template-columns: minmax(0, 1fr) var(--facts);
  }
  .talk {
    display: grid;
    grid-template: minmax(0, 1fr) / minmax(0, 1fr);
    min-height: 0;
    padding-bottom: max(var(--space-1), var(--safe-bottom));
  }
  main {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    min-height: 0;
  }
  .none {
    grid-row: 1 / -1;
    align-content: center;
    justify-items: center;
    padding: var(--space-4);
    color: var(--text-soft);
    text-align: center;
  }
  .none h1 {
    color: var(--text);
    font-size: var(--size-18);
  }
  .none p {
    max-width: var(--narrow);
    text-wrap: pretty;
  }
  .none a {
    line-height: var(--target);
  }
  .typing {
    width: 100%;
    max-width: calc(var(--column) + 2 * var(--space-4));
    min-height: var(--space-6);
    margin: 0 auto;
    padding: 0 var(--space-4);
    color: var(--text-soft);
    font-size: var(--size-13);
  }
  .problem p {
    max-width: var(--column);
    margin: 0 auto;
    padding: 0 var(--space-4) var(--space-2);
    color: var(--danger);
    font-size: var(--size-14);
  }
  aside {
    display: grid;
    align-content: start;
    gap: var(--space-6);
    min-height: 0;
    padding: var(--space-4) max(var(--space-4), var(--safe-right)) calc(var(--space-6) + var(--safe-bottom))
      max(var(--space-4), var(--safe-left));
    overflow-y: auto;
    scrollbar-width: thin;
    scrollbar-color: var(--line) transparent;
  }
  .body[data-beside] aside {
    border-inline-start: var(--hairline) solid var(--line);
  }
  dl {
    display: grid;
    gap: var(--space-1);
    margin: 0;
    font-size: var(--size-14);
    font-variant-numeric: tabular-nums;
  }
  dl > div {
    display: grid;
    grid-template-columns: 2fr 3fr;
    gap: var(--space-2);
  }
  dt {
    color: var(--text-soft);
  }
  dd {
    min-width: 0;
    margin: 0;
    overflow-wrap: anywhere;
  }
`;
