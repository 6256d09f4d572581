export { anyMessageText, anyText, anyUserId, anyUuid } from './arbitraries.ts';
export { checkRefusals, type AskAnything, type OpenApi } from './checkRefusals.ts';
export { eventually, type EventuallyOptions } from './eventually.ts';
export { filesWith } from './filesWith.ts';
export { seededRandom } from './seededRandom.ts';
export { startFaultProxy, type FaultProxy } from './startFaultProxy.ts';
