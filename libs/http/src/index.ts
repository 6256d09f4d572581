export { Counter, Gauge, Histogram, Registry } from 'prom-client';
export { clientAddress } from './clientAddress.ts';
export type { DocsOptions } from './addDocs.ts';
export { createHttp, type HttpOptions } from './createHttp.ts';
export type { HttpApp } from './HttpApp.ts';
export { createMetrics } from './createMetrics.ts';
export { listening } from './listening.ts';
export { PageQuery, pageOf } from './page.ts';
export { wholeNumber } from './wholeNumber.ts';
