import type { Picture } from '../../../protocol/index.ts';

/** A plain drawn picture in two colours, for screens that are looked at without a server. */
export function drawPicture(alt: string, ground: string, figure: string): Picture {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 100"><rect width="120" height="100" fill="${ground}"/><rect x="48" y="-4" width="24" height="108" rx="5" fill="${figure}"/><circle cx="60" cy="50" r="30" fill="#8a5a34"/><circle cx="60" cy="50" r="24" fill="#fbf8f3"/><path d="M60 50V33M60 50l12 7" stroke="#1b1a17" stroke-width="2.6" stroke-linecap="round"/></svg>`;
  const url = `data:image/svg+xml,${encodeURIComponent(svg)}`;
  return { url, thumbnail_url: url, alt, width: 120, height: 100 };
}
