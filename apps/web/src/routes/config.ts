import type { HttpApp } from '@parley/http';
import { Model } from '@parley/protocol';
import { z } from 'zod';

const PageConfig = z.object({
  authMode: z.enum(['dev', 'jwt']).describe('`dev`: tokens come from `POST /api/auth/dev`'),
  version: z.string(),
  models: z.array(Model).describe('those that can be used now'),
  mayBeWatched: z.boolean().describe('the page tells its user that the team may read along'),
  wsPath: z.string().describe('path of the WebSocket, on the page’s own origin'),
});
export type PageConfig = z.infer<typeof PageConfig>;

/** `GET /api/config`: what a page must know before it has a token. */
export function addConfigRoute(
  http: HttpApp,
  config: Omit<PageConfig, 'models'>,
  models: () => readonly Model[],
): void {
  http.get(
    '/api/config',
    { schema: { summary: 'What a page must know before it has a token', response: { 200: PageConfig } } },
    () => ({ ...config, models: [...models()] }),
  );
}
