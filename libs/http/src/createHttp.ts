import { randomUUID } from 'node:crypto';
import type { Health } from '@parley/lifecycle';
import type { Logger } from '@parley/logging';
import Fastify from 'fastify';
import { serializerCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Registry } from 'prom-client';
import type { DocsOptions } from './addDocs.ts';
import { addErrors } from './addErrors.ts';
import { addOperation } from './addOperation.ts';
import { addRequestLog } from './addRequestLog.ts';
import { addSecurityHeaders } from './addSecurityHeaders.ts';
import { createMetrics } from './createMetrics.ts';
import type { HttpApp } from './HttpApp.ts';
import { refuseBadUrl } from './refuseBadUrl.ts';
import { refuseBrokenRequest } from './refuseBrokenRequest.ts';
import { validateRequest } from './validateRequest.ts';

export interface HttpOptions {
  readonly service: string;
  readonly log: Logger;
  readonly health: Health;
  /** Where the service's metrics are kept; a fresh registry unless told. */
  readonly metrics?: Registry;
  /** Serves OpenAPI, at `/api/docs` unless told. */
  readonly docs?: DocsOptions;
  /** The largest body of a request, in bytes. */
  readonly bodyLimit?: number;
  /** The longest that a parameter in a path may be as it is written there, in characters; 100 unless told. */
  readonly maxParam?: number;
  /** The longest that a client may take to send a request, in milliseconds. */
  readonly requestMs?: number;
  /** Believe `X-Forwarded-*`: only behind a proxy that sets them. */
  readonly trustProxy?: boolean;
  /** Serves HTTPS: certificate chain and private key, as PEM. */
  readonly tls?: { readonly cert: string; readonly key: string };
}

/**
 * An HTTP server set up as every service has it: zod schemas, one error shape, `/healthz`, `/readyz`, `/metrics`,
 * security headers, one log line for each request. Routes are added to it; it doesn't listen yet.
 */
export async function createHttp(options: HttpOptions): Promise<HttpApp> {
  const { service, log, health, metrics = createMetrics(service), docs, tls } = options;
  const app = Fastify({
    logger: false,
    bodyLimit: options.bodyLimit ?? 256 * 1024,
    requestTimeout: options.requestMs ?? 30_000,
    // The nearest proxy alone: what stands before its own word in a list may have been written by the client.
    trustProxy: options.trustProxy ? (_address: string, hop: number) => hop === 0 : false,
    routerOptions: { maxParamLength: options.maxParam ?? 100 },
    genReqId: () => randomUUID(),
    forceCloseConnections: 'idle',
    clientErrorHandler: refuseBrokenRequest,
    frameworkErrors: refuseBadUrl,
    // An https.Server serves as an http.Server does; Fastify's types would have two kinds of app for that.
    ...(tls ? ({ https: tls } as object) : {}),
  }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validateRequest);
  app.setSerializerCompiler(serializerCompiler);
  addRequestLog(app, log, metrics);
  addErrors(app, log);
  addSecurityHeaders(app);
  // By need: few services have any, and reading it takes a third of a start.
  if (docs) await (await import('./addDocs.ts')).addDocs(app, docs);
  addOperation(app, health, metrics);
  return app;
}
