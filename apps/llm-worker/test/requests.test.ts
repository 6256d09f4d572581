import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ModelConfig } from '@parley/config';
import { eventually } from '@parley/testing';
import { prepare } from '../src/context/prepare.ts';
import type { ChatRequest, Reply } from './ChatServer.ts';
import { docxOf, pdfOf, pngOf } from './documents.ts';
import { MemoryFiles } from './memoryFiles.ts';
import { config, setRequests, type RequestStage } from './requestStage.ts';
import { ofType } from './stage.ts';

let on: RequestStage;
/** What the models answer. */
let reply: Reply = () => ['Flour and water.'];
beforeAll(async () => {
  on = await setRequests((asked) => reply(asked));
});
afterAll(() => on?.end());

describe('a request', () => {
  test('[P27] has the deployment’s and the model’s prompt, with the user’s name', async () => {
    const sessionId = await on.opened();
    const frames = on.stage.watch(sessionId);
    await on.stage.bus.flush();
    await on.stage.send(sessionId, 'Hello');
    await eventually('the answer', () => ofType(frames, 'message.ended')[0]);
    expect(on.server.requests.at(-1)?.messages[0]?.content).toMatch(
      /^You sell bread\. \{\{unknown\}\}\n\nYou are kind to "Anna"\.\n\n/,
    );
  });

  test('[P27] isn’t made for a message that is too long for the model: it is refused with plain words', async () => {
    const sessionId = await on.opened();
    const frames = on.stage.watch(sessionId);
    await on.stage.bus.flush();
    const before = on.server.requests.length;
    await on.stage.send(sessionId, 'What do kestrels eat? '.repeat(400));
    const { message } = await eventually('the answer', () => ofType(frames, 'message.ended')[0]);
    expect(message).toMatchObject({ status: 'failed', text: '', error: { code: 'context_too_long' } });
    expect(message.error?.message).toContain('This message is too long for the model');
    expect(on.server.requests).toHaveLength(before);
    expect(on.stage.lines.filter((line) => line.includes('estrel'))).toEqual([]);
  });

  test('[P27] that its provider finds too long is made once more with less', async () => {
    const lengthOf = ({ messages }: ChatRequest) => messages.map(({ content }) => content).join('').length;
    const sessionId = await on.opened();
    await on.put(
      sessionId,
      Array.from({ length: 40 }, (_one, at) => ({ text: `${at} What do kestrels eat? `.repeat(8) })),
    );
    const frames = on.stage.watch(sessionId);
    await on.stage.bus.flush();
    const before = on.server.requests.length;
    reply = (asked) => {
      if (lengthOf(asked) > 4_500) throw new Error('context_length_exceeded');
      return ['Voles.'];
    };
    await on.stage.send(sessionId, 'And mice?');
    const { message } = await eventually('the answer', () => ofType(frames, 'message.ended')[0]);
    reply = () => ['Flour and water.'];
    expect(message).toMatchObject({ status: 'complete', text: 'Voles.' });
    const lengths = on.server.requests
      .slice(before)
      .filter(({ messages }) => messages.length > 2)
      .map(lengthOf);
    expect(lengths).toHaveLength(2);
    expect(lengths[1]).toBeGreaterThan(2_000);
  });

  test('holds the text of kept files, and images for who takes them', async () => {
    const files = new MemoryFiles();
    const attachments = [
      files.put('voles.pdf', pdfOf('Kestrels eat voles'), 'application/pdf'),
      files.put('mice.docx', docxOf('and mice'), 'application/octet-stream'),
      files.put('count.csv', 'kestrel,3', 'text/csv'),
      files.put('kestrel.png', pngOf(30, 20), 'image/png'),
    ];
    const sessionId = await on.opened();
    const [entry] = await on.put(sessionId, [{ text: 'What is in there?', attachments }]);
    const session = await on.load(sessionId);
    const deps = on.depsOf(files);
    const replyTo = entry?.id ?? '';
    const blind = await prepare(deps, session, { replyTo }, { config });
    const texts = blind.request.messages[0]?.text.split('\n').filter((line) => line.startsWith('"'));
    expect(texts?.map((line): unknown => JSON.parse(line))).toEqual([
      'Kestrels eat voles\n',
      'and mice\n\n',
      'kestrel,3',
    ]);
    expect(blind.unread).toEqual([
      { fileId: attachments[3]?.fileId, name: 'kestrel.png', reason: 'no_vision' },
    ]);
    const wide = { ...config, vision: true, contextTokens: 16_000 };
    const seeing = await prepare(deps, session, { replyTo }, { config: wide });
    expect(seeing.unread).toEqual([]);
    expect(seeing.request.messages[0]?.images).toMatchObject([{ name: 'kestrel.png', mime: 'image/png' }]);
  });

  test('goes on in the provider’s own conversation only while nobody else did', async () => {
    const sessionId = await on.opened();
    const [asked, answered] = await on.put(sessionId, [
      {},
      { sender: 'assistant', model: 'helper', thread: 't1' },
    ]);
    const [next] = await on.put(sessionId, [{}]);
    const dify = { ...config, id: 'helper', provider: 'dify' as ModelConfig['provider'] };
    const ask = async (replyTo = '') =>
      (await prepare(on.depsOf(), await on.load(sessionId), { replyTo }, { config: dify })).request;
    expect(await ask(next?.id)).toMatchObject({ thread: 't1', messages: [{ text: 'text' }] });
    expect(await on.stage.store.entries.lastInThread(sessionId, 't1')).toBe(answered?.id);
    expect(await on.stage.store.entries.lastInThread(sessionId, 't2')).toBeUndefined();
    // Written anew, and again: the version in between doesn't count, but was said there.
    await on.put(sessionId, [
      { sender: 'assistant', model: 'helper', thread: 't1', replyTo: next?.id ?? '', status: 'superseded' },
    ]);
    expect((await ask(next?.id)).thread).toBeUndefined();
    expect(asked).toBeDefined();
  });
});
