import { type Bytes, type ByteSource, type CallOptions, equalBytes } from '../../bytes/index.ts';
import { OIDS, readOctetString } from '../../asn1/index.ts';
import { encodeCadesSignature } from '../../cades/index.ts';
import { findSingleValue, parseSignedAttributes, withUnsignedAttributes } from '../../cms/index.ts';
import { formatDigest, resumeDigest, verifySignatureValue } from '../../crypto/index.ts';
import type { DigestEngine } from '../../ports/index.ts';
import { readCertificateParts } from '../../x509/index.ts';
import { PadesError } from '../pades-error.ts';
import type { PreparedSignature, SignedRevision } from '../prepared-signature.ts';
import { type ActDigests, passOver } from './act-digests.ts';
import { preparedMalformed, type PreparedParts, type StoredParts, storedParts } from './prepared-parts.ts';
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
  const parts = storedParts(prepared);
  const digest = await digestsOf(prepared, parts, options);
  assertAttributes(parts, digest);
  return finish({ ...parts, digest }, fillHole(parts.revision, await signatureOf(parts, signatureValue, options)));
}

/** The same where the signature was prepared a moment ago in the same process: nothing of it can have changed. */
export async function completeInProcess(
  parts: PreparedParts,
  signatureValue: Uint8Array,
  options: Pick<CompleteSignatureOptions, 'unsignedAttributes' | 'engine'> = {},
): Promise<SignedRevision> {
  return finish(parts, fillHole(parts.revision, await signatureOf(parts, signatureValue, options)));
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
  const parts = storedParts(prepared);
  return finish({ ...parts, digest: await digestsOf(prepared, parts, options) }, fillHole(parts.revision, cms));
}

type CheckedDigests = Pick<ActDigests, 'value' | 'text' | 'finish'>;

async function finish(parts: StoredParts & { readonly digest: CheckedDigests }, appended: Bytes): Promise<SignedRevision> {
  const { originalLength, digest } = parts;
  const { holeStart, holeEnd, byteRange, fields, notices } = parts.revision;
  const fileDigest = await digest.finish({ bytes: appended, holeStart, holeEnd });
  return { originalLength, appended, byteRange, fields, notices, byteRangeDigest: digest.text, fileDigest };
}

/** The CMS around a value that verifies. */
async function signatureOf(
  { dataToBeSigned: signedAttributes, signatureAlgorithm, digestAlgorithm, certificates }: StoredParts,
  signatureValue: Uint8Array,
  options: Pick<CompleteSignatureOptions, 'unsignedAttributes' | 'engine'>,
): Promise<Bytes> {
  const [leaf] = certificates;
  if (leaf === undefined) throw preparedMalformed('a signing certificate');
  const result = await verifySignatureValue({
    algorithm: signatureAlgorithm,
    publicKey: readCertificateParts(leaf).spki,
    signature: signatureValue,
    message: signedAttributes,
    engine: options.engine,
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

/** The digest over the byte range once more: from the document where it is at hand, else from the state. */
async function digestsOf(
  prepared: PreparedSignature,
  { revision }: StoredParts,
  options: CompleteSignatureOptions,
): Promise<CheckedDigests> {
  const digests =
    options.source === undefined ? await fromState(prepared, revision) : await fromSource(prepared, revision, options.source, options);
  if (digests.text !== prepared.byteRangeDigest) throw preparedMalformed('the digest of its octets');
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
    throw preparedMalformed('the state at its hole');
  const digest = resumeDigest(stateAtHole);
  digest.update(revision.bytes.subarray(revision.holeEnd));
  const value = await digest.digest();
  return { value, text: formatDigest(digestAlgorithm, value), finish: (finished) => finishFileDigest(stateAtHole, finished) };
}

function assertAttributes({ dataToBeSigned }: StoredParts, { value }: CheckedDigests): void {
  const messageDigest = findSingleValue(parseSignedAttributes(dataToBeSigned).list, OIDS.messageDigest);
  if (messageDigest === undefined || !equalBytes(readOctetString(messageDigest), value))
    throw preparedMalformed('signed attributes over its byte range');
}
