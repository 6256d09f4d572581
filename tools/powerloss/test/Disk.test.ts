import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { Disk } from '../src/Disk.ts';

const ROOT = '/data';
const hex = (text: string): string =>
  `"${[...Buffer.from(text)].map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('')}"`;

/** A process that works on a few files, each with a descriptor of its own. */
class Writer {
  readonly disk = new Disk(ROOT);
  #open = 3;

  open(path: string, flags = 'O_RDWR|O_CREAT'): number {
    this.#call('openat', `AT_FDCWD, ${hex(path)}, ${flags}, 0640`, ++this.#open);
    return this.#open;
  }
  write(fd: number, text: string, at?: number): void {
    const length = Buffer.byteLength(text);
    const name = at === undefined ? 'write' : 'pwrite64';
    this.#call(name, `${fd}, ${hex(text)}, ${length}${at === undefined ? '' : `, ${at}`}`, length);
  }
  truncate = (fd: number, length: number) => this.#call('ftruncate', `${fd}, ${length}`);
  sync = (fd: number) => this.#call('fsync', String(fd));
  close = (fd: number) => this.#call('close', String(fd));
  rename = (from: string, to: string) =>
    this.#call('renameat', `AT_FDCWD, ${hex(from)}, AT_FDCWD, ${hex(to)}`);
  remove = (path: string) => this.#call('unlinkat', `AT_FDCWD, ${hex(path)}, 0`);
  #call(name: string, args: string, result = 0): void {
    this.disk.apply({ name, args, result });
  }
}

const at = (name: string): string => `${ROOT}/${name}`;
const shown = (tree: ReadonlyMap<string, Buffer | 'folder'>) =>
  Object.fromEntries([...tree].map(([path, bytes]) => [path.slice(ROOT.length + 1), bytes.toString()]));

const anyName = fc.constantFrom('a', 'b', 'c');
const anyStep = fc.oneof(
  fc.record({ do: fc.constant('write' as const), name: anyName, text: fc.string(), at: fc.nat(9) }),
  fc.record({ do: fc.constant('truncate' as const), name: anyName, length: fc.nat(9) }),
  fc.record({ do: fc.constant('sync' as const), name: anyName }),
);

describe('Disk', () => {
  test('for any calls, a file is left as it was seen at its last sync, if its name is older than the last sync of any', () => {
    fc.assert(
      fc.property(fc.array(anyStep, { maxLength: 40 }), (steps) => {
        const writer = new Writer();
        const atSync = new Map<string, string>();
        let names: string[] = [];
        for (const step of steps) {
          const fd = writer.open(at(step.name));
          if (step.do === 'write') writer.write(fd, step.text, step.at);
          if (step.do === 'truncate') writer.truncate(fd, step.length);
          if (step.do === 'sync') {
            writer.sync(fd);
            const seen = shown(writer.disk.seen());
            atSync.set(step.name, seen[step.name] ?? '');
            names = Object.keys(seen);
          }
          writer.close(fd);
          const left = Object.fromEntries(names.map((name) => [name, atSync.get(name) ?? '']));
          expect(shown(writer.disk.left())).toEqual(left);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('a write through O_SYNC lasts at once, and so do the names before it', () => {
    const writer = new Writer();
    const plain = writer.open(at('plain'));
    writer.write(plain, 'text');
    expect(shown(writer.disk.left())).toEqual({});
    const sync = writer.open(at('new'), 'O_WRONLY|O_CREAT|O_TRUNC|O_SYNC');
    writer.write(sync, 'kept');
    expect(shown(writer.disk.left())).toEqual({ plain: '', new: 'kept' });
    writer.rename(at('new'), at('plain'));
    expect(shown(writer.disk.left())).toEqual({ plain: '', new: 'kept' });
    writer.sync(writer.open(ROOT, 'O_RDONLY'));
    expect(shown(writer.disk.left())).toEqual({ plain: 'kept' });
    writer.remove(at('plain'));
    expect(shown(writer.disk.left())).toEqual({ plain: 'kept' });
    expect(shown(writer.disk.seen())).toEqual({});
  });

  test('appends and offsets are followed, and what isn’t under the folder isn’t', () => {
    const writer = new Writer();
    const first = writer.open(at('log'));
    writer.write(first, 'one');
    writer.write(first, ' two');
    writer.write(writer.open(at('log'), 'O_WRONLY|O_APPEND'), '!');
    writer.write(writer.open('/elsewhere'), 'x');
    writer.sync(first);
    expect(shown(writer.disk.left())).toEqual({ log: 'one two!' });
  });

  test('a call that it can’t follow is an error, not a guess', () => {
    const disk = new Disk(ROOT);
    expect(() =>
      disk.apply({
        name: 'linkat',
        args: `AT_FDCWD, ${hex(at('a'))}, AT_FDCWD, ${hex(at('b'))}, 0`,
        result: 0,
      }),
    ).toThrow('linkat');
  });
});
