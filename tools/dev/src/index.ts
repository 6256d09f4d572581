export { buildAll } from './buildAll.ts';
export type { RunFile } from './readRunFile.ts';
export { runDev, type DevOptions } from './runDev.ts';
export { SERVERS, type ServerKind } from './servers.ts';
export { SERVICES, type Service } from './services.ts';
export { startParley } from './startParley.ts';
export { startProgram, type Parley, type ParleyOptions } from './startProgram.ts';
