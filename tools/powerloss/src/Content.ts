/** The bytes of a file, that grow and shrink as it is written. */
export class Content {
  #bytes = Buffer.alloc(0);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  write(data: Buffer, at: number): void {
    const end = at + data.length;
    if (end > this.#bytes.length) {
      const grown = Buffer.alloc(Math.max(end, this.#bytes.length * 2));
      this.#bytes.copy(grown, 0, 0, this.#length);
      this.#bytes = grown;
    }
    data.copy(this.#bytes, at);
    this.#length = Math.max(this.#length, end);
  }

  truncate(length: number): void {
    if (length < this.#length) this.#bytes.fill(0, length, this.#length);
    else this.write(Buffer.alloc(0), length);
    this.#length = length;
  }

  /** The bytes as they are now. */
  copy(): Buffer {
    return Buffer.from(this.#bytes.subarray(0, this.#length));
  }
}
