export { build } from './app.ts';
export { schema, type NotifierConfig } from './config.ts';
