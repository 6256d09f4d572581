/** Takes pictures of the pages: `node apps/web/test/shots.ts FOLDER [NAME…]`, all of them unless some are named. */
import { ADMIN_SHOTS } from './support/adminShots.ts';
import { CHAT_SHOTS } from './support/chatShots.ts';
import { takeShots } from './support/takeShots.ts';

const [folder, ...names] = process.argv.slice(2);
if (folder === undefined) throw new Error('which folder? node apps/web/test/shots.ts FOLDER [NAME…]');
const all = [...CHAT_SHOTS, ...ADMIN_SHOTS];
await takeShots(
  folder,
  all.filter(({ name }) => names.length === 0 || names.includes(name)),
);
