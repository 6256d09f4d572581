import { cleanText, type Notification } from '@parley/protocol';
import type { HeldBack } from '@parley/store';
import type { Content } from './Content.ts';
import { heldBackWords } from './heldBackWords.ts';
import { kindWords } from './kindWords.ts';
import { moment } from './moment.ts';
import { oneLine } from './oneLine.ts';

const MAX_REASON = 2000;
const MAX_DETAIL = 300;
const MAX_DETAILS = 20;

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/** Of the reason, what is shown. */
function shownReason(reason: string): string {
  const clean = cleanText(reason).trim();
  return clean.length > MAX_REASON
    ? `${clean.slice(0, MAX_REASON - 1).replace(/[\ud800-\udbff]$/, '')}…`
    : clean;
}

/** What the console shows of a session, or the console itself; for its user, the chat. */
function linkTo(
  consoleUrl: string,
  kind: Notification['kind'],
  sessionId: string | undefined,
): Pick<Content, 'link' | 'linkWords'> {
  const origin = consoleUrl.replace(/\/+$/, '');
  if (kind === 'reply')
    return {
      link: `${origin}/${sessionId === undefined ? '' : `c/${sessionId}`}`,
      linkWords: 'Open the chat',
    };
  const place = sessionId === undefined ? '' : `/s/${sessionId}`;
  return { link: `${origin}/admin${place}`, linkWords: 'Open the console' };
}

/** What a notification says, and how many were held back before it. */
export function contentOf(
  { kind, title, at, userId, sessionId, reason, round, details = {} }: Notification,
  heldBack: HeldBack | undefined,
  { consoleUrl, now }: { readonly consoleUrl: string; readonly now: number },
): Content {
  const facts: [string, string][] = [['When', moment(at)]];
  // Its user knows who they are; the link says where.
  if (userId !== undefined && kind !== 'reply') facts.push(['User', userId]);
  if (sessionId !== undefined && kind !== 'reply') facts.push(['Session', sessionId]);
  if (reason !== undefined) facts.push([kind === 'help' ? 'Reason' : 'Error', shownReason(reason)]);
  if (round !== undefined && round > 1) facts.push(['Round', String(round)]);
  for (const [name, value] of Object.entries(details).slice(0, MAX_DETAILS)) {
    facts.push([capital(oneLine(name, 40)), oneLine(String(value), MAX_DETAIL)]);
  }
  return {
    kind: kindWords(kind).one,
    title: oneLine(title, 200) || kindWords(kind).one,
    facts,
    heldBack: heldBack && `And ${heldBackWords(kind, heldBack, now)}, which were held back.`,
    ...linkTo(consoleUrl, kind, sessionId),
    userId,
  };
}

/** What is said when nothing else goes out: how many were held back. */
export function contentOfSum(
  kind: Notification['kind'],
  heldBack: HeldBack,
  { consoleUrl, now }: { readonly consoleUrl: string; readonly now: number },
): Content {
  return {
    kind: kindWords(kind).one,
    title: heldBackWords(kind, heldBack, now),
    facts: [
      ['When', `${moment(heldBack.since)} to ${moment(now)}`],
      ['Held back', String(heldBack.count)],
    ],
    heldBack: undefined,
    ...linkTo(consoleUrl, kind, undefined),
    userId: undefined,
  };
}
