import { textFrame } from '../connection/textFrame.ts';

/** The frame that tells a client to open a session again. */
export const resyncFrame = (sessionId: string): Buffer =>
  textFrame(JSON.stringify({ type: 'resync', sessionId }));
