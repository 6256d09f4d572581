// @ts-check
import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * A workspace package.
 *
 * @typedef {{ root: string, name: string, declared: Set<string> }} Project
 */

/**
 * @param {string} file path of a package.json
 * @param {string[]} fields
 */
function namesIn(file, fields) {
  const manifest = JSON.parse(readFileSync(file, 'utf8'));
  return {
    name: String(manifest.name),
    names: new Set(fields.flatMap((field) => Object.keys(manifest[field] ?? {}))),
  };
}

/**
 * All packages of a workspace, and what its root declares for everybody's tests.
 *
 * @param {string} workspace path of its root
 * @returns {{ projects: Project[], forTests: Set<string> }}
 */
export function readProjects(workspace) {
  const files = globSync('{apps,libs,tools}/*/package.json', { cwd: workspace }).sort();
  const projects = files.map((file) => {
    const { name, names } = namesIn(join(workspace, file), ['dependencies', 'devDependencies']);
    return { root: dirname(file), name, declared: names };
  });
  return { projects, forTests: namesIn(join(workspace, 'package.json'), ['devDependencies']).names };
}
