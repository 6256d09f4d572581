import { css } from 'lit';

export const modelMenuStyles = css`
  :host {
    position: relative;
    display: block;
    min-width: 0;
  }
  .current {
    display: flex;
    align-items: center;
    gap: var(--space-1);
    max-width: 100%;
    min-height: var(--target);
    padding-inline: var(--space-3) var(--space-2);
    border-radius: var(--radius);
    color: var(--text-soft);
    font-size: var(--size-14);
  }
  .current:hover,
  .current[aria-expanded='true'] {
    background: var(--surface-1);
    color: var(--text);
  }
  .chosen {
    display: flex;
    gap: 0 var(--space-2);
    min-width: 0;
    text-align: start;
  }
  .chosen .gone {
    font-size: var(--size-13);
  }
  .gone {
    color: var(--danger);
  }
  .menu .gone {
    display: block;
    font-size: var(--size-13);
  }
  .menu [aria-disabled='true'] {
    color: var(--text-soft);
    cursor: default;
  }
  .current span {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  svg.icon {
    flex: none;
    width: var(--icon-small);
    height: var(--icon-small);
  }
  @media (max-width: 40rem) {
    .chosen {
      flex-direction: column;
      line-height: var(--leading-tight);
    }
  }
  .menu svg.icon {
    color: var(--accent);
  }
`;
