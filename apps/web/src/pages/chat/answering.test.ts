import { describe, expect, test } from '@jest/globals';
import type { Message, Session } from '@parley/protocol';
import { isAwaited } from './answering.ts';

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
    ['never in silence', [], false],
    ['after a question', [user('a')], true],
    ['while its answer is empty', [user('a'), answer('a', 'streaming', '')], true],
    ['not once it has begun', [user('a'), answer('a', 'streaming')], false],
    ['not after it has ended, however', [user('a'), answer('a', 'failed', '')], false],
    ['while one of two is unanswered', [user('a'), user('b'), answer('a', 'complete')], true],
    ['not for what a person dealt with', [user('a'), admin], false],
    ['not for what was taken back', [{ ...user('a'), status: 'superseded' as const }], false],
  ])('%s', (_when, messages, awaited) => {
    expect(isAwaited(messages as Message[], { handling: 'ai' } as Session)).toBe(awaited);
  });

  test('nor while a person has the conversation', () => {
    expect(isAwaited([user('a')] as Message[], { handling: 'human' } as Session)).toBe(false);
  });
});
