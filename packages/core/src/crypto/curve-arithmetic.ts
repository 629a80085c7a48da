import { type ECDSA } from '@noble/curves/abstract/weierstrass.js';
import { ed448 } from '@noble/curves/ed448.js';
import { brainpoolP256r1, brainpoolP384r1, brainpoolP512r1 } from '@noble/curves/misc.js';
import { p256, p384, p521 } from '@noble/curves/nist.js';
import type { NamedCurve } from './public-key.ts';

// Loaded only where the runtime's own cryptography lacks curve or digest.

const CURVES: { readonly [curve in NamedCurve]: ECDSA } = {
  'P-256': p256,
  'P-384': p384,
  'P-521': p521,
  brainpoolP256r1,
  brainpoolP384r1,
  brainpoolP512r1,
};

/** Verifies r‖s over a digest; `s` may lie in either half of its range. A point off the curve makes nothing valid. */
export function verifyEcdsaValue(curve: NamedCurve, point: Uint8Array, raw: Uint8Array, digest: Uint8Array): 'valid' | 'invalid' {
  try {
    return CURVES[curve].verify(raw, digest, point, { prehash: false, lowS: false }) ? 'valid' : 'invalid';
  } catch {
    return 'invalid';
  }
}

/** Pure Ed448 with an empty context (RFC 8419 §2). */
export function verifyEd448Value(point: Uint8Array, signature: Uint8Array, message: Uint8Array): 'valid' | 'invalid' {
  try {
    return ed448.verify(signature, message, point) ? 'valid' : 'invalid';
  } catch {
    return 'invalid';
  }
}
