import { css } from 'lit';

export const takeoverBarStyles = css`
  .bar {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--space-1) var(--space-2);
    width: calc(100% - 2 * var(--space-4));
    max-width: var(--column);
    margin: 0 auto var(--space-2);
    padding: var(--space-2) var(--space-2) var(--space-2) var(--space-4);
    border: var(--hairline) solid var(--line);
    border-radius: var(--radius);
    font-size: var(--size-14);
  }
  .bar.human {
    border-color: transparent;
    background: var(--human-surface);
  }
  .bar p {
    display: flex;
    flex: 1 1 var(--menu);
    align-items: center;
    gap: var(--space-2);
    min-width: 0;
    min-height: var(--target);
    margin: 0;
    overflow-wrap: anywhere;
  }
  .buttons {
    display: flex;
    gap: var(--space-2);
    margin-inline-start: auto;
  }
  .human strong,
  .human .text-button {
    color: var(--human);
    font-weight: var(--weight-strong);
  }
  .human .wait {
    margin-inline-start: calc(-1 * var(--space-2));
  }
  .human .wait[data-urgency='long'] {
    background: var(--surface-0);
  }
  .bar .portrait {
    display: grid;
    place-items: center;
    flex: none;
    width: var(--portrait);
    height: var(--portrait);
    border-radius: var(--radius-round);
    background: var(--human);
    color: var(--human-surface);
    font-size: var(--size-13);
    font-weight: var(--weight-strong);
  }
  .bar .main-button {
    min-height: var(--target);
    padding-inline: var(--space-4);
  }
  .bar.human .main-button {
    background: var(--human);
    color: var(--human-surface);
  }
  .bar button:disabled {
    opacity: 0.6;
    cursor: default;
  }
  /* However much was written, the conversation and the buttons stay in sight; all of it stands among the facts. */
  .reason {
    display: -webkit-box;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 3;
    line-clamp: 3;
    overflow: hidden;
    color: var(--text);
  }
  @media (hover: hover) {
    .human .text-button:hover {
      background: var(--surface-0);
      color: var(--text);
    }
  }
`;
