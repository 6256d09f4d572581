/** A system call that came to its end, as strace writes it. */
export interface Syscall {
  readonly name: string;
  /** Between the brackets; strings as `"\x2f\x61"`. */
  readonly args: string;
  /** What it returned; −1 when it failed. */
  readonly result: number;
}
