const clock = new Intl.DateTimeFormat(undefined, { hour: 'numeric', minute: '2-digit' });

/** The time of day, as the reader's language writes it. */
export const timeWords = (moment: Date): string => clock.format(moment);
