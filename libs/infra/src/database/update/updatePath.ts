import { CommandError, unserved } from '../commandError.ts';
import { compareStrings } from '../bson/compare.ts';
import { isPosition, type Path } from '../query/walkPath.ts';

/** Reads the path of a field to be changed; `$[]` and `$[name]` in it stand for elements of an array. */
export function updatePath(name: string): Path {
  const path = name.split('.');
  for (const part of path) {
    if (part === '')
      throw new CommandError(56, 'EmptyFieldName', `the path '${name}' has an empty field name`);
    if (part === '$') throw unserved(`the positional operator $ (in ${name})`);
    if (part === '__proto__') throw unserved('fields named __proto__');
    if (part.startsWith('$') && !/^\$\[\w*\]$/.test(part)) {
      const message = `the field '${part}' in '${name}' must not begin with $`;
      throw new CommandError(52, 'DollarPrefixedFieldName', message);
    }
  }
  return path;
}

/** Throws when two changes are for the same field, or one is for what is inside the field of another. */
export function checkConflicts(paths: readonly Path[]): void {
  for (const [i, path] of paths.entries()) {
    for (const other of paths.slice(i + 1)) {
      const shared = Math.min(path.length, other.length);
      const conflict = path.slice(0, shared).join('.');
      if (conflict !== other.slice(0, shared).join('.')) continue;
      const message = `Updating the path '${path.join('.')}' would create a conflict at '${conflict}'`;
      throw new CommandError(40, 'ConflictingUpdateOperators', message);
    }
  }
}

/** New fields are made in the order of their paths: positions as numbers, names as strings. */
export function comparePaths(a: Path, b: Path): number {
  for (const [i, part] of a.entries()) {
    const other = b[i];
    if (other === undefined) return 1;
    const order =
      isPosition(part) && isPosition(other) ? Number(part) - Number(other) : compareStrings(part, other);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}
