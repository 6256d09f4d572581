import type { Version } from './natsVersion.ts';

/** A nats-server that can be started. */
export type NatsBinary = { path: string; version: Version };

/** Tells a person, in a line, what is being done. */
export type Say = (line: string) => void;
