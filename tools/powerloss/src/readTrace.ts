import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Syscall } from './Syscall.ts';

const WHOLE = /^(\d+)\s+(\w+)\((.*)\)\s+= (-?\d+)/s;
const BEGUN = /^(\d+)\s+(\w+)\((.*?),? <unfinished \.\.\.>$/s;
const ENDED = /^(\d+)\s+<\.\.\. (\w+) resumed>,?\s*(.*)\)\s+= (-?\d+)/s;

/**
 * The system calls of a trace by `strace -f`, in the order in which they took effect: when they ended, but for a `close`,
 * whose descriptor another thread may get before that. One that was cut off by the end of the process isn't there.
 */
export async function readTrace(file: string): Promise<Syscall[]> {
  const calls: Syscall[] = [];
  const begun = new Map<string, string>();
  for await (const line of createInterface({
    input: createReadStream(file, 'latin1'),
    crlfDelay: Infinity,
  })) {
    const whole = WHOLE.exec(line);
    if (whole) {
      const [, , name = '', args = '', result = ''] = whole;
      calls.push({ name, args, result: Number(result) });
      continue;
    }
    const ended = ENDED.exec(line);
    if (ended) {
      const [, thread = '', name = '', rest = '', result = ''] = ended;
      if (name === 'close') continue;
      const args = [begun.get(thread), rest].filter(Boolean).join(', ');
      calls.push({ name, args, result: Number(result) });
      continue;
    }
    const half = BEGUN.exec(line);
    if (half) {
      const [, thread = '', name = '', args = ''] = half;
      if (name === 'close') calls.push({ name, args, result: 0 });
      else begun.set(thread, args);
    }
  }
  return calls;
}
