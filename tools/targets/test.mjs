/** Runs one project's tests: `node tools/targets/test.mjs <project root>`; results go to its `test-results/`. */
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';

const [root, ...rest] = process.argv.slice(2);
mkdirSync(`${root}/test-results`, { recursive: true });
const flags = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
const jest = ['node_modules/jest/bin/jest.js', '--config', 'jest.config.mjs', '--rootDir', root];
const report = [
  '--json',
  '--outputFile',
  `${root}/test-results/${process.env.PARLEY_TEST_DATABASE ?? 'test'}.json`,
];
// Whatever Node runs this: tests run on the project's own.
const run = spawnSync('node_modules/.bin/node', [...flags, ...jest, ...report, ...rest], {
  stdio: ['ignore', 'ignore', 'inherit'],
  // What a test left open would keep the run from ending: better a failure than a wait for ever.
  timeout: 50 * 60_000,
  killSignal: 'SIGKILL',
});
process.exit(run.status ?? 1);
