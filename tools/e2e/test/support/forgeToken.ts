import { createHmac } from 'node:crypto';

export interface Forgery {
  readonly sub: string;
  readonly secret: string;
  readonly alg?: string;
  /** Seconds from now; may be negative. */
  readonly livesFor?: number;
  readonly roles?: readonly string[];
  /** In seconds since 1970; a while ago when left out. */
  readonly issuedAt?: number;
}

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Makes a token, good or bad. */
export function forgeToken({
  sub,
  secret,
  alg = 'HS256',
  livesFor = 60,
  roles = ['user'],
  issuedAt,
}: Forgery): string {
  const now = Math.floor(Date.now() / 1000);
  const claims = { sub, roles, iat: issuedAt ?? now - 100, exp: now + livesFor };
  const body = `${encode({ alg, typ: 'JWT' })}.${encode(claims)}`;
  const signature = alg === 'none' ? '' : createHmac('sha256', secret).update(body).digest('base64url');
  return `${body}.${signature}`;
}
