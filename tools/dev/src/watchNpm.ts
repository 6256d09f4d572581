const EVERY_MS = 500;

/**
 * Calls `gone` when the npm that started this process as `npm start` has ended without a word, killed. A process that
 * was started otherwise may well outlive whoever started it.
 */
export function watchNpm(env: NodeJS.ProcessEnv, gone: () => void): void {
  if (env['npm_lifecycle_event'] !== 'start') return;
  const npm = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === npm) return;
    clearInterval(timer);
    gone();
  }, EVERY_MS);
  timer.unref();
}
