// How the web apps are built: one configuration, one call for each app. `bin/build.ts` builds the shipped ones;
// `vite --config web/vite.config.ts --mode gallery web/gallery` shows the components while one works on them.
import { join } from 'node:path';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig, type InlineConfig } from 'vite';
import { compileLocales } from './ui/i18n/compile-locales.ts';

export const apps = {
  chat: { base: '/', without: ['console.'] },
  console: { base: '/console/', without: ['chat.'] },
  gallery: { base: '/', without: [] },
};
export type AppName = keyof typeof apps;

export default defineConfig(({ mode }) => {
  const { configFile: _, ...config } = appConfig(mode in apps ? (mode as AppName) : 'chat');
  return config;
});

/** Built to `dist/<app>`, with hashed names and no script or style inside the HTML (the CSP forbids both). */
export function appConfig(app: AppName): InlineConfig {
  const root = join(import.meta.dirname, app);
  const { base, without } = apps[app];
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
    },
    logLevel: 'warn',
  };
}
