import { badValue, unserved } from '../commandError.ts';
import { isDoc } from '../bson/kindOf.ts';
import type { Doc, Value } from '../bson/value.ts';
import { fieldOf, type Path } from '../query/walkPath.ts';

/** Works out a value from a document; undefined is a missing one. */
export type Expression = (doc: Doc) => Value | undefined;

/** Reads an aggregation expression: a field (`$a.b`), a constant, `$literal`, or a document or an array of these. */
export function expression(spec: Value): Expression {
  if (typeof spec === 'string' && spec.startsWith('$')) return field(spec);
  if (Array.isArray(spec)) {
    const all = spec.map(expression);
    return (doc) => all.map((each) => each(doc) ?? null);
  }
  return isDoc(spec) ? ofDocument(spec) : () => spec;
}

function ofDocument(spec: Doc): Expression {
  const operator = Object.keys(spec).find((name) => name.startsWith('$'));
  if (operator === '$literal') {
    const constant = spec['$literal'];
    return () => constant;
  }
  if (operator !== undefined) throw unserved(`the aggregation expression ${operator}`);
  const fields = Object.entries(spec).map(([name, value]) => [name, expression(value)] as const);
  return (doc) => {
    const made: Doc = {};
    for (const [name, make] of fields) {
      const value = make(doc);
      if (value !== undefined) made[name] = value;
    }
    return made;
  };
}

function field(spec: string): Expression {
  if (spec.startsWith('$$')) throw unserved(`the aggregation variable ${spec}`);
  const path = spec.slice(1).split('.');
  if (path.includes('')) throw badValue(`the field path ${spec} has an empty part`);
  return (doc) => valueAt(doc, path, 0);
}

/** Other than in a filter, an array on the way gives the array of its elements' values, and positions have no meaning. */
function valueAt(value: Value, path: Path, at: number): Value | undefined {
  const part = path[at];
  if (part === undefined) return value;
  if (Array.isArray(value)) {
    return value.map((element) => valueAt(element, path, at)).filter((each) => each !== undefined);
  }
  const next = isDoc(value) ? fieldOf(value, part) : undefined;
  return next === undefined ? undefined : valueAt(next, path, at + 1);
}
