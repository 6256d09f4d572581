import type { Bus } from '@parley/bus';
import { type Commands, createCommands } from './createCommands.ts';

/** What goes over the bus. */
export interface Connected {
  readonly bus: Bus;
  readonly commands: Commands;
}

export const connectedBy = (bus: Bus): Connected => ({ bus, commands: createCommands(bus) });
