import type { Unread } from '@parley/protocol';

const both = new Intl.ListFormat('en', { type: 'conjunction' });

const SAYS: Record<Unread['reason'], (model: string) => string> = {
  no_vision: (model) => `${model} can’t see images`,
  too_large: (model) => `Too large for ${model}`,
  unreadable: () => 'Couldn’t be read',
  unsupported: (model) => `${model} can’t read files of this kind`,
  not_ready: () => 'Not ready in time',
};

/** Which files a model was not shown, and why: a sentence for each reason. */
export function unreadWords(unread: readonly Unread[], model: string): string[] {
  const byReason = Map.groupBy(unread, ({ reason }) => reason);
  return [...byReason].map(([reason, files]) => {
    const names = both.format(files.map(({ name }) => name));
    return `${SAYS[reason](model)}: ${names} ${files.length === 1 ? 'was' : 'were'} not shown to it.`;
  });
}
