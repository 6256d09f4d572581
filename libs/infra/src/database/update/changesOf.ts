import { CommandError, unserved } from '../commandError.ts';
import { isDoc } from '../bson/kindOf.ts';
import type { Value } from '../bson/value.ts';
import { addToSet, pull, push } from './arrayEdits.ts';
import { currentDate, extreme, increment } from './fieldEdits.ts';
import type { PlannedChange } from './PlannedChange.ts';
import { renaming } from './renaming.ts';
import { updatePath } from './updatePath.ts';

/** Reads one operator of an update with its fields. An operator that isn't served is an error that names it. */
export function changesOf(operator: string, fields: Value, now: Date): PlannedChange[] {
  if (!operator.startsWith('$'))
    throw failedToParse(`fields such as ${operator} can't stand beside operators`);
  if (!isDoc(fields)) throw failedToParse(`${operator} needs an object of fields`);
  return Object.entries(fields).flatMap(([name, operand]) => changes(operator, name, operand, now));
}

function changes(operator: string, name: string, operand: Value, now: Date): PlannedChange[] {
  const path = updatePath(name);
  switch (operator) {
    case '$set':
      return [{ path, edit: () => operand, creates: true }];
    case '$setOnInsert':
      return [{ path, edit: () => operand, creates: true, onlyInserting: true }];
    case '$unset':
      return [{ path, edit: () => undefined, creates: false }];
    case '$inc':
      return [{ path, edit: increment(name, operand), creates: true }];
    case '$min':
      return [{ path, edit: extreme(1, operand), creates: true }];
    case '$max':
      return [{ path, edit: extreme(-1, operand), creates: true }];
    case '$currentDate':
      return [{ path, edit: currentDate(name, operand, now), creates: true }];
    case '$push':
      return [{ path, edit: push(name, operand), creates: true }];
    case '$addToSet':
      return [{ path, edit: addToSet(name, operand), creates: true }];
    case '$pull':
      return [{ path, edit: pull(name, operand), creates: false }];
    case '$rename':
      return renaming(path, operand);
    default:
      throw unserved(`the update operator ${operator}`);
  }
}

function failedToParse(message: string): CommandError {
  return new CommandError(9, 'FailedToParse', message);
}
