/** A service of ours: a Node program that takes its configuration from the environment. */
export type Service = {
  readonly name: string;
  /** Its program, from the project's folder. */
  readonly main: string;
  /** What it runs in threads of their own, from its app's `src`. */
  readonly apart?: readonly string[];
  /** How nice it is to the others where there is too little for all: conversations come first. */
  readonly nice?: number;
  /** What it serves of the one origin, by how the path begins; the longest that fits counts. */
  readonly paths: readonly string[];
  /** What the `n`th replica (from 1) finds otherwise than the others: whatever stands here wins. */
  readonly env?: (n: number) => NodeJS.ProcessEnv;
};

/** The services that `npm start` starts. */
export const SERVICES: readonly Service[] = [
  { name: 'ws-gateway', main: 'apps/ws-gateway/bundle/main.mjs', paths: ['/ws'] },
  {
    name: 'llm-worker',
    main: 'apps/llm-worker/bundle/main.mjs',
    apart: ['files/apart/work.ts'],
    paths: [],
  },
  {
    name: 'notifier',
    main: 'apps/notifier/bundle/main.mjs',
    nice: 10,
    paths: ['/outbox', '/outbox.json', '/callbacks/twilio'],
  },
  { name: 'admin-api', main: 'apps/admin-api/bundle/main.mjs', nice: 10, paths: ['/admin/api'] },
  { name: 'web', main: 'apps/web/bundle/main.mjs', paths: ['/'] },
];
