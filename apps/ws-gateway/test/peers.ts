import { randomUUID } from 'node:crypto';
import { tokenFor, tokenWith, type Running } from './harness.ts';
import type { Peer } from './Peer.ts';

export const isAck = { type: 'ack' };

/** A socket that was welcomed; of somebody new unless a token is given. */
export async function welcomed(running: Running, token: string = tokenFor(randomUUID())): Promise<Peer> {
  const peer = running.connect(token);
  await peer.next('welcome');
  return peer;
}

/** The same of an admin. */
export const asAdmin = (running: Running, id = `ada ${randomUUID()}`, roles = ['admin']): Promise<Peer> =>
  welcomed(running, tokenWith(id, roles));

/** Opens a session that must open, a new one unless the frame says another; gives its id. */
export async function opened(peer: Peer, frame: Record<string, unknown> = { new: true }): Promise<string> {
  const answer = await peer.ask({ type: 'session.open', ...frame });
  if (answer.type !== 'session.opened') throw new Error(JSON.stringify(answer));
  return answer.session.id;
}

/** Which deltas came, in their order. */
export const offsets = (peer: Peer): number[] => peer.of('message.delta').map(({ offset }) => offset);
/** Which frames came, in their order. */
export const typesOf = (peer: Peer): string[] => peer.frames.map(({ type }) => type);
export const close = (...peers: Peer[]): Promise<unknown> => Promise.all(peers.map((peer) => peer.close()));
