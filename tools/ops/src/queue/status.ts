import { table } from '../table.ts';
import type { QueueCommand } from './QueueCommand.ts';

const COLUMNS = ['stream', 'messages', 'bytes', 'oldest', 'in hand', 'redelivered'];

/** How full each stream is. */
export const status: QueueCommand = {
  usage: 'status',
  what: 'how full each stream is, and since when its oldest message waits',
  async run(bus) {
    const depths = await bus.queueDepths();
    const rows = depths.map(({ stream, messages, bytes, oldest, inHand, redelivered }) => {
      const counts = [inHand, redelivered].map(String);
      return [stream, String(messages), String(bytes), oldest?.toISOString() ?? '–', ...counts];
    });
    return table(COLUMNS, rows);
  },
};
