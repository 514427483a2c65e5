import { lazy } from 'react';
import { api } from './api.ts';
import { preload } from './use-load.ts';

const loaders = {
  messenger: () => import('./Messenger.tsx').then((module) => ({ default: module.Messenger })),
  landing: () => import('../shop/LandingPage.tsx').then((module) => ({ default: module.LandingPage })),
  signIn: () => import('../sign-in/SignInPage.tsx').then((module) => ({ default: module.SignInPage })),
  sandbox: () => import('../sandbox/SandboxPage.tsx').then((module) => ({ default: module.SandboxPage })),
};

export const Messenger = lazy(loaders.messenger);
export const LandingPage = lazy(loaders.landing);
export const SignInPage = lazy(loaders.signIn);
export const SandboxPage = lazy(loaders.sandbox);

export const loadConversationPane = () => import('../conversation/ConversationPane.tsx');

/** Begins to load the page of `path` before React asks for it. */
export function preloadPage(path: string, isSignedIn: boolean): void {
  const page = pageOf(path, isSignedIn);
  void loaders[page]();
  if (page === 'landing') preloadShop(decodeURIComponent(path.slice('/b/'.length)));
  if (page === 'messenger' && path.startsWith('/c/')) void loadConversationPane();
}

/** The shop and its cover are on their way while the page that shows them still is. */
function preloadShop(handle: string): void {
  preload(shopKey(handle), async () => {
    const shop = await api.shop(handle);
    if (shop.cover_url) new Image().src = shop.cover_url;
    return shop;
  });
}

/** Under which `useLoad` keeps a shop. */
export function shopKey(handle: string): string {
  return `shop ${handle}`;
}

function pageOf(path: string, isSignedIn: boolean): keyof typeof loaders {
  if (/^\/b\/[^/]+$/.test(path)) return 'landing';
  if (path === '/sandbox') return 'sandbox';
  return isSignedIn && path !== '/sign-in' ? 'messenger' : 'signIn';
}
