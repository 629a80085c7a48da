import { ed25519 } from '@noble/curves/ed25519.js';
import { createVerifierKey, type NoteKeyType, type NoteSigner } from '@sealkit/core/evidence';

/** A signer of notes with a key that everybody can compute from `seed`: 32 octets, or one number that fills them. */
export async function testNoteSigner(name: string, seed: Uint8Array | number = 1, type: NoteKeyType = 'ed25519'): Promise<NoteSigner> {
  const secret = typeof seed === 'number' ? new Uint8Array(32).fill(seed) : seed;
  const key = await createVerifierKey({ name, type, publicKey: ed25519.getPublicKey(secret) });
  return { key, sign: async (message) => ed25519.sign(message, secret) };
}
