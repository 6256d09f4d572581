export { build, type WebDeps } from './app.ts';
export { schema, type WebConfig } from './config.ts';
