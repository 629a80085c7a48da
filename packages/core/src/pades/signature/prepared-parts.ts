import { type Bytes, decodeBase64, encodeBase64 } from '../../bytes/index.ts';
import { isSigningDigest, isSpongeDigest } from '../../crypto/index.ts';
import type { SignatureAlgorithm, SigningDigest } from '../../ports/index.ts';
import { PadesError } from '../pades-error.ts';
import type { PreparedSignature } from '../prepared-signature.ts';
import type { SigningRevision } from '../signing-act.ts';
import type { ActDigests } from './act-digests.ts';

/** A prepared signature in the process that prepared it: octets as such, and digests that go on. */
export interface PreparedParts {
  readonly originalLength: number;
  readonly originalDigest: string;
  readonly revision: SigningRevision;
  readonly digestAlgorithm: SigningDigest;
  readonly digest: ActDigests;
  readonly dataToBeSigned: Bytes;
  readonly signatureAlgorithm: SignatureAlgorithm<SigningDigest>;
  /** DER, leaf first. */
  readonly certificates: readonly Uint8Array[];
}

/** What of it completing needs: all but the digests, which are made once more where it had lain somewhere. */
export type StoredParts = Omit<PreparedParts, 'digest'>;

/** As the JSON value that may wait for a key in another process. */
export function preparedSignature(parts: PreparedParts): PreparedSignature {
  const { originalLength, originalDigest, revision, digestAlgorithm, digest, signatureAlgorithm } = parts;
  const { holeStart, holeEnd, byteRange, fields, notices } = revision;
  return {
    version: 1,
    originalLength,
    originalDigest,
    appended: encodeBase64(revision.bytes),
    holeStart,
    holeEnd,
    byteRange,
    fields,
    ...(notices.length === 0 ? {} : { notices }),
    digestAlgorithm,
    byteRangeDigest: digest.text,
    dataToBeSigned: encodeBase64(parts.dataToBeSigned),
    signatureAlgorithm,
    certificates: parts.certificates.map(encodeBase64),
    ...(digest.stateAtHole === undefined ? {} : { stateAtHole: digest.stateAtHole }),
  };
}

/**
 * The other way. A prepared signature may have lain somewhere: its parts must still belong together.
 *
 * @throws {@link PadesError} `PADES_PREPARED_MALFORMED`
 */
export function storedParts(prepared: PreparedSignature): StoredParts {
  const { originalLength, originalDigest, holeStart, holeEnd, byteRange, fields, notices = [], digestAlgorithm } = prepared;
  const bytes = decodeBase64(prepared.appended);
  const expected = [0, originalLength + holeStart, originalLength + holeEnd, bytes.length - holeEnd];
  const placed = bytes[holeStart] === 0x3c && bytes[holeEnd - 1] === 0x3e;
  if (!isSigningDigest(digestAlgorithm) && !isSpongeDigest(digestAlgorithm)) throw preparedMalformed('a digest that signs');
  if (prepared.version !== 1 || !placed || expected.some((value, index) => value !== byteRange[index]))
    throw preparedMalformed('one hole and its byte range');
  return {
    originalLength,
    originalDigest,
    revision: { bytes, holeStart, holeEnd, byteRange, fields, notices },
    digestAlgorithm,
    dataToBeSigned: decodeBase64(prepared.dataToBeSigned),
    signatureAlgorithm: prepared.signatureAlgorithm,
    certificates: prepared.certificates.map(decodeBase64),
  };
}

export function preparedMalformed(expectation: string): PadesError {
  return new PadesError('PADES_PREPARED_MALFORMED', `prepared signature: expected ${expectation}`);
}
