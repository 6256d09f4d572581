import type { ReactiveControllerHost } from 'lit';
import type { Page } from '../api/page.ts';
import { Loaded } from './loaded.ts';

interface Read<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | undefined;
}

/** A list that is read page by page. */
export class LoadedPages<T> extends Loaded<Read<T>> {
  readonly #read: (cursor: string | undefined) => Promise<Page<T>>;

  constructor(host: ReactiveControllerHost, read: (cursor: string | undefined) => Promise<Page<T>>) {
    super(host);
    this.#read = read;
  }

  get items(): readonly T[] {
    return this.value?.items ?? [];
  }

  get hasMore(): boolean {
    return this.value?.nextCursor !== undefined;
  }

  /** Reads it anew. */
  readonly again = (): void => void this.load(() => this.#page([], undefined));

  /** Reads on. */
  readonly more = (): void => void this.load(() => this.#page(this.items, this.value?.nextCursor));

  async #page(before: readonly T[], cursor: string | undefined): Promise<Read<T>> {
    const { items, nextCursor } = await this.#read(cursor);
    return { items: [...before, ...items], nextCursor: nextCursor ?? undefined };
  }
}
