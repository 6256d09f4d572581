import type { SessionQuery } from '../api/sessions.ts';
import { midnight } from '../parts/midnight.ts';

/** What the filter form says, as its fields have it: empty is any. Days are `2026-03-01`, of the reader's clock. */
export interface Filters {
  readonly userId: string;
  readonly text: string;
  readonly handling: string;
  readonly state: string;
  readonly assisted: string;
  readonly model: string;
  readonly fromDay: string;
  readonly toDay: string;
  readonly sort: string;
  readonly order: string;
}

export const NO_FILTERS: Filters = {
  userId: '',
  text: '',
  handling: '',
  state: '',
  assisted: '',
  model: '',
  fromDay: '',
  toDay: '',
  sort: '',
  order: '',
};

/** The choices of the fields that have some: their values, with words. */
export const CHOICES = {
  handling: { '': 'Anybody', requested: 'Waiting for a person', human: 'A person', ai: 'The assistant' },
  state: { '': 'Any', active: 'Active', idle: 'Idle', ended: 'Ended' },
  assisted: { '': 'Any', true: 'Yes', false: 'No' },
  sort: {
    '': 'Last activity',
    createdAt: 'Begin',
    durationMs: 'Duration',
    userId: 'User',
  },
  order: { '': 'Descending', asc: 'Ascending' },
} as const satisfies Partial<Record<keyof Filters, Record<string, string>>>;

/** How many of the filters are set; the sort isn't one. */
export const countOf = ({ sort: _sort, order: _order, text, userId, ...others }: Filters): number =>
  [userId, userId && text, ...Object.values(others)].filter(Boolean).length;

/** What is to be asked; undefined: nothing is set, and the live list says it all. */
export function queryOf(filters: Filters): SessionQuery | undefined {
  const { fromDay, toDay, text, userId, sort, ...others } = filters;
  if (Object.values(filters).every((value) => value === '')) return undefined;
  // Texts are found by an index of each user's own, in the order of their last activity.
  const said = userId.trim() ? text.trim() : '';
  const asked = {
    ...others,
    userId: userId.trim(),
    text: said,
    from: midnight(fromDay),
    // The last day counts to its end.
    to: midnight(toDay, 1),
    sort: said ? '' : sort || 'lastActivityAt',
    order: said ? '' : others.order || 'desc',
  };
  return Object.fromEntries(Object.entries(asked).filter(([, value]) => value)) as SessionQuery;
}
