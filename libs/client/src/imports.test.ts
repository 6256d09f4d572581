import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';

const here = new URL('.', import.meta.url);
const files = readdirSync(here).filter((name) => !name.endsWith('.test.ts'));

test.each(files)('%s brings neither zod nor Node into a bundle', (name) => {
  const source = readFileSync(new URL(name, here), 'utf8');
  const imports = [...source.matchAll(/^(?:import|export) (type )?.*?from '([^.'][^']*)'/gms)];
  const bundled = imports.filter(([, type]) => type === undefined).map(([, , from]) => from);
  for (const from of bundled)
    expect(['@parley/protocol/closeCodes', '@parley/protocol/limits']).toContain(from);
});

test.each(['closeCodes', 'limits'])('protocol/%s imports nothing', (name) => {
  const source = readFileSync(new URL(`../../protocol/src/${name}.ts`, here), 'utf8');
  expect(source).not.toMatch(/^import/m);
});
