import type { User } from '@parley/protocol';
import type { Store } from '@parley/store';
import { fileName } from '../export/fileName.ts';
import { jsonOf } from '../export/jsonOf.ts';
import { markdownOf } from '../export/markdownOf.ts';
import type { ZippedFile } from '../export/zipOf.ts';
import { sessionsOf } from './sessionsOf.ts';

type Read = Pick<Store, 'sessions' | 'entries'>;

/**
 * All that is kept of a user, as files: who they are, and each session for reading and for programs.
 * @throws SealedDataError when something can't be opened
 */
export async function* userFiles(store: Read, user: User, at: Date): AsyncGenerator<ZippedFile> {
  const profile = { exportedAt: at.toISOString(), user };
  yield { path: 'profile.json', at, content: [`${JSON.stringify(profile, null, 2)}\n`] };
  for await (const session of sessionsOf(store, user.id, true)) {
    const day = new Date(session.createdAt).toISOString().slice(0, 10);
    const path = `sessions/${day} ${fileName(session.name)} ${session.id}`;
    const mtime = new Date(session.lastActivityAt);
    yield { path: `${path}.md`, at: mtime, content: markdownOf(store.entries, session) };
    yield { path: `${path}.json`, at: mtime, content: jsonOf(store.entries, session, at) };
  }
}
