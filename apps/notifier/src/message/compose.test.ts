import { describe, expect, test } from '@jest/globals';
import type { Notification } from '@parley/protocol';
import type { HeldBack } from '@parley/store';
import { anyText, anyUserId, anyUuid } from '@parley/testing';
import * as fc from 'fast-check';
import { compose } from './compose.ts';
import { contentOf, contentOfSum } from './contentOf.ts';
import { messageId } from './messageId.ts';

const NOW = Date.UTC(2026, 0, 5, 14, 30);
const context = { consoleUrl: 'https://chat.example.com/', now: NOW };

const anyNotification = (): fc.Arbitrary<Notification> =>
  fc
    .record(
      {
        id: fc.constant('event.1'),
        kind: fc.constantFrom('help', 'critical', 'alert'),
        by: fc.constantFrom('email', 'sms', 'all'),
        at: fc.integer({ min: 0, max: 4_000_000_000_000 }),
        title: anyText(20),
        userId: anyUserId().filter((id) => id.isWellFormed()),
        sessionId: anyUuid(),
        reason: anyText(60),
        round: fc.integer({ min: 1, max: 9 }),
        details: fc.dictionary(anyText(3), fc.oneof(anyText(10), fc.nat(), fc.boolean()), { maxKeys: 4 }),
      },
      { requiredKeys: ['id', 'kind', 'by', 'at', 'title'] },
    )
    .map((one) => ({ ...one })) as fc.Arbitrary<Notification>;

const anyHeldBack = (): fc.Arbitrary<HeldBack | undefined> =>
  fc.option(
    fc.record({ count: fc.integer({ min: 1, max: 100_000 }), since: fc.integer({ min: 0, max: NOW }) }),
    { nil: undefined },
  );

/** Text of an HTML page, as a reader sees it: tags gone, entities read. */
const readHtml = (html: string): string =>
  html
    .replaceAll(/<[^>]*>/g, '\n')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');

/** The tags that a page may have, and nothing else between angle brackets. */
const TAGS =
  /<(?:!doctype html|\/?(?:html|head|meta|title|body|div|p|h1|table|tr|th|td|a)(?: [a-z]+="[^"<>]*")*)>/gu;

describe('a notification in words', () => {
  test('[P41] has the ids as they are, whatever they and the reason are', () => {
    fc.assert(
      fc.property(anyNotification(), anyHeldBack(), (notification, heldBack) => {
        const { text, short } = compose('0', 'a@b.c', contentOf(notification, heldBack, context));
        for (const id of [notification.userId, notification.sessionId]) {
          if (id === undefined) continue;
          expect(text).toContain(id);
          expect(short).toContain(id);
        }
        const { sessionId } = notification;
        const link = `https://chat.example.com/admin${sessionId === undefined ? '' : `/s/${sessionId}`}`;
        expect(text.endsWith(`Open the console: ${link}\n`)).toBe(true);
        expect(short.endsWith(link)).toBe(true);
        expect(short.length).toBeLessThanOrEqual(1600);
      }),
      { numRuns: 300 },
    );
  });

  test('[P41] [P42] has a subject of one line, and HTML in which nothing that was given is markup', () => {
    fc.assert(
      fc.property(anyNotification(), anyHeldBack(), (notification, heldBack) => {
        const { subject, html } = compose('0', 'a@b.c', contentOf(notification, heldBack, context));
        expect(subject).not.toMatch(/[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u);
        expect(subject.length).toBeLessThanOrEqual(175);
        expect(html.replaceAll(TAGS, '')).not.toMatch(/[<>]/u);
        expect(html).not.toMatch(/<[^>]*\son/iu);
        expect(html).not.toMatch(/&(?!amp;|lt;|gt;|quot;|#39;)/u);
        if (notification.userId !== undefined) expect(readHtml(html)).toContain(notification.userId);
      }),
      { numRuns: 300 },
    );
  });

  test('[P41] no further line of a reason looks like another fact', () => {
    const reason = 'one\nSession:  00000000-0000-4000-8000-000000000000\r\nUser: root';
    const content = contentOf(
      { id: 'e', kind: 'help', by: 'all', at: 0, title: 't', reason },
      undefined,
      context,
    );
    const { text } = compose('0', 'a@b.c', content);
    expect(text).not.toMatch(/^(Session|User):/mu);
    expect(text).toContain('          User: root');
  });

  test('[P40] says how many were held back, and since when', () => {
    const heldBack = { count: 1234, since: NOW - 28 * 60_000 };
    const notification: Notification = { id: 'e', kind: 'critical', by: 'all', at: NOW, title: 'It broke' };
    const { text, subject, short } = compose('0', 'a@b.c', contentOf(notification, heldBack, context));
    const words = 'And 1,234 more critical errors since 14:02 UTC, which were held back.';
    expect(text).toContain(words);
    expect(short).toContain(words);
    expect(subject).toBe('Critical error: It broke (and more)');
    const yesterday = { count: 1, since: NOW - 86_400_000 };
    const sum = compose('0', 'a@b.c', contentOfSum('help', yesterday, context));
    expect(sum.subject).toBe('Call for help: 1 more call for help since 2026-01-04 14:30 UTC');
    expect(sum.text).toContain('Held back: 1\n');
  });

  test('[P40] the same event for the same recipient has the same id, any other another one', () => {
    expect(messageId('email:a:e')).toBe(messageId('email:a:e'));
    expect(new Set(['email:a:e', 'email:b:e', 'email:a:f'].map(messageId)).size).toBe(3);
    expect(messageId('email:a:e')).toMatch(/^[0-9a-f]{32}$/u);
  });
});
