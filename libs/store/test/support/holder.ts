/**
 * A process that answers a session's message and waits once in the middle: says so on standard output, goes on when it is
 * told on standard input, and says at the end whether it was its answer that counted. Arguments: URL and name of the
 * database, session, fault point, how often it passes that one before it waits there.
 */
import { once } from 'node:events';
import { answerOnce } from './answering.ts';
import { openTestStore } from './openTestStore.ts';

const [url = '', name = '', sessionId = '', waitAt = '', passes = '0'] = process.argv.slice(2);
const tell = (what: object): void => void process.stdout.write(`${JSON.stringify(what)}\n`);

let left = Number(passes);
const store = await openTestStore(
  { url, name },
  {
    async faults(point) {
      if (point !== waitAt || left-- !== 0) return;
      tell({ at: point });
      await once(process.stdin, 'data');
    },
  },
);
tell({ ended: await answerOnce(store, sessionId, 1, 1) });
await store.close();
process.stdin.destroy();
