import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';

const PAGES = join(import.meta.dirname, '../src/pages');
/** Colours, and lengths with a unit. What hides text from eyes alone needs one pixel. */
const RAW = /#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|oklch|oklab)a?\(|(?<![\w-])-?\d*\.?\d+(?:px|rem|vh|vw|dvh)\b/gi;

test('colours and sizes stand in tokens.css, and nowhere else', () => {
  const styles = globSync('**/*.ts', { cwd: PAGES }).flatMap((file) =>
    [...readFileSync(join(PAGES, file), 'utf8').matchAll(/css`([^`]*)`/g)].map(([, css = '']) => ({
      file,
      css,
    })),
  );
  expect(styles.length).toBeGreaterThan(5);
  const found = styles.flatMap(({ file, css }) =>
    [...css.matchAll(RAW)].map(([raw]) => `${file}: ${raw}`).filter((hit) => !/base\.ts: -?1px$/.test(hit)),
  );
  // Media queries can't read custom properties: this is the one width that says "phone".
  expect(found.filter((hit) => !hit.endsWith(': 40rem'))).toEqual([]);
});
