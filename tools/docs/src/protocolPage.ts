import {
  Admin,
  Attachment,
  ClientFrame,
  CLOSE,
  CommandFrame,
  ERROR_CODES,
  File,
  Limits,
  Message,
  Model,
  Rate,
  ServerFrame,
  Session,
  Streaming,
  Usage,
  User,
  WireError,
} from '@parley/protocol';
import { z } from 'zod';
import { typeName, type Named } from './typeName.ts';

const TYPES = { User, Admin, Model, Limits, Rate, Session, Message, Attachment, Usage, Streaming, File };
const NAMED: Named = new Map<z.ZodType, string>([
  ...Object.entries(TYPES).map(([name, schema]) => [schema, name] as const),
  [WireError, 'Error'],
]);

/** Longest text, list or greatest number that a field may have, in words. */
function limits(schema: z.ZodType): string {
  const inner = schema instanceof z.ZodOptional ? (schema.unwrap() as z.ZodType) : schema;
  if (inner instanceof z.ZodString && inner.maxLength !== null)
    return `at most ${inner.maxLength} UTF-16 units`;
  return '';
}

const cell = (text: string): string => text.replaceAll('|', '\\|');

function fieldRow([name, schema]: [string, z.ZodType]): string {
  const mark = schema instanceof z.ZodOptional ? '?' : '';
  const notes = [schema.description, limits(schema)].filter(Boolean).join('; ');
  return `| \`${name}${mark}\` | ${cell(`\`${typeName(schema, NAMED)}\``)} | ${cell(notes)} |`;
}

const fieldTable = (shape: Record<string, z.ZodType>, leftOut: readonly string[] = []): string => {
  const rows = Object.entries(shape).filter(([name]) => !leftOut.includes(name));
  if (rows.length === 0) return '';
  return ['', '| field | type | |', '| --- | --- | --- |', ...rows.map(fieldRow)].join('\n');
};

const frameSection = (frame: z.ZodObject, leftOut: readonly string[]): string => {
  const type = (frame.shape['type'] as z.ZodLiteral).value;
  return `### ${type}\n\n${frame.description ?? ''}\n${fieldTable(frame.shape, leftOut)}`;
};

const typesOf = (frames: readonly z.ZodObject[]): string[] =>
  frames.map(({ shape }) => (shape['type'] as z.ZodLiteral).value as string);
const COMMANDS = typesOf(CommandFrame.options);
const OTHERS = typesOf(ClientFrame.options).filter((type) => !COMMANDS.includes(type));
const inWords = (types: readonly string[]): string => types.map((type) => `\`${type}\``).join(', ');

const errorTable = Object.entries(ERROR_CODES).map(
  ([category, codes]) => `| \`${category}\` | ${codes.map((code) => `\`${code}\``).join(', ')} |`,
);
const closeTable = Object.values(CLOSE).map(
  ({ code, meaning, client }) => `| ${code} | ${meaning} | ${client} |`,
);

/** The reference of the client protocol, made from the schemas that the services check frames with. */
export const protocolPage = (): string => `# Client protocol v1

Generated from the schemas of \`libs/protocol\` by \`npm run docs\`; a change goes there. A field marked \`?\` may be
left out. Unknown fields are ignored. Times are ISO 8601 in UTC.

## Frames from the client

Each has \`type\` and \`id\`, a UUID that the client makes. Ids are written in lower case; others are
refused. Every frame but \`typing\` is answered by exactly one
\`ack\`, \`error\`, \`session.opened\` or \`pong\` whose \`ref\` is that \`id\`.

Commands are what changes a session: ${inWords(COMMANDS)}. Sending one again with the same
\`id\` has no second effect. Another command needs another \`id\`: one that an earlier command of its session had is
refused (\`validation\`/\`invalid_field\`); of a user's \`message.send\` the first one counts, as it is acked before that is
known.

The \`id\` of any other frame (${inWords(OTHERS)}) is kept by nobody:
sent again, with the same \`id\` or another, it is done again, and the \`id\` of an earlier frame isn't refused. That changes
no session, but \`admin.suggest\` drafts anew, and what is put on record of \`admin.watch\`, \`admin.suggest\` and an
admin's \`session.open\` is put there again. \`session.open\` gives its \`id\` to a session that it makes; sent again with
that \`id\`, it opens that one.

${ClientFrame.options.map((frame) => frameSection(frame, ['type', 'id'])).join('\n\n')}

## Frames from the server

${ServerFrame.options.map((frame) => frameSection(frame, ['type'])).join('\n\n')}

## Types

${[...Object.entries(TYPES), ['Error', WireError] as const]
  .map(([name, schema]) => `### ${name}\n${fieldTable(schema.shape)}`)
  .join('\n\n')}

## Errors

| category | codes |
| --- | --- |
${errorTable.join('\n')}

## Close codes

\`retry\`: reconnect with backoff. \`renew\`: get a token, then reconnect. \`stop\`: don't repeat. \`after_minute\`:
reconnect after a minute.

| code | meaning | client |
| --- | --- | --- |
${closeTable.join('\n')}
`;
