import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { runFilePath } from './runFiles.ts';

const RunFile = z.object({ pid: z.int(), port: z.int(), url: z.string() });
export type RunFile = z.infer<typeof RunFile>;

/** What is running as the `n`th replica of a service. Throws when nothing is. */
export function readRunFile(dataDir: string, service: string, n: number): RunFile {
  return RunFile.parse(JSON.parse(readFileSync(runFilePath(dataDir, service, n), 'utf8')));
}
