import type { BrowserContext } from 'playwright-core';

/** What a browser says by itself about a server that is away: no fault of the page. */
const AWAY = /^WebSocket connection to |^Failed to load resource: net::ERR_|status of 50[234]/;

/** What the pages of a profile complain about from now on: errors, and what the content policy kept from running. */
export async function keepComplaints(context: BrowserContext): Promise<readonly string[]> {
  const complaints: string[] = [];
  await context.exposeFunction('tellViolation', (what: string) => complaints.push(what));
  await context.addInitScript(
    `addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
      tellViolation('content policy: ' + violatedDirective + ' ' + blockedURI))`,
  );
  context.on('weberror', (error) => complaints.push(String(error.error())));
  context.on('console', (message) => {
    const grave = message.type() === 'error' || message.type() === 'warning';
    if (grave && !AWAY.test(message.text())) complaints.push(message.text());
  });
  return complaints;
}
