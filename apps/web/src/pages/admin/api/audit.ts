/** What is kept beside an entry of the audit log. */
export type Facts = Readonly<Record<string, string | number | boolean | null>>;

export interface AuditEntry {
  readonly n: number;
  readonly who: string;
  readonly what: string;
  readonly target: string;
  readonly when: string;
  readonly where?: string;
  readonly before?: Facts;
  readonly after?: Facts;
}

/** What entries of the audit log are chosen by; empty: all of them. */
export interface AuditQuery {
  readonly who?: string;
  readonly what?: string;
  readonly target?: string;
  /** ISO times: done at or after, and before. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}
