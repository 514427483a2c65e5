// Secrets that must be read again are kept sealed: a copy of the database alone does not sign in our name.
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { assert } from '../kit/index.ts';

export interface Seal {
  close(secret: string): Uint8Array;
  open(sealed: Uint8Array): string;
}

const ivBytes = 12;
const tagBytes = 16;

export function createSeal(serverSecret: string): Seal {
  const key = Buffer.from(hkdfSync('sha256', serverSecret, '', 'comptoir.apps.seal', 32));
  return {
    close(secret) {
      const iv = randomBytes(ivBytes);
      const cipher = createCipheriv('aes-256-gcm', key, iv);
      const text = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
      return Buffer.concat([iv, cipher.getAuthTag(), text]);
    },
    open(sealed) {
      assert(sealed.length > ivBytes + tagBytes, 'a sealed secret is longer than its frame');
      const bytes = Buffer.from(sealed);
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, ivBytes));
      decipher.setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes));
      return Buffer.concat([
        decipher.update(bytes.subarray(ivBytes + tagBytes)),
        decipher.final(),
      ]).toString();
    },
  };
}
