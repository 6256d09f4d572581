/** What `fetch` takes off both ends of a header's value. */
const ENDS = /^[\t\n\r ]+|[\t\n\r ]+$/gu;
const UNFIT = /[^\t\x20-\x7e\x80-\xff]/u;

/** Whether a key can be sent at all: it goes in a header of HTTP, which takes no controls and nothing beyond Latin-1. */
export const fitsHeader = (key: string): boolean => !UNFIT.test(key.replace(ENDS, ''));
