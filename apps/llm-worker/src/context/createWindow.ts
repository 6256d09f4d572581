import type { Entry } from '@parley/conversation';
import type { Viewer } from './showFile.ts';
import { showMessage, textOf, type Shown } from './showMessage.ts';

/** Chooses of what was said the newest that fits, whole messages with their files; what was once shown is kept. */
export function createWindow(viewer: Viewer, said: readonly Entry[], forFiles: number) {
  const known = new Map<string, Shown>();

  async function show(entry: Entry): Promise<Shown> {
    const shown = known.get(entry.id) ?? (await showMessage(viewer, entry, forFiles));
    known.set(entry.id, shown);
    return shown;
  }

  return async function newestWithin(room: number): Promise<Shown[]> {
    const chosen: Shown[] = [];
    let left = room;
    for (const entry of said.toReversed()) {
      await viewer.pause();
      // What doesn't fit without its files needn't have them read.
      if (textOf(viewer, entry).tokens > left) break;
      const shown = await show(entry);
      left -= shown.tokens;
      if (left < 0) break;
      chosen.unshift(shown);
    }
    return chosen;
  };
}
