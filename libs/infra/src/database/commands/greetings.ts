import type { Command } from '../server/command.ts';
import { maxMessageBytes } from '../server/opMsg.ts';
import { maxDocumentBytes } from '../storage/documentRules.ts';

/** The version of MongoDB whose behaviour is followed, and the number that drivers know it by. */
const version = { text: '7.0.0', parts: [7, 0, 0, 0], wire: 21 } as const;

/** `hello` (and `isMaster`, its older name): a single server, no transactions, no compression. */
export const hello: Command = {
  fields: [
    'helloOk',
    'client',
    'compression',
    'hostInfo',
    'topologyVersion',
    'maxAwaitTimeMS',
    'backpressure',
  ],
  writes: false,
  run: ({ name, now }) => ({
    helloOk: true,
    [name === 'hello' ? 'isWritablePrimary' : 'ismaster']: true,
    maxBsonObjectSize: maxDocumentBytes,
    maxMessageSizeBytes: maxMessageBytes,
    maxWriteBatchSize: 100_000,
    localTime: now,
    logicalSessionTimeoutMinutes: 30,
    minWireVersion: 0,
    maxWireVersion: version.wire,
    readOnly: false,
  }),
};

/** `ping`: is the server there. */
export const ping: Command = { fields: [], writes: false, run: () => ({}) };

/** `endSessions`: nothing is kept for a session, so there is nothing to end. */
export const endSessions: Command = { fields: [], writes: false, run: () => ({}) };

/** `buildInfo`: which version of MongoDB is followed, and that this isn't one. */
export const buildInfo: Command = {
  fields: [],
  writes: false,
  run: () => ({
    version: version.text,
    versionArray: version.parts,
    gitVersion: 'embedded database of parley',
    modules: [],
    bits: 64,
    debug: false,
    maxBsonObjectSize: maxDocumentBytes,
  }),
};
