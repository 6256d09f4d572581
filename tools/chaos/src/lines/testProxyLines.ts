import { startFaultProxy, type FaultProxy } from '@parley/testing';
import { SLOW_MS, type Disturbance, type Lines } from './Lines.ts';

const DISTURBANCES: Record<Disturbance, (proxy: FaultProxy, is: boolean) => void> = {
  cut: (proxy, is) => proxy.down(is),
  hang: (proxy, is) => proxy.pause(is),
  slow: (proxy, is) => proxy.delay(is ? SLOW_MS : 0),
};

/** Lines through the test kit's own proxy, within this process: where there is no Go to build toxiproxy. */
export function testProxyLines(): Lines {
  const proxies = new Map<string, FaultProxy>();
  const disturbed = new Map<string, Disturbance>();
  const proxyOf = (name: string): FaultProxy => {
    const proxy = proxies.get(name);
    if (!proxy) throw new Error(`there is no line ${name}`);
    return proxy;
  };
  return {
    by: 'the test kit’s proxy',
    async open(name, toPort) {
      const proxy = await startFaultProxy({ port: toPort });
      proxies.set(name, proxy);
      return proxy.port;
    },
    async disturb(name, how) {
      disturbed.set(name, how);
      DISTURBANCES[how](proxyOf(name), true);
    },
    async mend(name) {
      const how = disturbed.get(name);
      if (how) DISTURBANCES[how](proxyOf(name), false);
    },
    async close() {
      await Promise.all([...proxies.values()].map((proxy) => proxy.close()));
    },
  };
}
