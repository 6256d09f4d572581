import type { ClientFrameOf } from '@parley/protocol';
import { ClientError } from './clientError.ts';
import type { MessageEntry } from './outboxEntry.ts';
import type { OutboxStorage } from './outboxStorage.ts';

type Kept = Pick<MessageEntry, 'frame' | 'at' | 'error'>;

const isMessageSend = (value: unknown): value is ClientFrameOf<'message.send'> =>
  typeof value === 'object' &&
  value !== null &&
  Reflect.get(value, 'type') === 'message.send' &&
  typeof Reflect.get(value, 'id') === 'string' &&
  typeof Reflect.get(value, 'sessionId') === 'string';

function read(text: string | null): Kept | undefined {
  try {
    const value = JSON.parse(text ?? '') as { frame?: unknown; at?: unknown; error?: unknown };
    if (!isMessageSend(value.frame) || typeof value.at !== 'number') return undefined;
    const { category, code, message } = (value.error ?? {}) as Partial<ClientError>;
    const error = category && code && message ? new ClientError(category, code, message) : undefined;
    return { frame: value.frame, at: value.at, error };
  } catch {
    return undefined;
  }
}

/** Keeps unacked messages over a reload, one item each, so that two tabs don't overwrite each other's. */
export class OutboxKeeper {
  readonly #storage: OutboxStorage | undefined;
  readonly #prefix: string;

  constructor(storage: OutboxStorage | undefined, prefix: string) {
    this.#storage = storage;
    this.#prefix = `${prefix}:`;
  }

  /** What was kept, oldest first. */
  load(): Kept[] {
    return this.#try((storage) => {
      const keys = Array.from({ length: storage.length }, (_, index) => storage.key(index));
      const mine = keys.filter((key) => key?.startsWith(this.#prefix) === true);
      const kept = mine.map((key) => read(storage.getItem(key ?? ''))).filter((entry) => entry !== undefined);
      return kept.toSorted((a, b) => a.at - b.at);
    }, []);
  }

  save({ frame, at, error }: Kept): void {
    const shown = error && { category: error.category, code: error.code, message: error.message };
    this.#try((storage) =>
      storage.setItem(this.#prefix + frame.id, JSON.stringify({ frame, at, error: shown })),
    );
  }

  remove(id: string): void {
    this.#try((storage) => storage.removeItem(this.#prefix + id));
  }

  /** Storage that is full or forbidden must not keep anybody from talking. */
  #try<T>(use: (storage: OutboxStorage) => T, otherwise?: T): T {
    try {
      if (this.#storage) return use(this.#storage);
    } catch {
      // Then a reload forgets; the page goes on.
    }
    return otherwise as T;
  }
}
