import { moreIcon } from '../styles/moreIcons.ts';
import type { MenuAction } from './actionMenu.ts';
import type { OwnSessions } from './ownSessions.ts';

/** What opens from the account: `usage` says what was used, `erase` asks before everything is deleted. */
interface Opens {
  readonly usage: () => void;
  readonly erase: () => void;
}

/** What can be done with one's account. */
export const accountActions = (sessions: OwnSessions, { usage, erase }: Opens): readonly MenuAction[] => [
  { label: 'Usage', icon: moreIcon('chart'), act: usage },
  {
    label: 'Export all my data',
    icon: moreIcon('download'),
    act: () => void sessions.save(sessions.api.exportAll(), 'parley-data.zip'),
  },
  { label: 'Delete my account…', icon: moreIcon('bin'), danger: true, act: erase },
];
