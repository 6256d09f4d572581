import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { HttpApp } from '@parley/http';
import type { FastifyReply } from 'fastify';
import { PAGE_CSP } from './pageCsp.ts';

const YEAR_S = 31_536_000;
/** Files that Vite names by their content: the same name never means other bytes. */
const ASSETS = /[\\/]assets[\\/]/;

/** The addresses of the chat, and those of the console, under `/admin`. Both are served to anybody: data is not. */
const CHAT = ['/', '/c/:id', '/sessions'];
const CONSOLE = ['', '/s/:id', '/u/*', '/metrics', '/usage', '/audit', '/queue', '/notifications'];

/**
 * The built pages, and the files they need.
 * @throws Error when the pages were not built
 */
export async function addPages(http: HttpApp, folder: string): Promise<void> {
  const root = resolve(folder);
  if (!existsSync(join(root, 'index.html'))) {
    throw new Error(`${root}: the pages are missing; build them with: npx nx build web`);
  }
  await http.register(fastifyStatic, {
    root,
    index: false,
    wildcard: false,
    preCompressed: true,
    cacheControl: false,
    setHeaders(reply, path) {
      const forEver = ASSETS.test(path);
      reply.header('cache-control', forEver ? `public, max-age=${YEAR_S}, immutable` : 'no-cache');
    },
    schemaHide: true,
  });
  const add = (file: string, paths: readonly string[]): void => {
    const page = (_request: unknown, reply: FastifyReply) =>
      reply.header('content-security-policy', PAGE_CSP).sendFile(file);
    for (const path of paths) http.get(path, { schema: { hide: true } }, page);
  };
  add('index.html', CHAT);
  add(
    'admin.html',
    CONSOLE.map((path) => `/admin${path}`),
  );
}
