import type { Logger } from '@parley/logging';
import type { Store } from '@parley/store';
import type { EventReaders } from './EventReaders.ts';

/** That somebody lost their role may have been missed: looks for everybody who reads, and ends their streams if so. */
export function endLost(readers: EventReaders, { admins }: Pick<Store, 'admins'>, log: Logger): void {
  for (const userId of readers.userIds)
    admins
      .lossOf(userId)
      .then((loss) => loss && readers.lose({ userId, ...loss }))
      .catch((error: unknown) => {
        // Nobody knows whether they still may: they ask again, and then it is looked at.
        log.error('role_lost.unknown', error, { userId });
        readers.lose({ userId, none: Number.MAX_SAFE_INTEGER });
      });
}
