/** Who is named in the audit log for what no person asked for. */
export const SERVICE = 'llm-worker';
