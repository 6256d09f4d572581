import type { Rate } from '@parley/config';
import {
  MAX_ATTACHMENTS,
  MAX_FRAME,
  MAX_TEXT,
  type Model,
  type ServerFrame,
  type ServerFrameOf,
} from '@parley/protocol';
import type { Connection } from './connection/Connection.ts';

export interface WelcomeOptions {
  /** Those that can be used now. */
  readonly models: () => readonly Model[];
  readonly messages: Rate;
  readonly connections: Rate;
  /** Bytes. */
  readonly maxUpload: number;
  readonly heartbeatMs: number;
}

/** Makes the first frame of a connection. */
export type Welcome = (connection: Connection, now: number) => ServerFrame;

export function createWelcome(options: WelcomeOptions): Welcome {
  const { heartbeatMs, maxUpload, messages, connections } = options;
  const limits: ServerFrameOf<'welcome'>['limits'] = {
    maxText: MAX_TEXT,
    maxFrame: MAX_FRAME,
    maxAttachments: MAX_ATTACHMENTS,
    maxUpload,
    messages,
    connections,
  };
  return ({ id: connectionId, user }, now) => {
    const serverTime = new Date(now).toISOString();
    const models = [...options.models()];
    return { type: 'welcome', connectionId, user, models, limits, heartbeatMs, serverTime };
  };
}
