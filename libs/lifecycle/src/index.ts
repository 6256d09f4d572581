export { createHealth, type Health, type HealthReport } from './createHealth.ts';
export { createParts, type PartsOptions } from './createParts.ts';
export type { LifecycleLog } from './LifecycleLog.ts';
export type { Part, Running } from './Part.ts';
export { repeatedly, type Repeated } from './repeatedly.ts';
export { run, type Service } from './run.ts';
export { within } from './within.ts';
