import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { findViolations } from '../findViolations.mjs';
import { importsOf } from '../importsOf.mjs';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

const PROJECTS = [
  ...[
    'protocol',
    'conversation',
    'logging',
    'bus',
    'store',
    'auth',
    'http',
    'client',
    'infra',
    'testing',
  ].map((name) => `libs/${name}`),
  'apps/web',
  'apps/worker',
  'tools/dev',
  'tools/e2e',
];
const OUTSIDE = [
  'nats',
  'mongodb',
  'fast-jwt',
  '@fastify/jwt',
  'fastify',
  '@fastify/swagger-ui',
  'pino',
  'zod',
];
const everything = [...PROJECTS.map((root) => `@parley/${root.split('/')[1]}`), ...OUTSIDE];

/** A workspace in a folder of its own, where every package declares every other, with these files. */
function workspace(files: Record<string, string>): string {
  const root = mkdtempSync(join(tmpdir(), 'parley-floors-'));
  folders.push(root);
  const put = (file: string, content: string) => {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), content);
  };
  put('package.json', JSON.stringify({ devDependencies: { 'fast-check': '1' } }));
  const dependencies = Object.fromEntries(everything.map((name) => [name, '1']));
  for (const project of PROJECTS) {
    put(
      `${project}/package.json`,
      JSON.stringify({ name: `@parley/${project.split('/')[1]}`, dependencies }),
    );
  }
  for (const [file, content] of Object.entries(files)) put(file, content);
  return root;
}

/** What is found when one file has one import. */
const found = (file: string, name: string, statement = `import x from '${name}';`) =>
  findViolations(workspace({ [file]: `${statement}\n` }));

describe('an import is refused', () => {
  test.each([
    ['that goes up a floor', 'libs/protocol/src/a.ts', '@parley/conversation', 'floor 0'],
    ['that goes up to an outer floor', 'libs/logging/src/a.ts', '@parley/bus', 'floor 1'],
    ['of a neighbour on the same floor', 'libs/bus/src/a.ts', '@parley/store', 'floor 2'],
    ['of an app by a lib', 'libs/http/src/a.ts', '@parley/web', 'nobody imports an app'],
    ['of an app by another', 'apps/web/src/a.ts', '@parley/worker', 'nobody imports an app'],
    ['of an app by another, in a test', 'apps/web/test/a.test.ts', '@parley/worker', 'nobody imports an app'],
    ['of an app by a tool', 'tools/dev/src/a.ts', '@parley/web', 'nobody imports an app'],
    ['of a tool by an app', 'apps/web/src/a.ts', '@parley/dev', 'only tools'],
    ['of the test kit outside tests', 'apps/web/src/a.ts', '@parley/testing', 'only tests'],
    ['of nats outside bus', 'apps/worker/src/a.ts', 'nats', 'only libs/bus'],
    ['of nats outside bus, in a test', 'apps/worker/src/a.test.ts', 'nats', 'only libs/bus'],
    ['of mongodb outside store', 'libs/infra/src/a.ts', 'mongodb', 'only libs/store'],
    ['of a JWT library outside auth', 'apps/web/src/a.ts', 'fast-jwt', 'only libs/auth'],
    ['of the JWT plugin outside auth', 'apps/web/src/a.ts', '@fastify/jwt', 'only libs/auth'],
    ['of Fastify itself outside http', 'apps/web/src/a.ts', 'fastify', 'only libs/http'],
    ['of a part of its set-up outside http', 'apps/web/src/a.ts', '@fastify/swagger-ui', 'only libs/http'],
    [
      'that is not declared',
      'apps/web/src/a.ts',
      'left-pad/lib',
      'left-pad is not declared in apps/web/package.json',
    ],
    ["of a test's package outside tests", 'apps/web/src/a.ts', 'fast-check', 'fast-check is not declared'],
    ['that leaves its package by a path', 'libs/bus/src/a.ts', '../../protocol/src/index.ts', 'never leaves'],
    ['of a builtin by protocol', 'libs/protocol/src/a.ts', 'node:crypto', 'browser'],
  ])('%s', (_what, file, name, rule) => {
    const violations = found(file, name);
    expect(violations).toHaveLength(1);
    expect(violations[0]).toContain(`${file}:1: ${name}: `);
    expect(violations[0]).toContain(rule);
  });

  test.each([
    ["import '@parley/bus';"],
    ["import type { A } from '@parley/bus';"],
    ["import {\n  a,\n  type B,\n} from '@parley/bus';"],
    ["import * as bus from '@parley/bus'"],
    ["export { a } from '@parley/bus';"],
    ["export * from '@parley/bus';"],
    ["export type { A } from '@parley/bus';"],
    ["const bus = await import('@parley/bus');"],
    ['const say = `it\'s`; import a from "@parley/bus";'],
    ["const url = 'http://x'; /* it's */ import a from '@parley/bus';"],
  ])('however it is written: %s', (statement) => {
    expect(found('libs/store/src/a.ts', '@parley/bus', statement)).toHaveLength(1);
  });
});

describe('an import is allowed', () => {
  test.each([
    ['down', 'apps/web/src/a.ts', '@parley/bus'],
    ['down to the lowest', 'libs/store/src/a.ts', '@parley/protocol'],
    ['of the client by an app', 'apps/web/src/page/a.ts', '@parley/client'],
    ['of the test kit in a test', 'libs/protocol/src/a.test.ts', '@parley/testing'],
    ['of the client in a test', 'libs/bus/test/a.ts', '@parley/client'],
    ['of a tool by a tool', 'tools/e2e/src/a.ts', '@parley/dev'],
    ['of nats by bus', 'libs/bus/src/a.ts', 'nats'],
    ['of mongodb by the suite of the embedded database', 'libs/infra/test/a.test.ts', 'mongodb'],
    ['of mongodb by the end-to-end tests', 'tools/e2e/test/a.test.ts', 'mongodb'],
    ['of a declared package', 'apps/web/src/a.ts', 'zod'],
    ["of a test's package in a test", 'apps/web/src/a.test.ts', 'fast-check'],
    ['of its own files', 'apps/web/src/a.ts', '../package.json'],
    ['of a builtin', 'apps/web/src/a.ts', 'node:crypto'],
  ])('%s', (_what, file, name) => {
    expect(found(file, name)).toEqual([]);
  });

  test('of types of Fastify, and in what is no import at all', () => {
    expect(found('apps/web/src/a.ts', '', "import type { FastifyRequest } from 'fastify';")).toEqual([]);
    const words =
      "// import a from 'nats';\n/* import 'nats' */\nconst s = \"import a from 'nats'\";\nconst t = `import 'nats'`;";
    expect(found('apps/web/src/a.ts', '', words)).toEqual([]);
    expect(found('apps/web/node_modules/x/index.ts', 'nats')).toEqual([]);
  });
});

test('the check ends with 1 and names each import, or with 0', () => {
  const check = (root: string) =>
    spawnSync(process.execPath, ['checkFloors.mjs', root], { cwd: join(import.meta.dirname, '..') });
  const wrong = check(workspace({ 'apps/web/src/a.ts': "import 'nats';\nimport '@parley/worker';\n" }));
  expect(wrong.status).toBe(1);
  expect(String(wrong.stderr)).toContain('apps/web/src/a.ts:1: nats: only libs/bus imports nats');
  expect(String(wrong.stderr)).toContain('apps/web/src/a.ts:2: @parley/worker: nobody imports an app');
  expect(check(workspace({})).status).toBe(0);
});

test('importsOf tells the lines and what is imported as types alone', () => {
  const source =
    "import a from 'one';\n\nimport type { B } from 'two';\nimport type from 'three';\nexport type { C } from 'four';";
  expect(importsOf(source)).toEqual([
    { name: 'one', line: 1, typeOnly: false },
    { name: 'two', line: 3, typeOnly: true },
    { name: 'three', line: 4, typeOnly: false },
    { name: 'four', line: 5, typeOnly: true },
  ]);
});
