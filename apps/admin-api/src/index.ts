export { build, type AdminDeps } from './app.ts';
export { schema, type AdminConfig } from './config.ts';
