import type { SessionState } from '@parley/conversation';
import type { Entries } from '@parley/store';
import { entriesOf } from './entriesOf.ts';
import { inlineMarkdown } from './inlineMarkdown.ts';
import { inPlace } from './inPlace.ts';
import { markdownEntry } from './markdownEntry.ts';
import { moment } from './moment.ts';

function head({ name, createdAt, lastActivityAt, endedAt, messageCount }: SessionState): string {
  const facts = [
    `Started: ${moment(createdAt)}`,
    endedAt === undefined ? `Last activity: ${moment(lastActivityAt)}` : `Ended: ${moment(endedAt)}`,
    `Messages: ${messageCount}`,
  ];
  return `# ${inlineMarkdown(name) || 'Untitled conversation'}\n\n${facts.map((fact) => `- ${fact}`).join('\n')}\n`;
}

/**
 * A session as a Markdown document for reading: who said what and when, as the conversation stands now. Earlier versions
 * are left out and counted.
 */
export async function* markdownOf(
  entries: Pick<Entries, 'wholeBefore' | 'get'>,
  session: SessionState,
): AsyncGenerator<string> {
  let leftOut = 0;
  yield head(session);
  for await (const placed of inPlace(entries, entriesOf(entries, session))) {
    if (placed.kind === 'left out') leftOut++;
    else yield `\n${markdownEntry(placed.entry)}\n`;
  }
  if (leftOut > 0)
    yield `\n---\n\n*Left out: ${leftOut} earlier ${leftOut === 1 ? 'version' : 'versions'}.*\n`;
}
