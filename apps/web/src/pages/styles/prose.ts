import { css } from 'lit';

/** How the text of an answer is set. */
export const prose = css`
  .prose {
    line-height: var(--leading-message);
    overflow-wrap: break-word;
  }
  .block > * {
    margin: 0 0 var(--space-4);
  }
  .block:last-child > *:last-child {
    margin-bottom: 0;
  }
  h1,
  h2,
  h3,
  h4,
  h5,
  h6 {
    line-height: var(--leading-tight);
    font-weight: var(--weight-strong);
    text-wrap: balance;
  }
  h1 {
    font-size: var(--size-22);
  }
  h2 {
    font-size: var(--size-18);
  }
  h3,
  h4,
  h5,
  h6 {
    font-size: var(--size-16);
  }
  .block:not(:first-child) > :is(h1, h2, h3, h4, h5, h6) {
    margin-top: var(--space-6);
    margin-bottom: var(--space-2);
  }
  .block:first-child > :is(h1, h2, h3, h4, h5, h6) {
    margin-bottom: var(--space-2);
  }
  ul,
  ol {
    padding-inline-start: var(--space-6);
  }
  li {
    margin-block: var(--space-1);
  }
  li::marker {
    color: var(--text-soft);
    font-variant-numeric: tabular-nums;
  }
  li:has(> [data-task], > p > [data-task]) {
    list-style: none;
  }
  /* The box stands where the bullet would. */
  [data-task] {
    display: inline-block;
    width: var(--space-6);
    margin-inline-start: calc(-1 * var(--space-6));
  }
  li > :is(ul, ol) {
    margin: 0;
  }
  a {
    color: var(--accent);
    text-decoration-thickness: var(--hairline);
    text-underline-offset: 0.2em;
  }
  a:hover {
    color: var(--accent-strong);
  }
  blockquote {
    padding-inline-start: var(--space-4);
    border-inline-start: var(--stroke) solid var(--line);
    color: var(--text-soft);
  }
  blockquote > :last-child,
  li > p:last-child {
    margin-bottom: 0;
  }
  hr {
    border: 0;
    border-top: var(--hairline) solid var(--line);
    margin-block: var(--space-6);
  }
  mark {
    background: var(--surface-2);
    color: inherit;
  }
  code,
  kbd {
    font-family: var(--font-code);
    font-size: var(--size-code);
  }
  :not(pre) > code,
  kbd {
    padding: 0.1em 0.3em;
    border-radius: var(--radius-small);
    background: var(--surface-1);
    box-decoration-break: clone;
    -webkit-box-decoration-break: clone;
  }
  .code {
    border: var(--hairline) solid var(--line);
    border-radius: var(--radius);
    background: var(--surface-1);
    overflow: hidden;
  }
  .code-head {
    display: flex;
    align-items: center;
    justify-content: space-between;
    min-height: var(--space-10);
    padding-inline: var(--space-4) var(--space-2);
    color: var(--text-soft);
    font-size: var(--size-13);
  }
  .code-head button {
    display: inline-flex;
    align-items: center;
    gap: var(--space-1);
    min-height: var(--target);
    padding-inline: var(--space-2);
    border-radius: var(--radius-small);
  }
  .code-head button:hover {
    color: var(--text);
  }
  .code-head svg.icon {
    width: var(--icon-small);
    height: var(--icon-small);
  }
  .code pre {
    margin: 0;
    padding: 0 var(--space-4) var(--space-3);
    overflow-x: auto;
    line-height: var(--leading);
    tab-size: 2;
  }
  .table {
    overflow-x: auto;
  }
  table {
    border-collapse: collapse;
    font-size: var(--size-14);
    line-height: var(--leading);
    font-variant-numeric: tabular-nums;
  }
  th,
  td {
    padding: var(--space-2) var(--space-4) var(--space-2) 0;
    border-bottom: var(--hairline) solid var(--line);
    text-align: start;
    vertical-align: top;
  }
  th {
    font-weight: var(--weight-strong);
    border-bottom-color: var(--edge);
  }
  :is(th, td)[align='right'] {
    text-align: end;
  }
  :is(th, td)[align='center'] {
    text-align: center;
  }
  [data-formula] {
    font-family: var(--font-formula);
    font-style: italic;
  }
  [data-formula='block'] {
    overflow-x: auto;
    white-space: pre;
    padding-inline-start: var(--space-6);
    font-size: var(--size-18);
  }
  [data-caret]::after {
    content: '';
    display: inline-block;
    width: var(--caret);
    height: 1.1em;
    margin-inline-start: var(--space-half);
    vertical-align: text-bottom;
    border-radius: var(--caret);
    background: var(--accent);
  }
`;
