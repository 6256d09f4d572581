/** Where this page's socket is: on its own origin. */
export function socketUrl(path = '/ws'): string {
  const url = new URL(path, location.href);
  url.protocol = url.protocol.replace('http', 'ws');
  return url.href;
}
