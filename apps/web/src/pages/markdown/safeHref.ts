/** The address if it is one that a link may lead to (http, https, mailto), else undefined. */
export function safeHref(href: string): string | undefined {
  if (!/^(?:https?:\/\/|mailto:)/i.test(href)) return undefined;
  return URL.canParse(href) ? href : undefined;
}
