import type { Content } from './Content.ts';
import { oneLine } from './oneLine.ts';

/** A mail's subject: what happened. */
export const subjectOf = ({ kind, title, heldBack }: Content): string =>
  `${oneLine(`${kind}: ${title}`, 160)}${heldBack === undefined ? '' : ' (and more)'}`;
