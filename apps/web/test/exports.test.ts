import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { answerId } from '@parley/conversation';
import type { Message } from '@parley/protocol';
import { anyMessageText } from '@parley/testing';
import { array, assert, asyncProperty } from 'fast-check';
import { type Said, seedEntries } from './support/seedEntries.ts';
import { type RunningWeb, startWeb } from './support/startWeb.ts';
import { unzip } from './support/unzip.ts';

let web: RunningWeb;
beforeAll(async () => {
  web = await startWeb();
});
afterAll(() => web?.stop());

const USER = 'exporter';
const markdown = async (id: string): Promise<string> => {
  const response = await web.get(`/api/sessions/${id}/export?format=md`, USER);
  expect(response.status).toBe(200);
  return response.text();
};
interface Exported {
  readonly session: object;
  readonly messages: Message[];
}
const json = async (id: string): Promise<Exported> =>
  (await (await web.get(`/api/sessions/${id}/export?format=json`, USER)).json()) as Exported;

describe('GET /api/sessions/:id/export', () => {
  test('JSON has what a model thought, and which files it was not shown; never a provider’s thread', async () => {
    const unread = [{ fileId: randomUUID(), name: 'plan.pdf', reason: 'unsupported' as const }];
    const told = { reasoning: 'First I think.', fallbackFor: 'clever', continues: randomUUID(), unread };
    const answer = { sender: 'assistant', text: 'So.', thread: 'a thread of the provider', ...told } as const;
    const id = await seedEntries(web.store, USER, 'Thoughts', [{ sender: 'user', text: 'Well?' }, answer]);
    const exported = await json(id);
    expect(exported.messages[1]).toMatchObject({ text: 'So.', ...told });
    expect(JSON.stringify(exported)).not.toContain(answer.thread);
    const archive = await unzip(await (await web.get('/api/me/export', USER)).bytes());
    const files = [...archive].filter(([path]) => path.includes(id) && path.endsWith('.json'));
    expect(files.map(([, content]) => content)).toEqual([expect.stringContaining('First I think.')]);
  });

  test('Markdown says what it is, who said what when, and keeps code', async () => {
    const code = 'Sure:\n\n```ts\nconst a: string[] = [];\n\n  // kept\n```';
    const id = await seedEntries(web.store, USER, 'Arrays & *friends*', [
      { sender: 'user', text: 'How do I make an array?' },
      { sender: 'assistant', model: 'quick', text: code },
      { sender: 'user', text: 'And a map?', editedAt: Date.UTC(2026, 0, 31, 10) },
      { sender: 'assistant', model: 'quick', text: '```ts\nnew Map(', status: 'stopped' },
      { sender: 'admin', senderName: 'Ada', text: 'Let me help.' },
      {
        sender: 'user',
        text: '',
        attachments: [{ fileId: randomUUID(), name: 'a_b.txt', mime: 'text/plain', size: 12 }],
      },
      {
        sender: 'assistant',
        text: '',
        status: 'failed',
        error: {
          category: 'service',
          code: 'provider_error',
          message: 'The model failed.',
          recoverable: true,
        },
      },
    ]);
    expect(await markdown(id)).toBe(`# Arrays \\& \\*friends\\*

- Started: 2026-01-31 09:05:00 UTC
- Last activity: 2026-01-31 09:05:00 UTC
- Messages: 7

## You · 2026-01-31 09:05:01 UTC

How do I make an array?

## Assistant (quick) · 2026-01-31 09:05:02 UTC

${code}

## You · 2026-01-31 09:05:03 UTC · edited 2026-01-31 10:00:00 UTC

And a map?

## Assistant (quick) · 2026-01-31 09:05:04 UTC · stopped

\`\`\`ts
new Map(
\`\`\`

## Ada · 2026-01-31 09:05:05 UTC

Let me help.

## You · 2026-01-31 09:05:06 UTC

Attached:

- a\\_b.txt (text/plain, 12 bytes)

## Assistant · 2026-01-31 09:05:07 UTC · failed

*The model failed.*
`);
  });

  test('Markdown reads as the conversation stands: an answer asked for again stands where the first one stood', async () => {
    const [first, second] = [randomUUID(), randomUUID()];
    const id = await seedEntries(web.store, USER, 'Versions', []);
    const answer = (to: string, version: number): Said => ({
      id: answerId(id, to, version),
      sender: 'assistant',
      text: `answer ${version} to ${to === first ? 'one' : 'two'}`,
      replyTo: to,
      version,
    });
    const said: Said[] = [
      { sender: 'user', id: first, text: 'one' },
      { ...answer(first, 1), status: 'superseded' },
      { sender: 'user', id: second, text: 'two' },
      answer(second, 1),
      { ...answer(first, 2), status: 'superseded', replaces: answerId(id, first, 1) },
      { ...answer(first, 3), replaces: answerId(id, first, 2) },
      { sender: 'user', text: 'gone', status: 'superseded' },
    ];
    await web.store.sessions.change(id, (state) => ({
      change: {
        session: { ...state, rev: 8, seq: 7 },
        entries: said.map((what, at) => ({
          id: randomUUID(),
          sessionId: id,
          seq: at + 1,
          rev: at + 2,
          kind: 'text',
          status: 'complete',
          attachments: [],
          createdAt: 1_700_000_000_000,
          ...what,
        })),
      },
      result: undefined,
    }));
    const text = await markdown(id);
    const read = text.split('\n').filter((line) => /^(one|two|gone|answer.*)$/.test(line));
    expect(read).toEqual(['one', 'answer 3 to one', 'two', 'answer 1 to two']);
    expect(text).toContain('*Left out: 3 earlier versions.*');
    const exported = await json(id);
    expect(exported.messages.map((message) => message.text)).toEqual(said.map((what) => what.text));
  });

  test('[P16] JSON holds all that the API tells, in order', async () => {
    await assert(
      asyncProperty(array(anyMessageText(), { maxLength: 8 }), async (texts) => {
        const said = texts.map((text, at): Said => ({ sender: at % 2 ? 'assistant' : 'user', text }));
        const id = await seedEntries(web.store, USER, 'Any', said);
        const { session, messages } = await json(id);
        const told = await (await web.get(`/api/sessions/${id}`, USER)).json();
        expect({ session }).toEqual(told);
        const page = await web.get(`/api/sessions/${id}/messages?limit=200`, USER);
        expect(messages).toEqual(((await page.json()) as { items: Message[] }).items);
        const read = await markdown(id);
        for (const { text } of messages) {
          if (!/[<`~]/.test(text)) expect(read).toContain(text);
        }
      }),
      { numRuns: 100, endOnFailure: true },
    );
  });

  test.each([0, 1, 49, 50, 51, 100, 130])('[P16] a session of %d messages comes whole', async (count) => {
    const said = Array.from({ length: count }, (_, at): Said => ({ sender: 'user', text: `said ${at}` }));
    const id = await seedEntries(web.store, USER, 'Long', said);
    expect((await json(id)).messages.map(({ text }) => text)).toEqual(said.map(({ text }) => text));
    expect((await markdown(id)).match(/^said \d+$/gmu) ?? []).toEqual(said.map(({ text }) => text));
  });

  test.each([
    ['Holiday plans', 'md', 'Holiday plans.md', 'text/markdown; charset=utf-8'],
    ['旅行 "計画"/2026', 'json', '旅行 計画 2026.json', 'application/json; charset=utf-8'],
    ['', 'md', 'conversation.md', 'text/markdown; charset=utf-8'],
  ])('a session called %j is downloaded as %s', async (name, format, file, type) => {
    const id = await seedEntries(web.store, USER, name, [{ sender: 'user', text: 'hi' }]);
    const response = await web.get(`/api/sessions/${id}/export?format=${format}`, USER);
    expect(await response.text()).toContain('hi');
    const { headers } = response;
    expect(headers.get('content-type')).toBe(type);
    expect(headers.get('cache-control')).toBe('no-store');
    const disposition = headers.get('content-disposition') ?? '';
    expect(disposition).toMatch(/^attachment; filename="conversation\.\w+"; filename\*=UTF-8''/);
    expect(decodeURIComponent(disposition.split("''")[1] ?? '')).toBe(file);
  });

  test.each(['pdf', '', 'MD'])('refuses the format %j by name', async (format) => {
    const response = await web.get(`/api/sessions/${randomUUID()}/export?format=${format}`, USER);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      error: { code: 'invalid_field', message: 'format: must be md or json' },
    });
  });
});

describe('GET /api/me/export', () => {
  const archiveOf = async (userId: string): Promise<Map<string, string>> => {
    const response = await web.get('/api/me/export', userId);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/zip');
    expect(response.headers.get('content-disposition')).toMatch(
      /^attachment; filename="parley \d{4}-\d\d-\d\d\.zip"/,
    );
    return unzip(await response.bytes());
  };

  test('one archive holds who it is of, and every session for reading and for programs', async () => {
    const user = `all of it ${randomUUID()}`;
    const ids = new Set<string>();
    for (let at = 0; at < 60; at++) {
      ids.add(await seedEntries(web.store, user, '旅行', [{ sender: 'user', text: `said ${at}` }]));
    }
    await seedEntries(web.store, 'somebody else', 'Not here', [{ sender: 'user', text: 'not here' }]);
    const files = await archiveOf(user);
    expect(JSON.parse(files.get('profile.json') ?? '')).toMatchObject({
      user: { id: user, roles: ['user'] },
    });
    expect(files.size).toBe(1 + 2 * ids.size);
    const said = new Set<string>();
    for (const id of ids) {
      const path = `sessions/2026-01-31 旅行 ${id}`;
      const { session, messages } = JSON.parse(files.get(`${path}.json`) ?? '') as Exported;
      expect(session).toMatchObject({ id, userId: user });
      const [message] = messages;
      said.add(message?.text ?? '');
      expect(files.get(`${path}.md`)).toContain(`\n${message?.text}\n`);
    }
    expect(said.size).toBe(ids.size);
  });

  test('who has said nothing gets an archive all the same', async () => {
    expect([...(await archiveOf(`nobody yet ${randomUUID()}`)).keys()]).toEqual(['profile.json']);
  });

  test('a reader who goes away in the middle harms nobody', async () => {
    const user = `slow ${randomUUID()}`;
    const text = 'x'.repeat(30_000);
    for (let at = 0; at < 20; at++) {
      const said = Array.from({ length: 50 }, (_, i): Said => ({ sender: 'user', text: `${i} ${text}` }));
      await seedEntries(web.store, user, `Long ${at}`, said);
    }
    const headers = { authorization: `Bearer ${await web.tokenOf(user)}` };
    const gone = get(`${web.url}/api/me/export`, { agent: false, headers });
    const [response] = (await once(gone, 'response')) as [IncomingMessage];
    await once(response, 'data');
    gone.destroy();
    const files = await archiveOf(user);
    expect(files.size).toBe(41);
  });
});
