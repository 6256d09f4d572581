import { globSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describeConfig, type ConfigRow, type ConfigSchema } from '@parley/config';

interface DocumentedKey extends ConfigRow {
  readonly services: readonly string[];
}

/** The keys of every service, with the services that read each. */
async function documentedKeys(): Promise<DocumentedKey[]> {
  const keys = new Map<string, DocumentedKey>();
  for (const file of globSync('apps/*/src/config.ts').sort()) {
    const { schema } = (await import(pathToFileURL(resolve(file)).href)) as { schema: ConfigSchema };
    const service = basename(dirname(dirname(file)));
    for (const row of describeConfig(schema)) {
      keys.set(row.key, { ...row, services: [...(keys.get(row.key)?.services ?? []), service] });
    }
  }
  return [...keys.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
}

const cell = (text: string): string => text.replaceAll('|', '\\|');
const row = ({
  key,
  what,
  default: otherwise,
  required,
  secret,
  services,
  example,
}: DocumentedKey): string => {
  const value = required ? 'required' : otherwise === undefined ? 'none' : `\`${otherwise}\``;
  const notes = secret ? `${what} A secret.` : what;
  return `| \`${key}\` | ${value} | ${cell(notes)} | \`${cell(example)}\` | ${services.join(', ')} |`;
};

/** Every configuration key of every service, made from the schemas that check them at start. */
export const configurationPage = async (): Promise<string> => `# Configuration

Generated from \`apps/*/src/config.ts\` by \`npm run docs\`; a change goes there. Every value comes from the environment
or, as \`NAME_FILE\`, from a mounted file. All mistakes are told at once, at start. Durations are written as \`15m\`,
sizes as \`25MB\`, and a rate \`30/1m\` is a bucket of 30, full at the start and refilled evenly. \`npm start\` sets what
it has to (see \`tools/dev\`) and passes the rest on.

| key | default | meaning | example | services |
| --- | --- | --- | --- | --- |
${(await documentedKeys()).map(row).join('\n')}
`;
