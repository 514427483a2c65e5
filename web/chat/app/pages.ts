import { lazy } from 'react';

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
  if (page === 'messenger' && path.startsWith('/c/')) void loadConversationPane();
}

function pageOf(path: string, isSignedIn: boolean): keyof typeof loaders {
  if (/^\/b\/[^/]+$/.test(path)) return 'landing';
  if (path === '/sandbox') return 'sandbox';
  return isSignedIn && path !== '/sign-in' ? 'messenger' : 'signIn';
}
