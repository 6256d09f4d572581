import { icon } from '../styles/icon.ts';
import { moreIcon } from '../styles/moreIcons.ts';
import type { MenuAction } from './actionMenu.ts';
import type { OwnSessions } from './ownSessions.ts';
import { nameOf } from './sessionRow.ts';
import type { Found } from './sessionsApi.ts';

interface RowActs {
  readonly rename: () => void;
  readonly archive: () => void;
  readonly remove: () => void;
}

/** What can be done with a conversation of the list. */
export function rowActions(row: Found, sessions: OwnSessions, acts: RowActs): readonly MenuAction[] {
  const { id, archived } = row;
  const save = (format: 'md' | 'json') => (): void =>
    void sessions.save(sessions.api.export(id, format), `${nameOf(row)}.${format}`);
  return [
    { label: 'Rename', icon: icon('pencil'), act: acts.rename },
    archived
      ? { label: 'Take out of the archive', icon: moreIcon('archiveOut'), act: acts.archive }
      : { label: 'Archive', icon: moreIcon('archive'), act: acts.archive },
    { label: 'Export as Markdown', icon: moreIcon('download'), act: save('md') },
    { label: 'Export as JSON', icon: moreIcon('download'), act: save('json') },
    { label: 'Delete', icon: moreIcon('bin'), danger: true, act: acts.remove },
  ];
}
