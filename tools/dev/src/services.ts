/** A service of ours: a Node program that takes its configuration from the environment. */
export type Service = {
  readonly name: string;
  /** Its program, from the project's folder. */
  readonly main: string;
  /** What it serves of the one origin, by how the path begins; the longest that fits counts. */
  readonly paths: readonly string[];
  /** What the `n`th replica (from 1) finds otherwise than the others: whatever stands here wins. */
  readonly env?: (n: number) => NodeJS.ProcessEnv;
};

/** The services that `npm start` starts. */
export const SERVICES: readonly Service[] = [
  { name: 'ws-gateway', main: 'apps/ws-gateway/src/main.ts', paths: ['/ws'] },
  { name: 'llm-worker', main: 'apps/llm-worker/src/main.ts', paths: [] },
  {
    name: 'notifier',
    main: 'apps/notifier/src/main.ts',
    paths: ['/outbox', '/outbox.json', '/callbacks/twilio'],
  },
  { name: 'admin-api', main: 'apps/admin-api/src/main.ts', paths: ['/admin/api'] },
  { name: 'web', main: 'apps/web/src/main.ts', paths: ['/'] },
];
