import type { ServerFrame, ServerFrameType } from '@parley/protocol';

type Kind = 'string' | 'number' | 'boolean' | 'object';
type Shape = Readonly<Record<string, Kind>>;

const inSession = { sessionId: 'string' } as const;
const entry = { ...inSession, message: 'object' } as const;

/** The fields that the client itself relies on. Full schemas are the server's and the tests' business. */
const SHAPES: Readonly<Record<ServerFrameType, Shape>> = {
  welcome: {
    connectionId: 'string',
    user: 'object',
    models: 'object',
    limits: 'object',
    heartbeatMs: 'number',
  },
  ack: { ref: 'string' },
  error: { error: 'object' },
  'session.opened': {
    ...inSession,
    ref: 'string',
    session: 'object',
    messages: 'object',
    hasMore: 'boolean',
  },
  'session.updated': { ...inSession, session: 'object' },
  'session.deactivated': inSession,
  'session.ended': { ...inSession, reason: 'string' },
  'message.created': entry,
  'message.delta': { ...inSession, messageId: 'string', attempt: 'number', offset: 'number', text: 'string' },
  'message.reasoning': {
    ...inSession,
    messageId: 'string',
    attempt: 'number',
    offset: 'number',
    text: 'string',
  },
  'message.waiting': { ...inSession, messageId: 'string', attempt: 'number', reason: 'string' },
  'message.reset': { ...inSession, messageId: 'string', attempt: 'number' },
  'message.ended': entry,
  'message.updated': entry,
  'takeover.started': { ...inSession, admin: 'object' },
  'takeover.ended': { ...inSession, admin: 'object' },
  'help.updated': { ...inSession, state: 'string' },
  'note.created': { ...inSession, note: 'object' },
  'file.updated': { ...inSession, file: 'object' },
  typing: { ...inSession, sender: 'string', active: 'boolean' },
  resync: inSession,
  'models.updated': { models: 'object' },
  pong: { ref: 'string' },
  goaway: { reconnectInMs: 'number' },
};

const fits = (value: object, shape: Shape): boolean =>
  Object.entries(shape).every(([field, kind]) => {
    const held: unknown = Reflect.get(value, field);
    return typeof held === kind && held !== null;
  });

function parseJson(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    return undefined;
  }
}

/**
 * Reads one frame of the server. What isn't a frame that this version knows gives `undefined` (a newer server may send
 * more); it never throws. Unknown fields stay.
 */
export function parseServerFrame(data: unknown): ServerFrame | undefined {
  const value = typeof data === 'string' ? parseJson(data) : undefined;
  if (typeof value !== 'object' || value === null || !('type' in value)) return undefined;
  const { type } = value;
  if (typeof type !== 'string' || !Object.hasOwn(SHAPES, type)) return undefined;
  return fits(value, SHAPES[type as ServerFrameType]) ? (value as ServerFrame) : undefined;
}
