import { key } from '../key.ts';
import { encryptionKeys } from '../types/encryptionKeys.ts';
import { url } from '../types/url.ts';

/** What every service that uses the database has. */
export const mongoKeys = {
  MONGODB_URI: key({
    what: 'The MongoDB, or a server compatible with it, with the name of the database.',
    type: url('mongodb', 'mongodb+srv'),
    example: 'MONGODB_URI=mongodb://127.0.0.1:27017/parley',
    secret: true,
  }),
  ENCRYPTION_KEYS: key({
    what: 'The keys that wrap the users’ own keys, with which what people say and name is encrypted: `id:base64[,id:base64...]`, 32 bytes each; the first one wraps, all unwrap (`npm run keys`).',
    type: encryptionKeys(),
    example: 'ENCRYPTION_KEYS="k1:$(openssl rand -base64 32)"',
    secret: true,
  }),
};
