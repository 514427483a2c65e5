// How the web apps are built: one configuration, one call for each app. `bin/build.ts` builds the shipped ones;
// `vite --config web/vite.config.ts --mode gallery` shows the components while one works on them.
import { join } from 'node:path';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig, type InlineConfig } from 'vite';
import { compileLocales } from './compile-locales.ts';

export const apps = {
  chat: { root: 'chat', base: '/', without: ['console.'] },
  console: { root: 'console', base: '/console/', without: ['chat.', 'sandbox.'] },
  gallery: { root: 'ui/gallery', base: '/', without: [] },
};
export type AppName = keyof typeof apps;

export default defineConfig(({ mode }) => {
  const { configFile: _, ...config } = appConfig(mode in apps ? (mode as AppName) : 'chat');
  return config;
});

/** Built to `dist/<app>`, with hashed names and no script or style inside the HTML (the CSP forbids both). */
export function appConfig(app: AppName): InlineConfig {
  const { base, without, ...at } = apps[app];
  const root = join(import.meta.dirname, at.root);
  return {
    root,
    base,
    configFile: false,
    publicDir: join(root, 'public'),
    plugins: [compileLocales({ without }), react(), tailwindcss()],
    define: { 'process.env.NODE_ENV': JSON.stringify('production') },
    build: {
      outDir: join(import.meta.dirname, '..', 'dist', app),
      emptyOutDir: true,
      modulePreload: { polyfill: false },
      assetsInlineLimit: 0,
      reportCompressedSize: false,
      // The browser checks nothing that the server sends: schemas stay out, the types and numbers beside them come in.
      rolldownOptions: {
        treeshake: {
          moduleSideEffects: [{ test: /\/(protocol|client|ui|thread)\/.*\.tsx?$/, sideEffects: false }],
          manualPureFunctions: ['v', 'idSchema', 'text'],
        },
      },
      // The service worker reads from it which files make up the shell.
      manifest: 'build.json',
    },
    logLevel: 'warn',
  };
}
