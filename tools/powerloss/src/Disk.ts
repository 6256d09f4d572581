import { Content } from './Content.ts';
import { pathIn, strings } from './strings.ts';
import type { Syscall } from './Syscall.ts';

/** A file, whatever its names are. `synced`: its bytes at its last sync; nothing before the first one. */
interface File {
  readonly content: Content;
  synced: Buffer;
}
interface Folder {
  readonly folder: true;
}
type Node = File | Folder;
interface Open {
  readonly node: Node;
  offset: number;
  readonly appends: boolean;
  /** Each write is a sync too. */
  readonly syncs: boolean;
}

const NOTHING = Buffer.alloc(0);
const FOLDER: Folder = { folder: true };
const isFolder = (node: Node): node is Folder => 'folder' in node;

/** Files by path; a folder has no content. */
export type Tree = ReadonlyMap<string, Buffer | 'folder'>;

/**
 * A disk under a process that is traced: what the process sees, and what would be left of it if the power went.
 *
 * The model is the worst that ext4 and XFS promise: a file has the bytes of its last sync (`fsync`, `fdatasync`, a write
 * through `O_SYNC`), none when there was none. Names (creations, renames, removals) go through one journal in their
 * order: any sync of any file or folder makes all names before it last. Nothing is written back by itself.
 */
export class Disk {
  readonly #root: string;
  readonly #open = new Map<number, Open>();
  readonly #names = new Map<string, Node>();
  #lasting: ReadonlyMap<string, Node> = new Map();
  #changed = false;

  /** Follows what happens under this folder, which is empty at first. */
  constructor(root: string) {
    this.#root = `${root}/`;
  }

  /** What the process sees. */
  seen(): Tree {
    return tree(this.#names, ({ content }) => content.copy());
  }

  /** What a loss of power would leave. */
  left(): Tree {
    return tree(this.#lasting, ({ synced }) => synced);
  }

  isOpen(fd: number): boolean {
    return this.#open.has(fd);
  }

  /** @throws Error for a call that the model doesn't know how to follow */
  apply({ name, args, result }: Syscall): void {
    if (result < 0) return;
    const fd = Number.parseInt(args, 10);
    const open = this.#open.get(fd);
    switch (name) {
      case 'openat':
        return this.#opened(args, result);
      case 'close':
        this.#open.delete(fd);
        return;
      case 'mkdirat':
        return this.#name(pathIn(args), FOLDER);
      case 'unlinkat':
        return this.#name(pathIn(args), undefined);
      case 'renameat':
      case 'renameat2':
        return this.#renamed(...(strings(args).map(String) as [string, string]));
      case 'write':
        if (open) this.#write(open, strings(args)[0] ?? NOTHING, result, undefined);
        return;
      case 'pwrite64':
        if (open) this.#write(open, strings(args)[0] ?? NOTHING, result, lastNumber(args));
        return;
      case 'writev':
        if (open) this.#write(open, Buffer.concat(strings(args)), result, undefined);
        return;
      case 'ftruncate':
        if (open && !isFolder(open.node)) open.node.content.truncate(lastNumber(args));
        return;
      case 'truncate': {
        const node = this.#names.get(pathIn(args));
        if (node && !isFolder(node)) node.content.truncate(lastNumber(args));
        return;
      }
      case 'lseek':
        if (open) open.offset = result;
        return;
      case 'fsync':
      case 'fdatasync':
        if (open) this.#sync(open.node);
        return;
      default:
        // Of files that aren't ours, or sockets.
        if (open || pathIn(args).startsWith(this.#root)) throw new Error(`the model doesn't know ${name}`);
    }
  }

  #opened(args: string, fd: number): void {
    const path = pathIn(args);
    this.#open.delete(fd);
    if (!`${path}/`.startsWith(this.#root)) return;
    let node = this.#names.get(path);
    if (!node) {
      // The folder itself, and what was in it before: nothing that a test is about.
      node = args.includes('O_CREAT') ? { content: new Content(), synced: NOTHING } : FOLDER;
      if (!isFolder(node)) this.#name(path, node);
    }
    if (args.includes('O_TRUNC') && !isFolder(node)) node.content.truncate(0);
    const syncs = /\bO_D?SYNC\b/.test(args);
    this.#open.set(fd, { node, offset: 0, appends: args.includes('O_APPEND'), syncs });
  }

  #write(open: Open, data: Buffer, written: number, at: number | undefined): void {
    const { node } = open;
    if (isFolder(node)) return;
    const place = at ?? (open.appends ? node.content.length : open.offset);
    node.content.write(data.subarray(0, written), place);
    if (at === undefined) open.offset = place + written;
    if (open.syncs) this.#sync(node);
  }

  #name(path: string, node: Node | undefined): void {
    if (!path.startsWith(this.#root)) return;
    if (node) this.#names.set(path, node);
    else this.#names.delete(path);
    this.#changed = true;
  }

  #renamed(from: string, to: string): void {
    const moved = [...this.#names].filter(([path]) => path === from || path.startsWith(`${from}/`));
    for (const [path, node] of moved) {
      this.#name(path, undefined);
      this.#name(to + path.slice(from.length), node);
    }
  }

  #sync(node: Node): void {
    if (!isFolder(node)) node.synced = node.content.copy();
    if (this.#changed) this.#lasting = new Map(this.#names);
    this.#changed = false;
  }
}

const lastNumber = (args: string): number => Number(/(\d+)$/.exec(args)?.[1]);

const tree = (names: ReadonlyMap<string, Node>, bytesOf: (file: File) => Buffer): Tree =>
  new Map([...names].map(([path, node]) => [path, isFolder(node) ? 'folder' : bytesOf(node)]));
