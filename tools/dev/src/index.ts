export type { RunFile } from './readRunFile.ts';
export { startParley } from './startParley.ts';
export type { Parley, ParleyOptions } from './startProgram.ts';
