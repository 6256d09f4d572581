import { type AuditFilters, auditFiltersOf, auditSearchOf } from './audit/auditFilters.ts';

/** Pages of the console beside a session's and a user's. */
export const SECTIONS = ['sessions', 'metrics', 'usage', 'audit', 'queue', 'notifications'] as const;
export type Section = (typeof SECTIONS)[number];

/** What the address names. */
export type AdminPlace =
  | { readonly at: Exclude<Section, 'audit'> }
  /** Without `filters`, all of it. */
  | { readonly at: 'audit'; readonly filters?: AuditFilters }
  | { readonly at: 'session'; readonly sessionId: string }
  | { readonly at: 'user'; readonly userId: string };

/** Of the page, or of a link. */
export type Address = Pick<Location, 'pathname' | 'search'>;

const SESSION = /^\/admin\/s\/([0-9a-f-]{36})$/i;
const USER = /^\/admin\/u\/([^/]+)$/;
/** Where the id of a user stands in the query, since a path takes it for something else. */
const DOTS_PATH = '/admin/u/';
const DOTS = /^\.{1,2}$/;

/** A user id out of an address; undefined where it can't be one. */
function decoded(part: string | undefined): string | undefined {
  try {
    return part && decodeURIComponent(part);
  } catch {
    return undefined;
  }
}

/** The place of an address; what isn't known is the list. */
export function placeOf({ pathname, search }: Address): AdminPlace {
  if (pathname === DOTS_PATH) {
    const userId = new URLSearchParams(search).get('id') ?? '';
    return DOTS.test(userId) ? { at: 'user', userId } : { at: 'sessions' };
  }
  const sessionId = SESSION.exec(pathname)?.[1]?.toLowerCase();
  if (sessionId) return { at: 'session', sessionId };
  const userId = decoded(USER.exec(pathname)?.[1]);
  if (userId) return { at: 'user', userId };
  const at = SECTIONS.find((section) => pathname === `/admin/${section}`) ?? 'sessions';
  if (at !== 'audit') return { at };
  const filters = auditFiltersOf(search);
  return auditSearchOf(filters) === '' ? { at } : { at, filters };
}

/** The address of a place. */
export function pathOf(place: AdminPlace): string {
  if (place.at === 'session') return `/admin/s/${place.sessionId}`;
  if (place.at === 'user')
    return DOTS.test(place.userId)
      ? `${DOTS_PATH}?id=${place.userId}`
      : `/admin/u/${encodeURIComponent(place.userId)}`;
  if (place.at === 'audit' && place.filters) return `/admin/audit${auditSearchOf(place.filters)}`;
  return place.at === 'sessions' ? '/admin' : `/admin/${place.at}`;
}
