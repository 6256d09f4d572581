import type { Logger } from '@parley/logging';
import { ParleyError } from '@parley/protocol';
import type { HttpApp } from './HttpApp.ts';
import { toPublicError } from './toPublicError.ts';

/** Answers every error, and every path that nothing serves, as `{error: {category, code, message, recoverable}}`. */
export function addErrors(app: HttpApp, log: Logger): void {
  app.setErrorHandler((thrown, request, reply) => {
    const { error, status } = toPublicError(thrown);
    if (status >= 500) {
      const { method, traceId } = request;
      log.error('http.failed', thrown, { method, route: request.routeOptions.url, status, traceId });
    }
    if (error.retryAfterMs !== undefined) reply.header('retry-after', Math.ceil(error.retryAfterMs / 1000));
    if (status === 401) reply.header('www-authenticate', 'Bearer');
    // Not by the route's own schema: that describes what it answers when all is well.
    return reply
      .code(status)
      .type('application/json; charset=utf-8')
      .serializer(JSON.stringify)
      .send({ error: error.toWire() });
  });
  app.setNotFoundHandler(() => {
    throw new ParleyError('not_found', 'route', 'There is nothing at this path.');
  });
}
