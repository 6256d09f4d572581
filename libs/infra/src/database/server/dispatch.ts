import { Double } from 'bson';
import { decode, decodeWithRaw, encode } from '../bson/codec.ts';
import type { Doc } from '../bson/value.ts';
import { CommandError, typeMismatch, unserved } from '../commandError.ts';
import { commands } from '../commands/commands.ts';
import type { Database } from '../storage/database.ts';
import { stringArgument } from './arguments.ts';
import type { Request } from './command.ts';
import type { Message } from './opMsg.ts';
import type { Turn } from './turn.ts';

/** Fields that any command may carry and that change nothing here: one server, one writer, all reads see all writes. */
const general = new Set([
  '$clusterTime',
  '$db',
  '$readPreference',
  'comment',
  'lsid',
  'maxTimeMS',
  'readConcern',
  'writeConcern',
]);
const ofTransactions = new Set(['autocommit', 'startTransaction', 'txnNumber']);

/** Answers a message by its command, within a turn. */
export function dispatch(
  database: Database,
  turn: Turn,
  message: Message,
  reply: (document: Uint8Array) => void,
): void {
  const name = commandName(message.body);
  const command = commands.get(name);
  turn.submit({
    writes: command?.writes ?? false,
    run: () => {
      if (!command)
        throw new CommandError(
          59,
          'CommandNotFound',
          `the embedded database does not serve the command '${name}'`,
        );
      const request = readRequest(name, message, command.rawField, database);
      checkFields(request, command.fields);
      const answer = command.run(request);
      return answer instanceof Uint8Array ? answer : encode({ ...answer, ok: new Double(1) });
    },
    fail: errorReply,
    reply,
  });
}

/** A command's name is its first field. */
function commandName(body: Uint8Array): string {
  const end = body.indexOf(0, 5);
  return Buffer.from(body.subarray(5, Math.max(end, 5))).toString('utf8');
}

function readRequest(
  name: string,
  message: Message,
  rawField: string | undefined,
  database: Database,
): Request {
  const raw = new Map<string, readonly Uint8Array[]>(message.sequences);
  if (message.kind === 'query')
    return { name, db: 'admin', body: decode(message.body), raw, database, now: new Date() };
  const body = rawField === undefined ? decode(message.body) : withoutRaw(message.body, rawField, raw);
  return { name, db: stringArgument(body, '$db'), body, raw, database, now: new Date() };
}

/** Reads a command and puts the bytes of the documents in its array `field`, if it is there, to the others. */
function withoutRaw(bytes: Uint8Array, field: string, raw: Map<string, readonly Uint8Array[]>): Doc {
  const { [field]: documents, ...rest } = decodeWithRaw(bytes, field);
  if (documents !== undefined) {
    const isRaw = (each: unknown) => each instanceof Uint8Array;
    if (!Array.isArray(documents) || !documents.every(isRaw))
      throw typeMismatch(`${field} must be documents`);
    raw.set(field, documents);
  }
  return rest as Doc;
}

function checkFields({ name, body, raw }: Request, fields: readonly string[]): void {
  for (const field of [...Object.keys(body), ...raw.keys()]) {
    if (ofTransactions.has(field)) throw unserved(`transactions (${field})`);
    if (field !== name && !fields.includes(field) && !general.has(field)) {
      throw unserved(`the field ${field} of the command ${name}`);
    }
  }
}

function errorReply(error: unknown): Uint8Array {
  const known = error instanceof CommandError ? error : undefined;
  return encode({
    ...known?.details,
    ok: new Double(0),
    errmsg: error instanceof Error ? error.message : String(error),
    code: known?.code ?? 8,
    codeName: known?.codeName ?? 'UnknownError',
  });
}
