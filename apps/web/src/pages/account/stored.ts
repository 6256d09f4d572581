/** Something kept in this browser; undefined when there is nothing, it is damaged, or storage is closed. */
export function readStored(key: string): unknown {
  try {
    const text = localStorage.getItem(key);
    return text === null ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Keeps something in this browser; undefined removes it. Where storage is closed or full, nothing is kept. */
export function writeStored(key: string, value: unknown): void {
  try {
    if (value === undefined) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify(value));
  } catch {
    // Nothing depends on it: the page only forgets.
  }
}
