// @ts-check
import { globSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join, posix } from 'node:path';
import { brokenFloor, floorOf, HOMES } from './floors.mjs';
import { importsOf } from './importsOf.mjs';
import { readProjects } from './projects.mjs';

const IGNORED = ['node_modules', 'dist', 'bundle', 'test-results', '.data'];

/** @param {string} file */
const isTest = (file) => /\.test\.[jt]s$|(^|\/)test\//.test(file);

/** @param {string} name such as `@scope/name/path` */
const packageOf = (name) => name.split('/', name.startsWith('@') ? 2 : 1).join('/');

/**
 * The rule that an import of a package with a home breaks, or undefined.
 *
 * @param {string} name of a package
 * @param {string} root of the importing project
 * @param {{ inTest: boolean, typeOnly: boolean }} how
 */
function brokenHome(name, root, { inTest, typeOnly }) {
  const home = HOMES.find(({ packages }) => packages.some((pattern) => posix.matchesGlob(name, pattern)));
  if (!home || home.home === root || (home.types && typeOnly)) return undefined;
  return (inTest || floorOf(root) === 'tool') && home.tests?.includes(root)
    ? undefined
    : `only ${home.home} imports ${name}`;
}

/**
 * The rule that one import breaks, or undefined.
 *
 * @param {{ name: string, typeOnly: boolean }} imported
 * @param {{ file: string, project: import('./projects.mjs').Project }} by
 * @param {ReturnType<typeof readProjects>} workspace
 */
function brokenRule({ name, typeOnly }, { file, project }, { projects, forTests }) {
  const inTest = isTest(file);
  if (name.startsWith('.')) {
    const inside = posix.join(posix.dirname(file), name).startsWith(`${project.root}/`);
    return inside ? undefined : 'a path never leaves its package: import the package by its name';
  }
  if (name.startsWith('/')) return 'a path is relative';
  if (isBuiltin(name)) {
    return project.root === 'libs/protocol' && !inTest ? 'libs/protocol runs in the browser, too' : undefined;
  }
  const wanted = packageOf(name);
  if (!project.declared.has(wanted) && !(inTest && forTests.has(wanted))) {
    return `${wanted} is not declared in ${project.root}/package.json`;
  }
  const target = projects.find((candidate) => candidate.name === wanted);
  if (!target) return brokenHome(wanted, project.root, { inTest, typeOnly });
  return brokenFloor(project.root, target.root, inTest);
}

/**
 * Every import of a workspace that breaks a rule of the house: that goes up a floor, crosses between apps, takes a
 * package that has its home elsewhere, leaves its package by a path, or isn't declared.
 *
 * @param {string} root path of the workspace
 * @returns {string[]} `file:line: import: rule`
 */
export function findViolations(root) {
  const workspace = readProjects(root);
  return workspace.projects.flatMap((project) => {
    const files = globSync(`${project.root}/**/*.{ts,mts,js,mjs}`, {
      cwd: root,
      exclude: (path) => IGNORED.includes(posix.basename(path)),
    });
    return files.sort().flatMap((file) =>
      importsOf(readFileSync(join(root, file), 'utf8')).flatMap((imported) => {
        const rule = brokenRule(imported, { file, project }, workspace);
        return rule === undefined ? [] : [`${file}:${imported.line}: ${imported.name}: ${rule}`];
      }),
    );
  });
}
