import { type Bytes, type ByteSource, type CallOptions, decodeBase64, equalBytes } from '../../bytes/index.ts';
import { OIDS, readOctetString } from '../../asn1/index.ts';
import { encodeCadesSignature } from '../../cades/index.ts';
import { findSingleValue, parseSignedAttributes, withUnsignedAttributes } from '../../cms/index.ts';
import { formatDigest, isSigningDigest, isSpongeDigest, resumeDigest, verifySignatureValue } from '../../crypto/index.ts';
import type { DigestEngine } from '../../ports/index.ts';
import { readCertificateParts } from '../../x509/index.ts';
import { PadesError } from '../pades-error.ts';
import type { PreparedSignature, SignedRevision } from '../prepared-signature.ts';
import { type ActDigests, passOver } from './act-digests.ts';
import type { PreparedInProcess } from './prepare-signature.ts';
import { type RevisionHole, fillHole, finishFileDigest } from './revision-digest.ts';

export interface CompleteSignatureOptions extends CallOptions {
  /** The original, to make sure that it is still the document that was prepared. */
  readonly source?: ByteSource;
  readonly engine?: DigestEngine;
  /** DER attributes that go into the signature beside its value, such as a time-stamp over it. */
  readonly unsignedAttributes?: (signatureValue: Uint8Array) => Promise<readonly Uint8Array[]>;
}

/**
 * Puts a signature value into a prepared signature. The value must verify against the key of the signing certificate
 * before anything is filled.
 *
 * @param signatureValue in CMS form: RSA raw, ECDSA as DER SEQUENCE of r and s, EdDSA raw.
 * @throws {@link PadesError} `PADES_SIGNATURE_VALUE_INVALID`, `PADES_HOLE_TOO_SMALL`, `PADES_PREPARED_MALFORMED`,
 * `PADES_ORIGINAL_CHANGED`; `PADES_ORIGINAL_NEEDED` for a signature prepared without a state when no source is given.
 */
export async function completeSignature(
  prepared: PreparedSignature,
  signatureValue: Uint8Array,
  options: CompleteSignatureOptions = {},
): Promise<SignedRevision> {
  const revision = { bytes: decodeBase64(prepared.appended), holeStart: prepared.holeStart, holeEnd: prepared.holeEnd };
  assertLaidOut(prepared, revision);
  const digests = await digestsOf(prepared, revision, options);
  assertAttributes(prepared, digests);
  const cms = await signatureOf(prepared, signatureValue, options);
  return finish(prepared, fillHole(revision, cms), digests);
}

/** The same where the signature was prepared a moment ago in the same process: nothing of it can have changed. */
export async function completeInProcess(
  { prepared, revision, digest }: PreparedInProcess,
  signatureValue: Uint8Array,
  options: Pick<CompleteSignatureOptions, 'unsignedAttributes'> = {},
): Promise<SignedRevision> {
  return finish(prepared, fillHole(revision, await signatureOf(prepared, signatureValue, options)), digest);
}

/**
 * The finished revision with a CMS in its hole: for whoever composed the CMS itself.
 *
 * @throws {@link PadesError} `PADES_HOLE_TOO_SMALL`, and what `completeSignature` throws for the prepared signature.
 */
export async function finishRevision(
  prepared: PreparedSignature,
  cms: Uint8Array,
  options: CompleteSignatureOptions = {},
): Promise<SignedRevision> {
  const revision = { bytes: decodeBase64(prepared.appended), holeStart: prepared.holeStart, holeEnd: prepared.holeEnd };
  assertLaidOut(prepared, revision);
  return finish(prepared, fillHole(revision, cms), await digestsOf(prepared, revision, options));
}

async function finish(prepared: PreparedSignature, appended: Bytes, digests: Pick<ActDigests, 'finish'>): Promise<SignedRevision> {
  const { holeStart, holeEnd, originalLength, byteRange, fields, byteRangeDigest, notices = [] } = prepared;
  const fileDigest = await digests.finish({ bytes: appended, holeStart, holeEnd });
  return { originalLength, appended, byteRange, fields, notices, byteRangeDigest, fileDigest };
}

/** The CMS around a value that verifies. */
async function signatureOf(
  prepared: PreparedSignature,
  signatureValue: Uint8Array,
  options: Pick<CompleteSignatureOptions, 'unsignedAttributes'>,
): Promise<Bytes> {
  const signedAttributes = decodeBase64(prepared.dataToBeSigned);
  const certificates = prepared.certificates.map(decodeBase64);
  const [leaf] = certificates;
  if (leaf === undefined) throw malformed('a signing certificate');
  const { signatureAlgorithm, digestAlgorithm } = prepared;
  const result = await verifySignatureValue({
    algorithm: signatureAlgorithm,
    publicKey: readCertificateParts(leaf).spki,
    signature: signatureValue,
    message: signedAttributes,
  });
  if (result !== 'valid')
    throw new PadesError(
      'PADES_SIGNATURE_VALUE_INVALID',
      `expected a value that verifies with the certificate's key, got one that is ${result}`,
      { facts: { result } },
    );
  const cms = encodeCadesSignature({ signedAttributes, digestAlgorithm, signatureAlgorithm, signature: signatureValue, certificates });
  const attributes = (await options.unsignedAttributes?.(signatureValue)) ?? [];
  return attributes.length === 0 ? cms : withUnsignedAttributes(cms, 0, attributes);
}

/** A prepared signature may have lain somewhere: its parts must still belong together. */
function assertLaidOut(prepared: PreparedSignature, { bytes, holeStart, holeEnd }: RevisionHole): void {
  const { originalLength } = prepared;
  const expected = [0, originalLength + holeStart, originalLength + holeEnd, bytes.length - holeEnd];
  const placed = bytes[holeStart] === 0x3c && bytes[holeEnd - 1] === 0x3e;
  if (!isSigningDigest(prepared.digestAlgorithm) && !isSpongeDigest(prepared.digestAlgorithm)) throw malformed('a digest that signs');
  if (prepared.version !== 1 || !placed || expected.some((value, index) => value !== prepared.byteRange[index]))
    throw malformed('one hole and its byte range');
}

type CheckedDigests = Pick<ActDigests, 'value' | 'finish'>;

/** The digest over the byte range once more: from the document where it is at hand, else from the state. */
async function digestsOf(prepared: PreparedSignature, revision: RevisionHole, options: CompleteSignatureOptions): Promise<CheckedDigests> {
  const digests =
    options.source === undefined ? await fromState(prepared, revision) : await fromSource(prepared, revision, options.source, options);
  if (formatDigest(prepared.digestAlgorithm, digests.value) !== prepared.byteRangeDigest) throw malformed('the digest of its octets');
  return digests;
}

async function fromSource(
  prepared: PreparedSignature,
  revision: RevisionHole,
  source: ByteSource,
  options: CompleteSignatureOptions,
): Promise<CheckedDigests> {
  const changed = (): PadesError => new PadesError('PADES_ORIGINAL_CHANGED', 'expected the document that was prepared');
  if (source.size !== prepared.originalLength) throw changed();
  const pass = await passOver(source, prepared.digestAlgorithm, options);
  if (pass.original !== prepared.originalDigest) throw changed();
  return pass.over(revision);
}

async function fromState(
  { stateAtHole, originalLength, digestAlgorithm }: PreparedSignature,
  revision: RevisionHole,
): Promise<CheckedDigests> {
  if (stateAtHole === undefined)
    throw new PadesError('PADES_ORIGINAL_NEEDED', 'expected the document: the signature was prepared without the state of its digest');
  if (stateAtHole.length !== originalLength + revision.holeStart || stateAtHole.algorithm !== digestAlgorithm)
    throw malformed('the state at its hole');
  const digest = resumeDigest(stateAtHole);
  digest.update(revision.bytes.subarray(revision.holeEnd));
  return { value: await digest.digest(), finish: (finished) => finishFileDigest(stateAtHole, finished) };
}

function assertAttributes({ dataToBeSigned }: PreparedSignature, { value }: CheckedDigests): void {
  const messageDigest = findSingleValue(parseSignedAttributes(decodeBase64(dataToBeSigned)).list, OIDS.messageDigest);
  if (messageDigest === undefined || !equalBytes(readOctetString(messageDigest), value))
    throw malformed('signed attributes over its byte range');
}

function malformed(expectation: string): PadesError {
  return new PadesError('PADES_PREPARED_MALFORMED', `prepared signature: expected ${expectation}`);
}
