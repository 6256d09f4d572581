import type { Entry } from '@parley/conversation';
import { blockMarkdown } from './blockMarkdown.ts';
import { inlineMarkdown } from './inlineMarkdown.ts';
import { moment } from './moment.ts';

const SENDERS = { user: 'You', assistant: 'Assistant', admin: 'Support', system: 'Notice' } as const;
const STATUSES: Partial<Record<Entry['status'], string>> = {
  streaming: 'still being written',
  stopped: 'stopped',
  failed: 'failed',
  interrupted: 'interrupted',
};

/** Who said it, when, and what became of it. */
function heading({ sender, senderName, model, createdAt, editedAt, status }: Entry): string {
  const who = senderName || SENDERS[sender];
  const parts = [
    sender === 'assistant' && model !== undefined ? `${who} (${model})` : who,
    moment(createdAt),
    editedAt === undefined ? undefined : `edited ${moment(editedAt)}`,
    STATUSES[status],
  ];
  return `## ${parts
    .filter((part) => part !== undefined)
    .map(inlineMarkdown)
    .join(' · ')}`;
}

/** One entry as a section of a Markdown document. */
export function markdownEntry(entry: Entry): string {
  const { text, transcript, attachments, error } = entry;
  const blocks = [heading(entry)];
  if (text !== '') blocks.push(blockMarkdown(text));
  if (transcript !== undefined && transcript !== text) blocks.push(blockMarkdown(transcript));
  if (attachments.length > 0) {
    const files = attachments.map(
      ({ name, mime, size }) => `- ${inlineMarkdown(name)} (${mime}, ${size} bytes)`,
    );
    blocks.push(`Attached:\n\n${files.join('\n')}`);
  }
  if (error) blocks.push(`*${inlineMarkdown(error.message)}*`);
  return blocks.join('\n\n');
}
