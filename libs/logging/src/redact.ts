import { isSensitiveName } from './isSensitiveName.ts';
import { REDACTED, redactText } from './redactText.ts';

const MAX_DEPTH = 6;
const MAX_ENTRIES = 50;

/** What JSON can say. */
export type Plain = null | boolean | number | string | Plain[] | { [name: string]: Plain };

/** The own enumerable entries of an object; one whose getter throws counts as absent. */
function entriesOf(value: object): [string, unknown][] {
  const entries: [string, unknown][] = [];
  for (const name of Object.keys(value).slice(0, MAX_ENTRIES)) {
    try {
      entries.push([name, Reflect.get(value, name)]);
    } catch {
      entries.push([name, undefined]);
    }
  }
  return entries;
}

function redactEntries(entries: [string, unknown][], depth: number, seen: ReadonlySet<object>): Plain {
  const named: [string, Plain][] = [];
  for (const [name, value] of entries) {
    const plain = redactField(name, value, depth + 1, seen);
    if (plain !== undefined) named.push([redactText(name), plain]);
  }
  return Object.fromEntries(named);
}

function redactError(error: Error, depth: number, seen: ReadonlySet<object>): Plain {
  const known: [string, unknown][] = [
    ['type', error.name],
    ['message', error.message],
    ['stack', error.stack],
    ['cause', error.cause],
  ];
  if (error instanceof AggregateError) known.push(['errors', error.errors]);
  const names = new Set(['name', ...known.map(([name]) => name)]);
  const others = entriesOf(error).filter(([name]) => !names.has(name));
  return redactEntries([...known, ...others], depth, seen);
}

function redactObject(value: object, depth: number, seen: ReadonlySet<object>): Plain {
  if (seen.has(value)) return '[circular]';
  if (depth > MAX_DEPTH) return '[too deep]';
  const inside = new Set(seen).add(value);
  if (value instanceof Error) return redactError(value, depth, inside);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (value instanceof URL) return redactText(value.href);
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return `[${value.byteLength} bytes]`;
  if (value instanceof Map)
    return redactEntries(
      [...value].slice(0, MAX_ENTRIES).map(([k, v]) => [String(k), v]),
      depth,
      inside,
    );
  const list = value instanceof Set ? [...value] : value;
  if (!Array.isArray(list)) return redactEntries(entriesOf(list), depth, inside);
  return list
    .slice(0, MAX_ENTRIES)
    .map((element: unknown) => redactValue(element, depth + 1, inside) ?? null);
}

function redactValue(value: unknown, depth: number, seen: ReadonlySet<object>): Plain | undefined {
  if (typeof value === 'string') return redactText(value);
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (typeof value === 'boolean' || value === null) return value;
  if (typeof value === 'bigint' || typeof value === 'symbol') return redactText(String(value));
  return typeof value === 'object' ? redactObject(value, depth, seen) : undefined;
}

/** A number or a flag gives nothing away, whatever its name: `inputTokens` is a count. */
function redactField(
  name: string,
  value: unknown,
  depth: number,
  seen: ReadonlySet<object>,
): Plain | undefined {
  const open =
    value === undefined || value === null || typeof value === 'number' || typeof value === 'boolean';
  return !open && isSensitiveName(name) ? REDACTED : redactValue(value, depth, seen);
}

/**
 * Anything as plain data that may be logged: without tokens, keys, passwords and what people said, by the names of
 * fields and by what values look like. Errors come with their type, message, stack, fields and causes. Cycles end,
 * depth, size and length are bounded, and nothing that the value does (getters, proxies, `toJSON`) breaks the log.
 */
export function redact(value: unknown, name = ''): Plain | undefined {
  try {
    return redactField(name, value, 0, new Set());
  } catch {
    return '[unreadable]';
  }
}
