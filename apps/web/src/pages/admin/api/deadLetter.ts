/** A message of a queue that was given up. */
export interface DeadLetter {
  readonly seq: number;
  readonly queue: 'commands' | 'turns' | 'notifications' | 'other';
  readonly sessionId?: string;
  readonly reason: string;
  readonly at: string;
  readonly deliveries: number;
  readonly bytes: number;
  readonly traceId: string;
}
