import { type Bytes, type ByteSource, type CallOptions, decodeBase64, equalBytes } from '../../bytes/index.ts';
import { OIDS, readOctetString } from '../../asn1/index.ts';
import { encodeCadesSignature } from '../../cades/index.ts';
import { findSingleValue, parseSignedAttributes, withUnsignedAttributes } from '../../cms/index.ts';
import { digestSource, formatDigest, parseDigest, resumeDigest, verifySignatureValue } from '../../crypto/index.ts';
import type { DigestEngine } from '../../ports/index.ts';
import { parseCertificate } from '../../x509/index.ts';
import { PadesError } from '../pades-error.ts';
import type { PreparedSignature, SignedRevision } from '../prepared-signature.ts';
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
 * `PADES_ORIGINAL_CHANGED`.
 */
export async function completeSignature(
  prepared: PreparedSignature,
  signatureValue: Uint8Array,
  options: CompleteSignatureOptions = {},
): Promise<SignedRevision> {
  const revision = { bytes: decodeBase64(prepared.appended), holeStart: prepared.holeStart, holeEnd: prepared.holeEnd };
  const dataToBeSigned = decodeBase64(prepared.dataToBeSigned);
  await assertConsistent(prepared, revision, dataToBeSigned);
  if (options.source !== undefined) await assertOriginal(prepared, options.source, options);
  const certificates = prepared.certificates.map(decodeBase64);
  const [leaf] = certificates;
  if (leaf === undefined) throw malformed('a signing certificate');
  const result = await verifySignatureValue({
    algorithm: prepared.signatureAlgorithm,
    publicKey: parseCertificate(leaf).spki,
    signature: signatureValue,
    message: dataToBeSigned,
  });
  if (result !== 'valid')
    throw new PadesError(
      'PADES_SIGNATURE_VALUE_INVALID',
      `expected a value that verifies with the certificate's key, got one that is ${result}`,
      {
        facts: { result },
      },
    );
  const cms = encodeCadesSignature({
    signedAttributes: dataToBeSigned,
    digestAlgorithm: prepared.digestAlgorithm,
    signatureAlgorithm: prepared.signatureAlgorithm,
    signature: signatureValue,
    certificates,
  });
  const attributes = (await options.unsignedAttributes?.(signatureValue)) ?? [];
  return finishRevision(prepared, attributes.length === 0 ? cms : withUnsignedAttributes(cms, 0, attributes));
}

/**
 * The finished revision with a CMS in its hole: for whoever composed the CMS itself.
 *
 * @throws {@link PadesError} `PADES_HOLE_TOO_SMALL`
 */
export async function finishRevision(prepared: PreparedSignature, cms: Uint8Array): Promise<SignedRevision> {
  const { holeStart, holeEnd } = prepared;
  const appended = fillHole({ bytes: decodeBase64(prepared.appended), holeStart, holeEnd }, cms);
  return {
    originalLength: prepared.originalLength,
    appended,
    byteRange: prepared.byteRange,
    fields: prepared.fields,
    byteRangeDigest: prepared.byteRangeDigest,
    fileDigest: await finishFileDigest(prepared.stateAtHole, { bytes: appended, holeStart, holeEnd }),
  };
}

/** A prepared signature may have lain somewhere: its parts must still belong together. */
async function assertConsistent(prepared: PreparedSignature, revision: RevisionHole, dataToBeSigned: Bytes): Promise<void> {
  const { originalLength, holeStart, holeEnd, stateAtHole } = prepared;
  const { bytes } = revision;
  const expected = [0, originalLength + holeStart, originalLength + holeEnd, bytes.length - holeEnd];
  const placed = bytes[holeStart] === 0x3c && bytes[holeEnd - 1] === 0x3e && stateAtHole.length === originalLength + holeStart;
  if (prepared.version !== 1 || !placed || expected.some((value, index) => value !== prepared.byteRange[index]))
    throw malformed('one hole and its byte range');
  const digest = resumeDigest(stateAtHole);
  digest.update(bytes.subarray(holeEnd));
  const value = await digest.digest();
  if (stateAtHole.algorithm !== prepared.digestAlgorithm || formatDigest(prepared.digestAlgorithm, value) !== prepared.byteRangeDigest)
    throw malformed('the digest of its octets');
  const messageDigest = findSingleValue(parseSignedAttributes(dataToBeSigned).list, OIDS.messageDigest);
  if (messageDigest === undefined || !equalBytes(readOctetString(messageDigest), value))
    throw malformed('signed attributes over its byte range');
}

async function assertOriginal(prepared: PreparedSignature, source: ByteSource, options: CompleteSignatureOptions): Promise<void> {
  const changed = (): PadesError => new PadesError('PADES_ORIGINAL_CHANGED', 'expected the document that was prepared');
  if (source.size !== prepared.originalLength) throw changed();
  const { algorithm } = parseDigest(prepared.originalDigest);
  if (formatDigest(algorithm, await digestSource(algorithm, source, options)) !== prepared.originalDigest) throw changed();
}

function malformed(expectation: string): PadesError {
  return new PadesError('PADES_PREPARED_MALFORMED', `prepared signature: expected ${expectation}`);
}
