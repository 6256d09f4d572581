import type { HttpApp } from './HttpApp.ts';

/** The strictest that an answer of an API can do with; a route that serves pages sets its own. */
const HEADERS = Object.entries({
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
});

/** Gives each answer the security headers that its route hasn't set. */
export function addSecurityHeaders(app: HttpApp): void {
  app.addHook('onSend', async (_request, reply, payload) => {
    for (const [name, value] of HEADERS) if (!reply.hasHeader(name)) reply.header(name, value);
    return payload;
  });
}
