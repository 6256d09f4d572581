/** A growing buffer that writes values so that the order of the bytes is the order of the values. */
export class KeyWriter {
  #bytes = Buffer.allocUnsafe(64);
  length = 0;

  /** What was written. */
  bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.length);
  }

  byte(value: number): void {
    this.#grow(1);
    this.#bytes[this.length++] = value;
  }

  raw(bytes: Uint8Array): void {
    this.#grow(bytes.length);
    this.#bytes.set(bytes, this.length);
    this.length += bytes.length;
  }

  uint16(value: number): void {
    this.#grow(2);
    this.length = this.#bytes.writeUInt16BE(value, this.length);
  }

  uint32(value: number): void {
    this.#grow(4);
    this.length = this.#bytes.writeUInt32BE(value, this.length);
  }

  uint64(value: bigint): void {
    this.#grow(8);
    this.length = this.#bytes.writeBigUInt64BE(BigInt.asUintN(64, value), this.length);
  }

  /** A double: the sign bit flipped, a negative one inverted; NaN lowest, -0 as 0. */
  double(value: number): void {
    const start = this.length;
    this.#grow(8);
    if (Number.isNaN(value)) {
      this.#bytes.fill(0, start, start + 8);
      this.length += 8;
      return;
    }
    this.length = this.#bytes.writeDoubleBE(value === 0 ? 0 : value, start);
    if (value < 0) this.invertFrom(start);
    else this.#bytes[start] = (this.#bytes[start] ?? 0) ^ 0x80;
  }

  /** UTF-8, ended by 00 00; a zero within is 00 FF, so that a longer string never ends early. */
  string(value: string): void {
    const bytes = Buffer.from(value, 'utf8');
    let from = 0;
    for (let zero = bytes.indexOf(0); zero !== -1; zero = bytes.indexOf(0, from)) {
      this.raw(bytes.subarray(from, zero + 1));
      this.byte(0xff);
      from = zero + 1;
    }
    this.raw(bytes.subarray(from));
    this.uint16(0);
  }

  /** Turns the order of all bytes from `start` on around. */
  invertFrom(start: number): void {
    for (let i = start; i < this.length; i++) this.#bytes[i] = ~(this.#bytes[i] ?? 0) & 0xff;
  }

  #grow(by: number): void {
    if (this.length + by <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.#bytes.length * 2, this.length + by));
    this.#bytes.copy(larger, 0, 0, this.length);
    this.#bytes = larger;
  }
}
