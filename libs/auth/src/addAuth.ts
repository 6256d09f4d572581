import type { IncomingMessage, ServerResponse } from 'node:http';
import fastifyJwt, { type TokenOrHeader } from '@fastify/jwt';
import { ParleyError, type User } from '@parley/protocol';
import type {
  FastifyBaseLogger,
  FastifyInstance,
  FastifyRequest,
  FastifyTypeProvider,
  RawServerDefault,
} from 'fastify';
import { readClaims } from './readClaims.ts';
import { toAuthError } from './toAuthError.ts';
import { tokenOf } from './tokenOf.ts';
import type { TokenRules } from './TokenRules.ts';
import { verifierOptions } from './verifierOptions.ts';

declare module '@fastify/jwt' {
  interface FastifyJWT {
    user: User;
  }
}

declare module 'fastify' {
  interface FastifyRequest {
    /** When the request's token was issued, in milliseconds since 1970; 0: it doesn't say, or there is none. */
    issuedAt: number;
  }
}

/** Hooks for `onRequest`, of a route or of a scope. */
export interface Guards {
  /** Lets a request with a right token pass, with its user as `request.user`; else throws a ParleyError. */
  readonly authenticate: (request: FastifyRequest) => Promise<void>;
  /** Lets a request pass whose user has the role; else throws a ParleyError. To stand behind `authenticate`. */
  readonly requireRole: (role: string) => (request: FastifyRequest) => Promise<void>;
}

type App<Provider extends FastifyTypeProvider> = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  Provider
>;

/** Teaches an HTTP server to check bearer tokens, by the same rules as `createTokenVerifier`. */
export async function addAuth<Provider extends FastifyTypeProvider>(
  app: App<Provider>,
  rules: TokenRules,
): Promise<Guards> {
  const { key } = rules;
  app.decorateRequest('issuedAt', 0);
  await app.register(fastifyJwt, {
    secret:
      typeof key === 'string'
        ? key
        : async (_request: FastifyRequest, token: TokenOrHeader) =>
            key('payload' in token ? token.header : token),
    decode: { complete: true },
    verify: { ...verifierOptions(rules), extractToken: (request) => tokenOf(request) },
    async trusted(request, payload) {
      request.issuedAt = readClaims(payload, Date.now()).issuedAt;
      return true;
    },
    // Its expiry was checked above.
    formatUser: (payload) => readClaims(payload, 0).user,
  });
  return {
    async authenticate(request) {
      try {
        await request.jwtVerify();
      } catch (error) {
        throw toAuthError(error);
      }
    },
    requireRole: (role) => async (request) => {
      if (!request.user.roles.includes(role)) {
        throw new ParleyError('permission', 'role_required', `The role ${role} is required.`);
      }
    },
  };
}
