/** AES-256-GCM: what was changed, or sealed with another key, does not open. */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

import { z } from 'zod';

const CIPHER = 'aes-256-gcm';
export const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** Ties the sealed text to its purpose. */
const PURPOSE = Buffer.from('woollama secrets 1');

const sealedText = z.object({
  version: z.literal(1),
  nonce: z.base64(),
  tag: z.base64(),
  data: z.base64(),
});

export function sealText(text: string, key: Buffer): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, key, nonce).setAAD(PURPOSE);
  const data = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  const [plainNonce, tag] = [nonce.toString('base64'), cipher.getAuthTag().toString('base64')];
  const sealed = { version: 1, nonce: plainNonce, tag, data: data.toString('base64') };
  return `${JSON.stringify(sealed)}\n`;
}

/** Undefined when it is damaged or belongs to another key. */
export function unsealText(sealed: string, key: Buffer): string | undefined {
  try {
    const { nonce, tag, data } = sealedText.parse(JSON.parse(sealed));
    const options = { authTagLength: TAG_BYTES };
    const decipher = createDecipheriv(CIPHER, key, Buffer.from(nonce, 'base64'), options);
    decipher.setAAD(PURPOSE).setAuthTag(Buffer.from(tag, 'base64'));
    const text = [decipher.update(data, 'base64'), decipher.final()];
    return Buffer.concat(text).toString('utf8');
  } catch {
    // Whatever is wrong with it, it cannot be read.
    return undefined;
  }
}
