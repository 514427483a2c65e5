// Short-lived addresses of media on this origin: whoever holds one may fetch it for five minutes, signed in or not.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { Fault, limits, type MediaId } from '../../protocol/index.ts';
import type { Clock } from '../kit/index.ts';

export type LinkVariant = 'full' | 'thumbnail' | 'graph';

export interface Links {
  /** `/media/{id}/{variant}?e={Unix ms}&s={signature}` */
  sign(id: MediaId, variant: LinkVariant): { path: string; expiresAt: number };
  /** Faults: `not_found` when forged, `media_link_expired`. Returns how long it is good for, in ms. */
  check(link: { id: MediaId; variant: LinkVariant; expires: string; signature: string }): number;
}

export function createLinks(secret: string, clock: Clock): Links {
  const key = createHmac('sha256', secret).update('media links').digest();
  const signatureOf = (id: string, variant: string, expires: string) =>
    createHmac('sha256', key).update(`${id}/${variant}/${expires}`).digest();

  return {
    sign(id, variant) {
      const expiresAt = clock.now() + limits.mediaUrlTtlMs;
      const signature = signatureOf(id, variant, String(expiresAt)).toString('base64url');
      return { path: `/media/${id}/${variant}?e=${expiresAt}&s=${signature}`, expiresAt };
    },
    check({ id, variant, expires, signature }) {
      const expected = signatureOf(id, variant, expires);
      const given = Buffer.from(signature, 'base64url');
      if (given.length !== expected.length || !timingSafeEqual(given, expected)) throw new Fault('not_found');
      const leftMs = Number(expires) - clock.now();
      if (leftMs <= 0) throw new Fault('media_link_expired');
      return leftMs;
    },
  };
}
