/** The service worker keeps the shell, so that the app opens without the network. */
export function registerWorker(): void {
  if (!('serviceWorker' in navigator) || !isSecureContext) return;
  addEventListener('load', () => {
    navigator.serviceWorker.register('/sw.js').catch(() => {
      // Without it the app works, only not offline.
    });
  });
  if (document.readyState === 'complete') void navigator.serviceWorker.register('/sw.js').catch(() => {});
}
