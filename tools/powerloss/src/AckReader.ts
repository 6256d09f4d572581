import { strings } from './strings.ts';
import type { Syscall } from './Syscall.ts';

/** As JetStream answers a publish. */
const ACK = /\{"stream":\s*"CHAT",\s*"seq":\s*(\d+)/g;
/** Longer than any such answer. */
const OVERLAP = 200;

/** Reads what the server writes to its sockets: the messages that it has acked, by their number in the stream. */
export class AckReader {
  readonly acked = new Set<number>();
  readonly #tails = new Map<number, string>();

  read({ name, args, result }: Syscall): void {
    if (name === 'close') this.#tails.delete(Number.parseInt(args, 10));
    if ((name !== 'write' && name !== 'writev') || result <= 0) return;
    const fd = Number.parseInt(args, 10);
    const sent = Buffer.concat(strings(args)).subarray(0, result).toString('latin1');
    const text = (this.#tails.get(fd) ?? '') + sent;
    for (const [, seq] of text.matchAll(ACK)) this.acked.add(Number(seq));
    this.#tails.set(fd, text.slice(-OVERLAP));
  }
}
