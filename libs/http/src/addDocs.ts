import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import { jsonSchemaTransform } from 'fastify-type-provider-zod';
import type { HttpApp } from './HttpApp.ts';

export interface DocsOptions {
  readonly title: string;
  readonly version: string;
  /** Where the page is; `/api/docs` unless told. */
  readonly path?: string;
}

/** Serves a page about all routes at `path`, and their OpenAPI document at `<path>/json`. */
export async function addDocs(
  app: HttpApp,
  { title, version, path = '/api/docs' }: DocsOptions,
): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title, version },
      components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } } },
    },
    transform: jsonSchemaTransform,
  });
  await app.register(swaggerUi, { routePrefix: path, staticCSP: true });
}
