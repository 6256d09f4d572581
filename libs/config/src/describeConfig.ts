import type { ConfigSchema } from './defineConfig.ts';

/** One key, as the documentation shows it. */
export interface ConfigRow {
  readonly key: string;
  readonly what: string;
  /** As it would be written; undefined when there is none. */
  readonly default: string | undefined;
  readonly example: string;
  /** Neither optional nor with a default. */
  readonly required: boolean;
  readonly secret: boolean;
}

/** The rows of a service's configuration, in the order of the schema, for the generated documentation. */
export function describeConfig(schema: ConfigSchema): ConfigRow[] {
  return Object.entries(schema).map(([name, key]) => ({
    key: name,
    what: key.what,
    default: key.default,
    example: key.example,
    required: key.default === undefined && !('optional' in key),
    secret: key.secret ?? false,
  }));
}
