import type { Command } from '@parley/protocol';

/** Who sent what, as one text: the same for every repeat of a command, whichever order its fields come in. */
export const sentBy = ({ frame, user }: Pick<Command, 'frame' | 'user'>): string =>
  JSON.stringify([user.id, Object.entries(frame).toSorted(([a], [b]) => (a < b ? -1 : 1))]);
