import type { Key, OptionalKey } from './key.ts';

/** The keys of a service, by the names of their environment variables. */
export type ConfigSchema = Readonly<Record<string, Key<unknown>>>;

type ValueOf<K> = K extends OptionalKey<infer T> ? T | undefined : K extends Key<infer T> ? T : never;

/** The frozen values of a schema, by the names of their environment variables. */
export type Config<Schema extends ConfigSchema> = { readonly [Name in keyof Schema]: ValueOf<Schema[Name]> };

/**
 * Declares a service's configuration once, for reading and for the documentation.
 *
 * @throws Error when a name is no environment variable's, or means the file of another key
 */
export function defineConfig<const Schema extends ConfigSchema>(schema: Schema): Schema {
  for (const name of Object.keys(schema)) {
    if (!/^[A-Z][A-Z0-9_]*$/.test(name)) throw new Error(`${name} is no name of an environment variable`);
    if (`${name}_FILE` in schema)
      throw new Error(`${name}_FILE would mean both a key and the file of ${name}`);
  }
  return Object.freeze({ ...schema });
}
