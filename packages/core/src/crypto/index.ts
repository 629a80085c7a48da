export { type CloneableDigest, cloneDigest, createCloneableDigest } from './cloneable-digest.ts';
export { CryptoError, type CryptoErrorCode } from './crypto-error.ts';
export { digest } from './digest.ts';
export {
  type AnyDigestAlgorithm,
  DIGEST_ALGORITHMS,
  digestAlgorithmOfPrefix,
  digestAlgorithmOid,
  findDigestAlgorithm,
  isSigningDigest,
  isSpongeDigest,
  sha2Beside,
} from './digest-algorithms.ts';
export { type DigestSourceOptions, digestSource, ONE_SHOT, updateFromSource } from './digest-source.ts';
export { createDigest, createResumableDigest, javascriptDigestEngine, type ResumableDigest, resumeDigest } from './digest-stream.ts';
export { digestOfJson, digestText, formatDigest, parseDigest } from './digest-text.ts';
export { createSigningDigest } from './signing-digest.ts';
export { ECDSA_FIELD_LENGTH, ecdsaDerToRaw, ecdsaRawToDer } from './ecdsa-value.ts';
export { digestBlockLength, isHashState } from './hash-state.ts';
export { assembleJws, type Jws, type JwsHeader, jwsSigningInput, parseJws, verifyJwsSignature } from './jws.ts';
export { type NamedCurve, inheritDsaParameters, parsePublicKey, type PublicKey } from './public-key.ts';
export { type PrefixDigests, prefixDigests } from './prefix-digests.ts';
export { encodePssParameters, type PssParameters, readPssParameters } from './pss-parameters.ts';
export { randomBytes } from './random.ts';
export {
  signatureAlgorithmFromDer,
  signatureAlgorithmName,
  signatureAlgorithmToDer,
  type VerificationAlgorithm,
} from './signature-algorithm.ts';
export { type SignatureValueQuery, type SignatureValueResult, verifySignatureValue } from './signature-verification.ts';
export { webCryptoSigner, type WebCryptoSignerOptions } from './web-crypto-signer.ts';
