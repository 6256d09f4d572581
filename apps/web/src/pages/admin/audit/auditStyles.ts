import { css } from 'lit';

export const auditStyles = css`
  .filters {
    grid-template-columns: repeat(auto-fill, minmax(min(var(--figure), 100%), 1fr));
    align-items: end;
  }
  .details {
    color: var(--text-soft);
  }
`;
