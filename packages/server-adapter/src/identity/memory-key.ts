import { webcrypto } from 'node:crypto';
import type { Bytes, CallOptions } from '@sealkit/core/bytes';
import { ecdsaRawToDer } from '@sealkit/core/crypto';
import type { SignatureAlgorithm, Signer } from '@sealkit/core/ports';

/** A key pair that was made in memory and cannot be taken out. */
export interface MemoryKey extends Pick<Signer, 'algorithm' | 'sign'> {
  /** DER SubjectPublicKeyInfo. */
  readonly publicKey: Bytes;
}

const ALGORITHM = { name: 'ECDSA', curve: 'P-256', digest: 'SHA-256' } as const satisfies SignatureAlgorithm;

/** Makes a P-256 key, not extractable. */
export async function generateMemoryKey(): Promise<MemoryKey> {
  const pair = await webcrypto.subtle.generateKey({ name: 'ECDSA', namedCurve: ALGORITHM.curve }, false, ['sign', 'verify']);
  const publicKey = new Uint8Array(await webcrypto.subtle.exportKey('spki', pair.publicKey));
  return {
    algorithm: ALGORITHM,
    publicKey,
    async sign(input, call?: CallOptions) {
      call?.signal?.throwIfAborted();
      const value = await webcrypto.subtle.sign({ name: 'ECDSA', hash: ALGORITHM.digest }, pair.privateKey, input.dtbs);
      return ecdsaRawToDer(new Uint8Array(value), ALGORITHM.curve);
    },
  };
}
