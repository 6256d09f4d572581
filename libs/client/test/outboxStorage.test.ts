import { expect, test } from '@jest/globals';
import type { OutboxStorage } from '../src/index.ts';
import { socketOf, World, type Page } from './world.ts';

class MemoryStorage implements OutboxStorage {
  readonly items = new Map<string, string>();
  get length(): number {
    return this.items.size;
  }
  key(index: number): string | null {
    return [...this.items.keys()][index] ?? null;
  }
  getItem(key: string): string | null {
    return this.items.get(key) ?? null;
  }
  setItem(key: string, value: string): void {
    this.items.set(key, value);
  }
  removeItem(key: string): void {
    this.items.delete(key);
  }
}

const shown = ({ handle }: Page): string[] => handle.timeline.messages.map(({ text }) => text);
const pending = ({ handle }: Page): string[] =>
  handle.timeline.pending.map(({ text, status }) => `${text} ${status}`);

test('a reload loses nothing that was typed and not acked, and doubles nothing that was', async () => {
  const world = new World();
  const storage = new MemoryStorage();
  const first = await world.page({ storage });
  const id = first.handle.id ?? '';
  void first.handle.say('a').catch(() => undefined);
  void first.handle.say('b').catch(() => undefined);
  socketOf(first).moveUp();
  first.client.close();
  expect(storage.length).toBe(2);
  const second = await world.page({ storage, open: { sessionId: id } });
  expect(shown(second)).toEqual(['a', 'b']);
  expect(pending(second)).toEqual([]);
  expect(storage.length).toBe(0);
  await world.pass(20_000, 5_000);
  expect(shown(second)).toEqual(['a', 'b']);
});

test('a restored message that is older than what is shown doesn’t stay pending', async () => {
  const world = new World();
  world.server.page = 2;
  const storage = new MemoryStorage();
  const first = await world.page({ storage });
  void first.handle.say('a').catch(() => undefined);
  socketOf(first).moveUp();
  first.client.close();
  const [session] = world.server.sessions.values();
  for (let count = 0; count < 5; count++) session?.say(crypto.randomUUID(), 'later');
  const second = await world.page({ storage });
  expect([shown(second), pending(second)]).toEqual([['later', 'later'], ['a sent']]);
  await world.pass(11_000, 1_000);
  expect(pending(second)).toEqual([]);
});

test('storage that throws or holds nonsense keeps nobody from talking', async () => {
  const world = new World();
  const storage = new MemoryStorage();
  storage.setItem('parley.outbox:1', 'nonsense');
  storage.setItem('parley.outbox:2', '{"frame":{"type":"message.send"},"at":1}');
  storage.setItem('other', 'x');
  storage.setItem = () => {
    throw new Error('full');
  };
  const page = await world.page({ storage });
  await Promise.all([page.handle.say('a'), world.flow()]);
  expect(shown(page)).toEqual(['a']);
  expect(storage.getItem('other')).toBe('x');
});
