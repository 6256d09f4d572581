const ENDINGS: Partial<Record<Intl.LDMLPluralRule, string>> = { one: 'st', two: 'nd', few: 'rd' };
const rules = new Intl.PluralRules('en', { type: 'ordinal' });

/** A place in a row: "1st", "2nd", "3rd", "11th". */
export const ordinalWords = (place: number): string => `${place}${ENDINGS[rules.select(place)] ?? 'th'}`;
