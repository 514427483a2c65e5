// Keeps the shell of the people's app, so that it opens at once and without the network. Pages come from the network
// first, files with a hash in their name from here first; nothing under /api, /socket or another app is ever touched.
const cacheName = 'comptoir-shell';
const pagePattern = /^\/($|c\/|b\/|settings$|wallet$|sign-in$)/;
const filePattern = /^\/(assets\/|icon|manifest\.webmanifest$)/;
const patienceMs = 3000;

self.addEventListener('install', (event) => {
  self.skipWaiting();
  event.waitUntil(keepShell());
});

self.addEventListener('activate', (event) => {
  event.waitUntil(self.clients.claim());
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== location.origin) return;
  if (request.mode === 'navigate' && pagePattern.test(url.pathname)) event.respondWith(answerPage(event));
  else if (filePattern.test(url.pathname)) event.respondWith(answerFile(event));
});

/** The page itself and every file of its build; files of the build before it stay for pages that are still open. */
async function keepShell() {
  const cache = await caches.open(cacheName);
  const [page, build] = await Promise.all([
    fetch('/', { cache: 'no-cache' }),
    fetch('/build.json', { cache: 'no-cache' }),
  ]);
  if (!page.ok || !build.ok) return;
  const listed = listFiles(await build.json());
  const before = await (await cache.match('/build-files'))?.json().catch(() => []);
  const wanted = new Set([...listed, ...(before ?? [])]);
  const kept = await cache.keys();
  const paths = kept.map((request) => new URL(request.url).pathname);
  await Promise.all(listed.filter((path) => !paths.includes(path)).map((path) => cache.add(path)));
  await Promise.all(
    kept
      .filter((_, index) => paths[index].startsWith('/assets/') && !wanted.has(paths[index]))
      .map((request) => cache.delete(request)),
  );
  await cache.put('/build-files', new Response(JSON.stringify(listed)));
  await cache.put('/', page);
}

function listFiles(build) {
  const files = Object.values(build).flatMap((chunk) => [
    chunk.file,
    ...(chunk.css ?? []),
    ...(chunk.assets ?? []),
  ]);
  return [...new Set(files)].map((file) => `/${file}`);
}

async function answerPage(event) {
  const cache = await caches.open(cacheName);
  const kept = await cache.match('/');
  const fromNetwork = fetch(event.request);
  if (!kept) return fromNetwork;
  const late = new Promise((done) => setTimeout(() => done(null), patienceMs));
  const answer = await Promise.race([fromNetwork.catch(() => null), late]);
  if (!answer || answer.status >= 500) return kept;
  if (
    answer.ok &&
    answer.headers.get('etag') !== kept.headers.get('etag') &&
    new URL(event.request.url).pathname === '/'
  ) {
    event.waitUntil(keepShell().catch(() => {}));
  }
  return answer;
}

async function answerFile(event) {
  const cache = await caches.open(cacheName);
  const kept = await cache.match(event.request, { ignoreVary: true });
  if (kept) return kept;
  const answer = await fetch(event.request);
  if (answer.ok) event.waitUntil(cache.put(event.request, answer.clone()));
  return answer;
}
