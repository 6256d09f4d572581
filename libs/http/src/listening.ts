import type { Part } from '@parley/lifecycle';
import type { HttpApp } from './HttpApp.ts';

/**
 * The part of a service that listens. Stopping refuses new connections, lets requests in work end and closes.
 *
 * @param listened told the port once it is known, which matters with port 0
 */
export function listening(
  app: HttpApp,
  at: { readonly host: string; readonly port: number },
  listened: (port: number) => void = () => undefined,
): Part {
  return {
    name: 'http',
    async start() {
      await app.listen({ host: at.host, port: at.port });
      const [address] = app.addresses();
      if (typeof address === 'object') listened(address.port);
    },
    async stop() {
      await app.close();
    },
  };
}
