import type { Content } from './Content.ts';

/** Further lines of a value are set in, so that none looks like another fact. The ids stand as they are. */
const shown = (name: string, value: string): string =>
  `${`${name}:`.padEnd(9)} ${name === 'User' || name === 'Session' ? value : value.replaceAll('\n', '\n          ')}`;

/** A mail as plain text. */
export const plainPart = ({ kind, title, facts, heldBack, link, linkWords }: Content): string =>
  [
    kind,
    title,
    '',
    ...facts.map(([name, value]) => shown(name, value)),
    '',
    ...(heldBack === undefined ? [] : [heldBack, '']),
    `${linkWords}: ${link}`,
    '',
  ].join('\n');
