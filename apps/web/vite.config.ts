import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { defineConfig, type Plugin } from 'vite';

/** Takes the indentation out of the styles of components; Vite's own minifier sees only style sheets. */
const tightStyles: Plugin = {
  name: 'tight-styles',
  apply: 'build',
  transform: {
    filter: { id: /\/src\/pages\/.*\.ts$/ },
    handler: (code) => ({
      code: code.replace(/css`[^`]*`/g, (styles) => styles.replace(/\s*\n\s*/g, ' ')),
      map: null,
    }),
  },
};

/** Lays a compressed copy beside every text, so that the server needn't compress. */
const compressed: Plugin = {
  name: 'compressed',
  apply: 'build',
  writeBundle({ dir = 'dist' }) {
    for (const file of globSync('**/*.{html,js,css,svg}', { cwd: dir })) {
      const bytes = readFileSync(join(dir, file));
      writeFileSync(join(dir, `${file}.gz`), gzipSync(bytes, { level: 9 }));
      writeFileSync(join(dir, `${file}.br`), brotliCompressSync(bytes));
    }
  },
};

/** Names in the page what its first script needs at once, so that it needn't be read to be found. */
const preloads: Plugin = {
  name: 'preloads',
  apply: 'build',
  transformIndexHtml: {
    order: 'post',
    handler: (_html, { chunk }) =>
      (chunk?.imports ?? []).map((file) => ({
        tag: 'link',
        attrs: { rel: 'modulepreload', href: `/${file}` },
        injectTo: 'head',
      })),
  },
};

// Whoever builds, a test run too, gets the page that people get: libraries look at this for their development mode.
process.env['NODE_ENV'] = 'production';

/** The pages: `index.html` (the chat), `admin.html` (the console) and what they need, to `dist/`. The server of `src/main.ts` serves it. */
export default defineConfig({
  base: '/',
  publicDir: 'public',
  plugins: [tightStyles, preloads, compressed],
  build: {
    // The first browsers with light-dark(), popovers and the rest of what the pages use.
    target: ['chrome123', 'firefox125', 'safari17.5'],
    rollupOptions: {
      input: { index: `${import.meta.dirname}/index.html`, admin: `${import.meta.dirname}/admin.html` },
    },
    outDir: 'dist',
    emptyOutDir: true,
    // The parts that are loaded later need nothing beside themselves and the first one: no helper has to fetch ahead.
    modulePreload: false,
    assetsInlineLimit: 0,
  },
});
