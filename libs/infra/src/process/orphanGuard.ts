import { spawn, type ChildProcess } from 'node:child_process';
import { Socket } from 'node:net';

/**
 * Reads `+ pid` and `- pid` lines; at the end of input (its parent is gone, however it went) it kills the process
 * groups that are still listed.
 */
const SCRIPT = `
pids=
while read -r op pid; do
  case $op in
    +) pids="$pids $pid" ;;
    -) left=; for p in $pids; do [ "$p" = "$pid" ] || left="$left $p"; done; pids=$left ;;
  esac
done
for p in $pids; do kill -KILL "-$p" 2>/dev/null; done
`;

let guard: ChildProcess | undefined;
let guarded = 0;

/**
 * Makes sure that a process group ends when this process does, also when this one is killed and can do nothing
 * itself. One small shell watches for all; it ends with the last group.
 * @param pid leader of a process group that this process started
 * @returns to be called once that process has ended; resolves when the guard, if no longer needed, has ended too
 */
export function guardOrphan(pid: number): () => Promise<void> {
  guard ??= startGuard();
  const mine = guard;
  guarded++;
  mine.stdin?.write(`+ ${pid}\n`);
  return async () => {
    mine.stdin?.write(`- ${pid}\n`);
    guarded--;
    if (guarded > 0 || guard !== mine) return;
    guard = undefined;
    const ended = new Promise((resolve) => mine.once('exit', resolve));
    // Whoever waits for its end may have nothing else to stay alive for.
    mine.ref();
    mine.stdin?.end();
    await ended;
  };
}

function startGuard(): ChildProcess {
  const child = spawn('/bin/sh', ['-c', SCRIPT], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
  child.on('error', () => {});
  child.stdin.on('error', () => {});
  child.unref();
  if (child.stdin instanceof Socket) child.stdin.unref();
  return child;
}
