export { build, type Gateway, type GatewayDeps } from './app.ts';
export { schema, type GatewayConfig } from './config.ts';
