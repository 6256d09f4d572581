import { ParleyError } from '@parley/protocol';

/** Refuses a session that the admin of this name has. */
export const hasIt = (name: string): ParleyError =>
  new ParleyError('conflict', 'taken', `sessionId: ${name} has it.`);

/** Refuses a call for a human that the admin of this name has taken up. */
export const isOnIt = (name: string): ParleyError =>
  new ParleyError('conflict', 'taken', `sessionId: ${name} is on it.`);
