const STRING = /"((?:\\x[0-9a-f]{2})*)"/g;

/** The strings among the arguments of a call, as bytes. */
export const strings = (args: string): Buffer[] =>
  [...args.matchAll(STRING)].map(([, digits = '']) => Buffer.from(digits.replaceAll('\\x', ''), 'hex'));

/** The one path among the arguments. */
export const pathIn = (args: string): string => strings(args)[0]?.toString() ?? '';
