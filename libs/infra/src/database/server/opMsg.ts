import { CommandError } from '../commandError.ts';

/** The limit of one message in bytes that `hello` tells. */
export const maxMessageBytes = 48_000_000;

const opCodes = { reply: 1, query: 2004, msg: 2013 } as const;
const flags = { checksumPresent: 1, moreToCome: 2 } as const;

/** One message of a client, cut into its parts. */
export interface Message {
  requestId: number;
  /** `query` is only used by the first greeting of a connection. */
  kind: 'msg' | 'query';
  /** Whether the client doesn't wait for a reply (an unacknowledged write). */
  unanswered: boolean;
  body: Uint8Array;
  /** Document sequences by the name of their field. */
  sequences: Map<string, Uint8Array[]>;
}

/** Reads one whole message, its header included. Throws CommandError when it can't be understood. */
export function readMessage(bytes: Buffer): Message {
  const requestId = bytes.readInt32LE(4);
  const opCode = bytes.readInt32LE(12);
  if (opCode === opCodes.msg) return readMsg(bytes, requestId);
  if (opCode === opCodes.query) return readQuery(bytes, requestId);
  throw new CommandError(
    238,
    'NotImplemented',
    `the embedded database does not serve messages of type ${opCode}`,
  );
}

function readMsg(bytes: Buffer, requestId: number): Message {
  const flagBits = int32At(bytes, 16);
  const end = bytes.length - ((flagBits & flags.checksumPresent) === 0 ? 0 : 4);
  const sequences = new Map<string, Uint8Array[]>();
  let body: Uint8Array | undefined;
  let at = 20;
  while (at < end) {
    const section = bytes[at++];
    const size = int32At(bytes, at);
    if (size < 5 || at + size > end || (section !== 0 && section !== 1)) throw malformed();
    const content = bytes.subarray(at, at + size);
    if (section === 0) body = content;
    else readSequence(content, sequences);
    at += size;
  }
  if (!body) throw malformed();
  return { requestId, kind: 'msg', unanswered: (flagBits & flags.moreToCome) !== 0, body, sequences };
}

function readSequence(content: Buffer, into: Map<string, Uint8Array[]>): void {
  const nameEnd = content.indexOf(0, 4);
  if (nameEnd < 0) throw malformed();
  const documents: Uint8Array[] = [];
  for (let at = nameEnd + 1; at < content.length;) {
    const size = int32At(content, at);
    if (size < 5 || at + size > content.length) throw malformed();
    documents.push(content.subarray(at, at + size));
    at += size;
  }
  into.set(content.toString('utf8', 4, nameEnd), documents);
}

function readQuery(bytes: Buffer, requestId: number): Message {
  const nameEnd = bytes.indexOf(0, 20);
  const start = nameEnd + 9;
  if (nameEnd < 0) throw malformed();
  const size = int32At(bytes, start);
  if (size < 5 || start + size > bytes.length) throw malformed();
  const body = bytes.subarray(start, start + size);
  return { requestId, kind: 'query', unanswered: false, body, sequences: new Map() };
}

function int32At(bytes: Buffer, at: number): number {
  if (at + 4 > bytes.length) throw malformed();
  return bytes.readInt32LE(at);
}

function malformed(): CommandError {
  return new CommandError(9, 'FailedToParse', 'malformed message');
}

/** The bytes of a reply to a message. */
export function writeReply(message: Pick<Message, 'requestId' | 'kind'>, document: Uint8Array): Buffer {
  const isMsg = message.kind === 'msg';
  // OP_MSG: flags and the kind of its only section. OP_REPLY: flags, cursor id, first document, number of documents.
  const prefix = Buffer.alloc(isMsg ? 5 : 20);
  if (!isMsg) prefix.writeInt32LE(1, 16);
  const header = Buffer.alloc(16);
  header.writeInt32LE(header.length + prefix.length + document.length, 0);
  header.writeInt32LE(message.requestId, 8);
  header.writeInt32LE(isMsg ? opCodes.msg : opCodes.reply, 12);
  return Buffer.concat([header, prefix, document]);
}
