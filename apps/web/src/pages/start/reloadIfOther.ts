import type { PageConfig } from '../../routes/config.ts';
import { getJson } from '../http/fetchJson.ts';

/** Which models can be used now makes no difference: those are told by the socket. */
const lasting = (config: PageConfig | undefined): string => JSON.stringify({ ...config, models: [] });

/** Has the page start anew if Parley is another one than before by now. */
export async function reloadIfOther(before: PageConfig | undefined): Promise<void> {
  const now = await getJson<PageConfig>('/api/config').catch(() => before);
  if (lasting(now) !== lasting(before)) location.reload();
}
