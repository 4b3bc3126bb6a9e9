import { defineConfig } from 'vite';

/** The instance that `npm run dev:page` passes API calls on to. */
const INSTANCE = `http://127.0.0.1:${process.env['PORT'] ?? '3000'}`;

export default defineConfig({
  root: import.meta.dirname,
  // Relative, so that the page works below the path prefix of a proxy.
  base: './',
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    target: ['chrome123', 'firefox121', 'safari17.5'],
    cssCodeSplit: false,
    // A file can be cached for ever; text in another file cannot.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  server: {
    // `Host` stays as it is, because sessions compare it with `Origin`.
    proxy: Object.fromEntries(
      ['/api', '/docs', '/health'].map((path) => [path, { target: INSTANCE, changeOrigin: false }]),
    ),
  },
});
