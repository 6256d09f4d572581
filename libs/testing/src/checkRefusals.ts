import * as fc from 'fast-check';

/** What is read of an OpenAPI document. */
interface Operation {
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly requestBody?: {
    readonly content: Readonly<Record<string, { readonly schema: { readonly properties?: object } }>>;
  };
}
export interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

/** Asks, with the body as JSON where there is one. */
export type AskAnything = (method: string, path: string, body?: unknown) => Promise<Response>;

/** Words of the validator, which tell people nothing. */
const JARGON = /invalid|expected|received|too (big|small)|unrecognized|NaN|undefined|\bregex\b/iu;
/** What a message names that is about no field alone. */
const WHOLES = ['body', 'query', 'path', 'request', 'url'];
const NUM_RUNS = 100;

const anyText = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom('', 'x', '0', '-1', '1.5', '201', '1e999', 'NaN', 'true', '2026-13-01', '[]'),
  fc.integer({ min: 0, max: 5000 }).map((length) => 'x'.repeat(length)),
);

/** One request to an operation: a path, and a body where it takes one. */
function anyRequest(path: string, { parameters = [] }: Operation, fields: readonly string[]) {
  const named = (place: string): string[] =>
    parameters.filter((one) => one.in === place).map(({ name }) => name);
  const query = named('query');
  const pairs = fc.array(fc.tuple(fc.constantFrom(...query, 'other'), anyText), { maxLength: 4 });
  const places = fc.array(anyText, { minLength: 5, maxLength: 5 });
  const value = fc.oneof(fc.jsonValue(), anyText);
  const body = fc.oneof(value, fc.dictionary(fc.constantFrom(...fields, 'other'), value, { maxKeys: 4 }));
  return fc.tuple(places, pairs, body).map(([texts, asked, content]) => {
    const left = [...texts];
    const filled = path.replaceAll(/\{\w+\}/gu, () => encodeURIComponent(left.pop()?.slice(0, 250) || 'x'));
    return { path: `${filled}?${new URLSearchParams(asked).toString()}`, body: content };
  });
}

/** What is wrong with a refusal; undefined: nothing. */
function fault(message: string, names: readonly string[]): string | undefined {
  if (JARGON.test(message.replace(/the field .*$/su, ''))) return `speaks as the validator does: ${message}`;
  const [, field = ''] = /^(?:body\.)?([\w-]+)(?:\.[\w.-]+)?: ./su.exec(message) ?? [];
  return names.includes(field) ? undefined : `names no field: ${message}`;
}

/**
 * Asks every route of a service with all kinds of queries and bodies: whatever it refuses as not valid, it names the
 * field and the rule, in words for people. Resolves with how many refusals there were.
 * @throws Error that says which refusal doesn't
 */
export async function checkRefusals({ paths }: OpenApi, ask: AskAnything): Promise<number> {
  let refusals = 0;
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
  );
  for (const { method, path, operation } of operations) {
    const content = Object.values(operation.requestBody?.content ?? {})[0];
    const fields = Object.keys(content?.schema.properties ?? {});
    const known = [...WHOLES, ...fields, ...(operation.parameters ?? []).map(({ name }) => name)];
    const wrongly = fc.asyncProperty(anyRequest(path, operation, fields), async (asked) => {
      const response = await ask(method, asked.path, content && asked.body);
      if (response.status !== 400) {
        await response.body?.cancel();
        return;
      }
      refusals++;
      const { error } = (await response.json()) as { error: { category: string; message: string } };
      const wrong = error.category === 'validation' ? fault(error.message, known) : `is ${error.category}`;
      if (wrong !== undefined) throw new Error(`${method} ${path}: ${wrong}`);
    });
    await fc.assert(wrongly, { numRuns: NUM_RUNS });
  }
  return refusals;
}
