/** DEMO ONLY. The key of the transparency log, drawn from the secret of the data folder; in life it is a key of its own, in an HSM. */
import { createPrivateKey, createPublicKey, hkdfSync, sign } from 'node:crypto';

/** PKCS #8 of an Ed25519 key up to its 32 octets (RFC 8410 §7). */
const PKCS8_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex');

/** `signCheckpoint` of the adapter's transparency log. */
export function createLogSigner(secret) {
  const seed = Buffer.from(hkdfSync('sha256', secret, '', 'sealkit-demo-log', 32));
  const key = createPrivateKey({ key: Buffer.concat([PKCS8_HEAD, seed]), format: 'der', type: 'pkcs8' });
  const publicKey = new Uint8Array(createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-32));
  return { publicKey, sign: async (octets) => new Uint8Array(sign(null, octets, key)) };
}
