/** Some documents of a result, as bytes. */
export interface Batch {
  documents: Uint8Array[];
  exhausted: boolean;
}

const maxBatchBytes = 16 * 1024 * 1024;

/** Gives a result in batches. It looks one document ahead, to say at once when nothing is left. */
export class Cursor {
  readonly #documents: Iterator<Uint8Array>;
  #ahead: Uint8Array | undefined;

  constructor(documents: Iterator<Uint8Array>) {
    this.#documents = documents;
  }

  /** The next documents: at most `size`, and not more than 16 MiB together unless one alone is larger. */
  next(size: number): Batch {
    const documents: Uint8Array[] = [];
    let bytes = 0;
    for (;;) {
      const document = this.#ahead ?? this.#pull();
      if (!document) return { documents, exhausted: true };
      bytes += document.length;
      const isFull = documents.length >= size || (documents.length > 0 && bytes > maxBatchBytes);
      this.#ahead = isFull ? document : undefined;
      if (isFull) return { documents, exhausted: false };
      documents.push(document);
    }
  }

  #pull(): Uint8Array | undefined {
    const { value, done } = this.#documents.next();
    return done ? undefined : value;
  }
}
