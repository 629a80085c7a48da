import { OIDS } from '@sealkit/core/asn1';
import type { Bytes } from '@sealkit/core/bytes';
import { type SignedAssertion, encodeSignedAttributes, estimateCadesSize } from '@sealkit/core/cades';
import { ecdsaRawToDer, parseDigest } from '@sealkit/core/crypto';
import type { Signer } from '@sealkit/core/ports';
import { composeUseRecord, encodePermitAssertion, encodeStatementAssertion, encodeUseRecordAssertion } from '@sealkit/core/seal';
import type { CredentialRecord, PermitRecord } from '../storage/records.ts';

/** What the signed attributes of a use say. */
export interface SignedParts {
  readonly credential: CredentialRecord;
  /** DER of the seal statement; null for a personal signature without a seal. */
  readonly statement: Bytes | null;
  /** Compact permit and use record. */
  readonly permit: string;
  readonly useRecord: string;
  /** The signature says that it approves of the content. */
  readonly commitment: boolean;
  /** Digest over the byte range, `sha256:<hex>`. */
  readonly messageDigest: string;
}

/** Whether the permit's policy wants `commitment-type-indication`. EN 319 122-1 §5.2.3 */
export function asksForCommitment({ payload }: PermitRecord): boolean {
  return payload.intentPolicy.commitmentType !== undefined;
}

/** DER of the signed attributes (SET OF): content type, message digest, certificate, statement, permit and use record; the commitment where policy asks. */
export async function composeSignedAttributes(parts: SignedParts): Promise<Bytes> {
  const { algorithm, value } = parseDigest(parts.messageDigest);
  return encodeSignedAttributes({
    messageDigest: value,
    digestAlgorithm: algorithm,
    signingCertificate: leafOf(parts.credential),
    assertions: assertionsOf(parts),
    ...(parts.commitment ? { commitmentType: OIDS.commitmentProofOfApproval } : {}),
  });
}

/**
 * Octets that the finished signature takes at most. The use record is not known yet; one of the same length stands in:
 * every value in it is a digest.
 */
export async function estimateSignatureSize(
  parts: Omit<SignedParts, 'useRecord' | 'messageDigest'>,
  registerSigner: Signer,
): Promise<number> {
  const { algorithm } = parts.credential;
  const messageDigest = blankDigest(algorithm.digest);
  const blank = blankDigest('SHA-256');
  const useRecord = await composeUseRecord(
    { v: 1, permit: blank, intent: blank, event: blank, byteRangeDigest: messageDigest },
    standInFor(registerSigner),
  );
  const attributes = await composeSignedAttributes({ ...parts, useRecord, messageDigest });
  return estimateCadesSize({
    certificates: parts.credential.certificates,
    signedAttributesLength: attributes.length,
    signatureAlgorithm: algorithm,
  });
}

function assertionsOf(parts: SignedParts): readonly SignedAssertion[] {
  const statement = parts.statement === null ? [] : [encodeStatementAssertion(parts.statement)];
  return [...statement, encodePermitAssertion(parts.permit), encodeUseRecordAssertion(parts.useRecord)];
}

function leafOf(credential: CredentialRecord): Bytes {
  const [leaf] = credential.certificates;
  if (leaf === undefined) throw new TypeError('credential: expected at least one certificate');
  return leaf;
}

/** A value of ES256, whose length is always the same: nothing is signed in order to measure. */
const STAND_IN_VALUE = ecdsaRawToDer(new Uint8Array(64).fill(1), 'P-256');
const standIns = new WeakMap<Signer, Signer>();

function standInFor(signer: Signer): Signer {
  const known = standIns.get(signer);
  if (known !== undefined) return known;
  const { algorithm, certificates } = signer;
  const standIn: Signer = { algorithm, certificates, sign: () => Promise.resolve(STAND_IN_VALUE) };
  standIns.set(signer, standIn);
  return standIn;
}

const DIGEST_OCTETS = { 'SHA-256': 32, 'SHA-384': 48, 'SHA-512': 64 } as const;

function blankDigest(algorithm: keyof typeof DIGEST_OCTETS): string {
  return `${algorithm.replace('-', '').toLowerCase()}:${'00'.repeat(DIGEST_OCTETS[algorithm])}`;
}
