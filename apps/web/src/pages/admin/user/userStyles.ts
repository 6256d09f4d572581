import { css } from 'lit';

export const userStyles = css`
  .person {
    color: var(--human);
  }
  .person[data-past] {
    color: var(--text-soft);
  }
  td > a {
    display: inline-block;
  }
  @media (max-width: 40rem) {
    td:has(> a) {
      align-items: center;
    }
    td > a {
      min-height: var(--target);
      align-content: center;
    }
  }
`;
