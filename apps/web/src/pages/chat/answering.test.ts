import { describe, expect, test } from '@jest/globals';
import type { Message, Session } from '@parley/protocol';
import { awaitedFor } from './answering.ts';

const user = (id: string): Partial<Message> => ({ id, sender: 'user', status: 'complete', text: id });
const answer = (replyTo: string, status: Message['status'], text = 'words'): Partial<Message> => ({
  id: `to ${replyTo}`,
  sender: 'assistant',
  replyTo,
  status,
  text,
});
const admin: Partial<Message> = { id: 'admin', sender: 'admin', status: 'complete' };

describe('an answer’s first word is awaited', () => {
  test.each([
    ['never in silence', [], undefined],
    ['after a question', [user('a')], 'a'],
    ['while its answer is empty', [user('a'), answer('a', 'streaming', '')], 'a'],
    ['not once it has begun', [user('a'), answer('a', 'streaming')], undefined],
    ['not after it has ended, however', [user('a'), answer('a', 'failed', '')], undefined],
    ['while one of two is unanswered', [user('a'), user('b'), answer('a', 'complete')], 'b'],
    ['not for what a person dealt with', [user('a'), admin], undefined],
    ['not for what was taken back', [{ ...user('a'), status: 'superseded' as const }], undefined],
    ['when it is to be answered again', [user('a'), answer('a', 'superseded'), user('b')], 'a'],
    ['again, before what a person said, too', [user('a'), answer('a', 'superseded'), admin], 'a'],
    [
      'not for an admin’s words that are taken back',
      [user('a'), { ...admin, status: 'superseded' as const }],
      'a',
    ],
  ])('%s', (_when, messages, awaited) => {
    expect(awaitedFor(messages as Message[], { handling: 'ai' } as Session)).toBe(awaited);
  });

  test('nor while a person has the conversation', () => {
    expect(awaitedFor([user('a')] as Message[], { handling: 'human' } as Session)).toBeUndefined();
  });
});
