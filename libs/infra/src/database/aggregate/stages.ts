import { Int32 } from 'bson';
import { badValue, unserved } from '../commandError.ts';
import { isDoc } from '../bson/kindOf.ts';
import { isNumeric, toDouble } from '../bson/numbers.ts';
import type { Doc, Value } from '../bson/value.ts';
import { matcher } from '../query/matcher.ts';
import { compareBy, orderFields, type SortValue, sortValues } from '../query/sortOrder.ts';
import { group } from './group.ts';
import { checkHeld } from './checkHeld.ts';
import { project } from './project.ts';
import type { Stage } from './stage.ts';

/** Reads a stage of a pipeline; one that isn't served is an error that names it. */
export function stage(spec: Value): Stage {
  const [name, ...others] = isDoc(spec) ? Object.keys(spec) : [];
  if (!isDoc(spec) || name === undefined || others.length > 0) {
    throw badValue('a pipeline stage must be a document with exactly one field');
  }
  const operand = spec[name] as Value;
  switch (name) {
    case '$match':
      return match(document(name, operand));
    case '$sort':
      return sort(document(name, operand));
    case '$group':
      return group(document(name, operand));
    case '$project':
      return project(document(name, operand));
    case '$skip':
      return skip(wholeNumber(name, operand, 0));
    case '$limit':
      return limit(wholeNumber(name, operand, 1));
    case '$count':
      return count(operand);
    default:
      throw unserved(`the pipeline stage ${name}`);
  }
}

function match(filter: Doc): Stage {
  const matches = matcher(filter);
  return function* (docs) {
    for (const doc of docs) if (matches(doc)) yield doc;
  };
}

function sort(order: Doc): Stage {
  const fields = orderFields(order, 'sort');
  return (docs) => {
    const held: { doc: Doc; by: SortValue[] }[] = [];
    for (const doc of docs) {
      held.push({ doc, by: sortValues(doc, fields) });
      checkHeld('$sort', held.length);
    }
    return held.sort((a, b) => compareBy(fields, a.by, b.by)).map(({ doc }) => doc);
  };
}

function skip(number: number): Stage {
  return function* (docs) {
    let position = 0;
    for (const doc of docs) if (position++ >= number) yield doc;
  };
}

function limit(number: number): Stage {
  return function* (docs) {
    let position = 0;
    for (const doc of docs) {
      yield doc;
      if (++position >= number) return;
    }
  };
}

/** As in MongoDB, counting nothing gives no document. */
function count(name: Value): Stage {
  if (typeof name !== 'string' || name === '' || /[$.\0]/.test(name))
    throw badValue('$count needs the name of a field');
  return function* (docs) {
    let all = 0;
    for (const _ of docs) all++;
    if (all > 0) yield { [name]: new Int32(all) };
  };
}

function document(name: string, operand: Value): Doc {
  if (!isDoc(operand)) throw badValue(`${name} needs a document`);
  return operand;
}

function wholeNumber(name: string, operand: Value, least: number): number {
  const number = isNumeric(operand) ? toDouble(operand) : Number.NaN;
  if (!Number.isSafeInteger(number) || number < least)
    throw badValue(`${name} needs a whole number from ${least} on`);
  return number;
}
