/** Writes the generated pages of `docs/`; with `--check` it only says which are not as they would be written. */
import { readFileSync, writeFileSync } from 'node:fs';
import { format } from 'prettier';
import { configurationPage } from './configurationPage.ts';
import { protocolPage } from './protocolPage.ts';

const PAGES = { 'docs/protocol.md': protocolPage, 'docs/configuration.md': configurationPage };
const check = process.argv.includes('--check');

for (const [path, page] of Object.entries(PAGES)) {
  const text = await format(await page(), { parser: 'markdown', printWidth: 110 });
  if (!check) writeFileSync(path, text);
  else if (readFileSync(path, 'utf8') !== text) {
    console.error(`${path} is not what its schemas say: run \`npm run docs\`.`);
    process.exitCode = 1;
  }
}
