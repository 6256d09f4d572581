import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { startEmbeddedDatabase } from '@parley/infra';
import { partitionOf, subjects } from '@parley/protocol';
import { eventually } from '@parley/testing';
import { ofType, setStage, type Stage } from './stage.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await setStage();
});
afterEach(() => stage.end());

const BEN = { id: 'ben', name: 'Ben', roles: ['user'] };

/** An id in the partition of another session. */
function neighbourOf(sessionId: string): string {
  for (;;) {
    const id = randomUUID();
    if (partitionOf(id) === partitionOf(sessionId)) return id;
  }
}

describe('a command that can’t be handled', () => {
  test('[P44] a session whose key is unknown stops nobody else in its partition; its command is kept as a dead letter', async () => {
    const stop = await stage.worker();
    const sealed = (await stage.opened()).session.id;
    const frames = stage.watch(sealed);
    await stage.send(sealed, '/echo once');
    await eventually('the answer', () => ofType(frames, 'message.ended').length === 1);
    await stop();

    await stage.worker({ env: { ENCRYPTION_KEYS: `k2:${randomBytes(32).toString('base64')}` } });
    const other = neighbourOf(sealed);
    await stage.opened({ id: other, new: true }, BEN);
    const heard = stage.watch(other);
    await stage.send(sealed, 'words that were said');
    await stage.send(other, '/echo next', undefined, BEN);
    await eventually('the next one’s answer', () => ofType(heard, 'message.ended').length === 1, {
      timeoutMs: 20_000,
    });
    const letters = await stage.bus.deadLetters.list();
    expect(letters).toMatchObject([
      { subject: subjects.command(sealed), reason: 'failed 5 times: SealedDataError', deliveries: 5 },
    ]);
    expect(stage.lines.join('')).not.toContain('words that were said');
  });

  test('[P15] a database that stands still counts against no command, however long', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'parley-frozen-'));
    const database = await startEmbeddedDatabase({ dataDir });
    const stop = await stage.worker({ env: { MONGODB_URI: database.url } });
    const { id } = (await stage.opened()).session;
    const frames = stage.watch(id);
    process.kill(database.pid, 'SIGSTOP');
    try {
      const sent = await stage.send(id, '/echo kept');
      const failures = () => stage.lines.filter((line) => line.includes('"message.failed"')).length;
      await eventually('seven failed deliveries', () => failures() >= 7, { timeoutMs: 90_000 });
      process.kill(database.pid, 'SIGCONT');
      await eventually('the answer', () => ofType(frames, 'message.ended').length === 1, {
        timeoutMs: 20_000,
      });
      expect(ofType(frames, 'message.ended')[0]?.message).toMatchObject({ replyTo: sent, text: 'kept' });
      expect(await stage.bus.deadLetters.list()).toEqual([]);
    } finally {
      process.kill(database.pid, 'SIGCONT');
      await stop();
      await database.stop();
      await rm(dataDir, { recursive: true, force: true });
    }
  });
});
