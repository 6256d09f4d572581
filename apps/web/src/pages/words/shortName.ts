const MOST = 40;

/** A name as short as a line of words needs it: what is longer than `most` characters ends in dots. */
export function shortName(name: string, most = MOST): string {
  const characters = Array.from(new Intl.Segmenter().segment(name), ({ segment }) => segment);
  return characters.length > most
    ? `${characters
        .slice(0, most - 1)
        .join('')
        .trimEnd()}…`
    : name;
}
