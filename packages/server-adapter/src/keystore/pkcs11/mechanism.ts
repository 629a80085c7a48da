import { encodeNull, encodeOctetString, encodeOid, encodeSequence } from '@sealkit/core/asn1';
import type { Bytes } from '@sealkit/core/bytes';
import { CryptoError, DIGEST_ALGORITHMS, digestAlgorithmOid, ECDSA_FIELD_LENGTH, ecdsaRawToDer } from '@sealkit/core/crypto';
import type { DigestAlgorithm, SignatureAlgorithm, SigningInput } from '@sealkit/core/ports';
import { CKG, CKM, type Mechanism } from './cryptoki.ts';
import { Pkcs11Error } from './pkcs11-error.ts';

/** How pkcs11js is told that a parameter is a CK_RSA_PKCS_PSS_PARAMS. */
const CK_PARAMS_RSA_PSS = 5;
const PSS_DIGEST: { readonly [digest in DigestAlgorithm]: { readonly hashAlg: number; readonly mgf: number } } = {
  'SHA-256': { hashAlg: CKM.SHA256, mgf: CKG.MGF1_SHA256 },
  'SHA-384': { hashAlg: CKM.SHA384, mgf: CKG.MGF1_SHA384 },
  'SHA-512': { hashAlg: CKM.SHA512, mgf: CKG.MGF1_SHA512 },
};

/**
 * The mechanism that makes a signature of this algorithm.
 *
 * @see PKCS #11 v3.0, Current Mechanisms: PKCS #1 v1.5 RSA, PKCS #1 RSA PSS, ECDSA without hashing, EdDSA
 */
export function mechanismOf(algorithm: SignatureAlgorithm): Mechanism {
  switch (algorithm.name) {
    case 'RSASSA-PKCS1-v1_5':
      return { mechanism: CKM.RSA_PKCS };
    case 'RSASSA-PSS':
      return {
        mechanism: CKM.RSA_PKCS_PSS,
        parameter: { type: CK_PARAMS_RSA_PSS, ...PSS_DIGEST[algorithm.digest], saltLen: algorithm.saltLength },
      };
    case 'ECDSA':
      return { mechanism: CKM.ECDSA };
    case 'Ed25519':
      return { mechanism: CKM.EDDSA };
  }
}

/**
 * What the token is given: a DigestInfo for PKCS #1 v1.5, as much of the digest as the curve takes for ECDSA, the message itself
 * for Ed25519.
 *
 * @throws RangeError for a digest of another length than the algorithm's.
 * @see RFC 8017 §9.2; FIPS 186-5 §6.4.1; RFC 8032 §5.1.6
 */
export function tokenInput(algorithm: SignatureAlgorithm, { dtbs, digest }: SigningInput): Uint8Array {
  if (algorithm.name === 'Ed25519') return dtbs;
  const { length } = DIGEST_ALGORITHMS[algorithm.digest];
  if (digest.length !== length) throw new RangeError(`digest: expected ${length} octets of ${algorithm.digest}, got ${digest.length}`);
  switch (algorithm.name) {
    case 'RSASSA-PKCS1-v1_5': {
      const identifier = encodeSequence(encodeOid(digestAlgorithmOid(algorithm.digest)), encodeNull());
      return encodeSequence(identifier, encodeOctetString(digest));
    }
    case 'RSASSA-PSS':
      return digest;
    case 'ECDSA':
      return digest.subarray(0, ECDSA_FIELD_LENGTH[algorithm.curve]);
  }
}

/** The token's value in the form of CMS. @throws {@link Pkcs11Error} `PKCS11_VALUE_INVALID` */
export function cmsForm(algorithm: SignatureAlgorithm, value: Uint8Array): Bytes {
  if (algorithm.name !== 'ECDSA') return new Uint8Array(value);
  try {
    return ecdsaRawToDer(value, algorithm.curve);
  } catch (cause) {
    if (!(cause instanceof CryptoError)) throw cause;
    throw new Pkcs11Error('PKCS11_VALUE_INVALID', `expected r and s on ${algorithm.curve} of the token, got ${value.length} octets`, {
      cause,
    });
  }
}
