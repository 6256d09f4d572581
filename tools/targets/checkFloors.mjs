// @ts-check
/** Checks the imports of the whole workspace, or of the one given; ends with 1 when any breaks a rule of the house. */
import { findViolations } from './findViolations.mjs';

const violations = findViolations(process.argv[2] ?? process.cwd());
for (const violation of violations) console.error(violation);
if (violations.length > 0)
  console.error(`${violations.length} imports break the rules of tools/targets/floors.mjs`);
process.exitCode = violations.length > 0 ? 1 : 0;
