/** The part of `process` that tells of its parent. */
export interface ParentSource {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly connected?: boolean;
  once(event: 'disconnect', listener: () => void): unknown;
  readonly stdin: { once(event: 'close', listener: () => void): unknown; resume(): unknown };
}

/**
 * Tells when the process that started this one has died, in the way that `PARLEY_PARENT` asks for: `ipc` by the end
 * of the IPC channel, `stdin` by the end of standard input. Both end with the parent, however it died. Without
 * `PARLEY_PARENT` nothing is watched.
 *
 * @throws Error when it asks for anything else, or for a channel that isn't there
 */
export function watchParent(source: ParentSource, gone: () => void): void {
  const way = source.env['PARLEY_PARENT'] || undefined;
  switch (way) {
    case undefined:
      return;
    case 'ipc':
      if (!source.connected) throw new Error('PARLEY_PARENT=ipc needs an IPC channel to the parent');
      source.once('disconnect', gone);
      return;
    case 'stdin':
      source.stdin.once('close', gone);
      source.stdin.resume();
      return;
    default:
      throw new Error('PARLEY_PARENT must be ipc or stdin. Example: PARLEY_PARENT=ipc');
  }
}
