/**
 * Nx plugin: every workspace package gets the same targets, inferred from what lies in its folder.
 *   typecheck   when there is a tsconfig.json
 *   test        when there are *.test.ts files
 *   lint        of this project: the imports of the whole workspace keep to the floors
 *   build       when there is a vite.config.ts
 * The floors of the house (see ARCHITECTURE.md) become tags, so that `nx graph` can show them.
 */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { floorOf } from './floors.mjs';

const HERE = 'tools/targets';
const node = 'node_modules/.bin/node';
const cached = (target) => ({
  executor: 'nx:run-commands',
  cache: true,
  inputs: ['default', '^default'],
  ...target,
});

/** Targets of the project in `root`, by the files found there. */
function targetsOf(workspace, root) {
  const at = join(workspace, root);
  const targets = {};
  if (existsSync(join(at, 'tsconfig.json'))) {
    targets.typecheck = cached({ options: { command: `tsc --noEmit -p ${root}` } });
  }
  if (existsSync(join(at, 'vite.config.ts'))) {
    targets.build = cached({
      options: { command: `vite build ${root}` },
      outputs: ['{projectRoot}/dist'],
    });
  }
  if (globSync(['src/**/*.test.ts', 'test/**/*.test.ts'], { cwd: at }).length > 0) {
    targets.test = cached({
      dependsOn: ['build', '^build'],
      options: {
        command: `${node} tools/targets/test.mjs ${root}`,
      },
      outputs: ['{projectRoot}/test-results'],
    });
  }
  if (root === HERE) {
    targets.lint = cached({
      inputs: ['{workspaceRoot}/{apps,libs,tools}/**/*.{ts,mts,js,mjs}', '{workspaceRoot}/**/package.json'],
      options: { command: `${node} ${HERE}/checkFloors.mjs` },
    });
  }
  return targets;
}

export const createNodesV2 = [
  '{apps,libs,tools}/*/package.json',
  (files, _options, { workspaceRoot }) =>
    files.map((file) => {
      const root = dirname(file);
      const { name } = JSON.parse(readFileSync(join(workspaceRoot, file), 'utf8'));
      const project = {
        name: basename(name),
        targets: targetsOf(workspaceRoot, root),
        tags: [`floor:${floorOf(root)}`],
      };
      return [file, { projects: { [root]: project } }];
    }),
];
