import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { decodeBase64, encodeBase64 } from '@sealkit/core/bytes';
import { IntentError } from '../intent-error.ts';

const IV_OCTETS = 12;
const TAG_OCTETS = 16;

/** AES-256-GCM under the host's key, bound to whose secret it is; base64 of IV ‖ ciphertext ‖ tag. @see NIST SP 800-38D */
export function sealSecret(key: Uint8Array, secret: Uint8Array, owner: string): string {
  const iv = randomBytes(IV_OCTETS);
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(owner));
  const text = Buffer.concat([cipher.update(secret), cipher.final()]);
  return encodeBase64(Buffer.concat([iv, text, cipher.getAuthTag()]));
}

/** @throws {@link IntentError} `INTENT_STATE_MALFORMED` for another key, another owner, or changed octets */
export function openSecret(key: Uint8Array, sealed: string, owner: string): Uint8Array {
  try {
    const octets = decodeBase64(sealed);
    const decipher = createDecipheriv('aes-256-gcm', key, octets.subarray(0, IV_OCTETS), { authTagLength: TAG_OCTETS });
    decipher.setAAD(Buffer.from(owner)).setAuthTag(octets.subarray(-TAG_OCTETS));
    return Buffer.concat([decipher.update(octets.subarray(IV_OCTETS, -TAG_OCTETS)), decipher.final()]);
  } catch (cause) {
    throw new IntentError('INTENT_STATE_MALFORMED', 'expected a secret under the key of this host', { cause });
  }
}
