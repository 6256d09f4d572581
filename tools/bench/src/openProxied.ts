import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { Stamps, type Stream } from './Streams.ts';

const CONTENT = /"content":"([^"]*)"/g;

/** A client of the plain proxy: asks as the worker asks the provider, and reads what is streamed. */
export function openProxied(port: number): Stream {
  return {
    async answer(script) {
      const asked = request({
        port,
        host: '127.0.0.1',
        path: '/v1/chat/completions',
        method: 'POST',
        agent: false,
      });
      asked.end(JSON.stringify({ messages: [{ role: 'user', content: JSON.stringify(script) }] }));
      const [answer] = (await once(asked, 'response')) as [IncomingMessage];
      const stamps = new Stamps();
      // Events are written one at a time and are small: none is cut in two.
      answer.setEncoding('utf8').on('data', (text: string) => {
        for (const [, content = ''] of text.matchAll(CONTENT)) stamps.push(content);
      });
      await once(answer, 'end');
      return stamps.taken;
    },
    close: () => undefined,
  };
}
