import { dirname } from 'node:path';
import type { Say } from '@parley/infra';
import { type Build, buildOnce } from './buildOnce.ts';
import type { Service } from './services.ts';

/** What any build is made of, too. */
const ALWAYS = ['package-lock.json', 'tools/dev/src/buildAll.ts'];

const PAGE: Build = {
  what: 'the page',
  out: 'apps/web/dist',
  sources: [
    'apps/web/{index.html,vite.config.ts,package.json}',
    'apps/web/{src,public}/**/*',
    'libs/{client,conversation,protocol}/src/**/*',
    ...ALWAYS,
  ],
  args: (folder) => [
    'node_modules/vite/bin/vite.js',
    'build',
    'apps/web',
    '--outDir',
    folder,
    '--emptyOutDir',
  ],
};

/** Those that read files of their own, which they don't find from within a bundle. */
const EXTERNAL = ['@fastify/swagger', '@fastify/swagger-ui'];

const FLAGS = [
  '--format=esm',
  '--platform=node',
  '--keepNames',
  '--logLevel=silent',
  '--entryFileNames=[name].mjs',
  '--chunkFileNames=[name]-[hash].mjs',
];

/** A service as one file and what it loads by need: reading its hundreds of files would be most of its start. */
const bundle = ({ name, main, apart = [] }: Service): Build => ({
  what: name,
  out: dirname(main),
  sources: [`apps/${name}/{package.json,src/**/*}`, 'libs/*/src/**/*', ...ALWAYS],
  args: (folder) => [
    'node_modules/rolldown/bin/cli.mjs',
    ...['main.ts', ...apart].map((entry) => `apps/${name}/src/${entry}`),
    ...EXTERNAL.flatMap((name) => ['--external', name]),
    ...FLAGS,
    '--dir',
    folder,
  ],
});

/** Builds the page and the services, those whose sources are new or changed. */
export async function buildAll(root: string, services: readonly Service[], say: Say): Promise<void> {
  for (const build of [PAGE, ...services.map(bundle)]) await buildOnce(root, build, say);
}
