/** What `encodeURIComponent` leaves and RFC 8187 doesn't. */
const NOT_ATTR_CHAR = /['()*]/gu;
const percent = (char: string): string => `%${char.charCodeAt(0).toString(16).toUpperCase()}`;

/**
 * `Content-Disposition` of a download (RFC 6266): the name in any script, and `plain`, of printable ASCII without quotes,
 * for programs that can't read that.
 */
export function attachment(name: string, plain: string): string {
  const encoded = encodeURIComponent(name.toWellFormed()).replace(NOT_ATTR_CHAR, percent);
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
