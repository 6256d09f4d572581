import { decode } from '../bson/codec.ts';
import { CommandError } from '../commandError.ts';
import { flagArgument, stringArgument } from '../server/arguments.ts';
import type { Command } from '../server/command.ts';
import { storable } from '../storage/documentRules.ts';
import { withErrors, writeEach } from './writeErrors.ts';

/** `insert`: adds documents; their bytes are kept as they came. */
export const insert: Command = {
  fields: ['documents', 'ordered', 'bypassDocumentValidation'],
  rawField: 'documents',
  writes: true,
  run({ name, db, body, raw, database }) {
    const documents = raw.get('documents') ?? [];
    if (documents.length === 0) throw new CommandError(9, 'FailedToParse', 'documents must not be empty');
    const collection = database.catalogue.getOrCreate(db, stringArgument(body, name));
    let n = 0;
    const errors = writeEach(documents, flagArgument(body, 'ordered', true), (bytes) => {
      const document = storable(decode(bytes), bytes);
      collection.insert(document.doc, document.bytes);
      n++;
    });
    return withErrors({ n }, errors);
  },
};
