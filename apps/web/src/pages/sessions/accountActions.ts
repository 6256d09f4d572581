import { moreIcon } from '../styles/moreIcons.ts';
import type { MenuAction } from './actionMenu.ts';
import type { OwnSessions } from './ownSessions.ts';

/** What can be done with one's account; `erase` asks before everything is deleted. */
export const accountActions = (sessions: OwnSessions, erase: () => void): readonly MenuAction[] => [
  {
    label: 'Export all my data',
    icon: moreIcon('download'),
    act: () => void sessions.save(sessions.api.exportAll(), 'parley-data.zip'),
  },
  { label: 'Delete my account…', icon: moreIcon('bin'), danger: true, act: erase },
];
