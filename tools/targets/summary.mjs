/**
 * Sums up all suites: `node tools/targets/summary.mjs <failed steps>`. Names what failed; the last line is
 * `N passed, N failed`, in which a step that failed for another reason than a test counts as one failure.
 */
import { globSync, readFileSync } from 'node:fs';

const failedSteps = Number(process.argv[2] ?? 0);
const reports = globSync('{apps,libs,tools}/*/test-results/*.json').map((file) => ({
  file,
  ...JSON.parse(readFileSync(file, 'utf8')),
}));

let passed = 0;
let failed = 0;
for (const report of reports) {
  passed += report.numPassedTests;
  failed += report.numFailedTests + report.numRuntimeErrorTestSuites;
  const failures = report.testResults.flatMap(({ assertionResults }) =>
    assertionResults.filter(({ status }) => status === 'failed'),
  );
  for (const { fullName } of failures) console.log(`failed: ${report.file}: ${fullName}`);
}
if (failed === 0) failed = failedSteps;
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
