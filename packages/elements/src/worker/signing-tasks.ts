import { blobSource, canonicalJson, concatSources, decodeBase64, memorySource, type JsonValue } from '@sealkit/core/bytes';
import { digestOfJson, digestSource, formatDigest } from '@sealkit/core/crypto';
import { batchRoot } from '@sealkit/core/seal';
import {
  digestOfFrame,
  digestOriginal,
  digestRevision,
  readDocumentFrame,
  writeSigningRevision,
  type DocumentFrame,
  type SealPlacement,
  type SignatureFace,
  type SigningNotice,
} from '@sealkit/core/pades';
import type { HashState } from '@sealkit/core/ports';
import type { IntentBatchView, UseChallenge, UseResult } from '@sealkit/core/protocol';
import { parsePermit, permitDigest, signingActFromPermit, type ActLanguage } from '@sealkit/core/seal';
import { namesOfCertificate, type CertificateNames } from './certificate-name.ts';
import { SigningError } from './signing-error.ts';

/** What signing needs of a document: its frame, and the state of its digest. The document itself stays where it is. */
export interface SigningReading {
  readonly frame: DocumentFrame;
  readonly frameDigest: string;
  readonly state: HashState;
  readonly digest: string;
  readonly length: number;
  readonly pages: number;
}

const ALGORITHM = 'SHA-256';

/** Explained signing, step 1: frame and hash state of the original. */
export async function readForSigning(
  input: { readonly document: Blob; readonly pages: readonly number[] },
  signal: AbortSignal,
): Promise<SigningReading> {
  const source = blobSource(input.document);
  const { digest, state } = await digestOriginal(source, ALGORITHM, { signal });
  const pages = input.pages.length === 0 ? [1] : [...new Set(input.pages)].sort((left, right) => left - right);
  const frame = await readDocumentFrame(source, { algorithm: ALGORITHM, pages, digest, signal });
  return { frame, frameDigest: await digestOfFrame(frame), state, digest, length: source.size, pages: frame.pageCount };
}

/** What the page asked the permit for. */
export interface PermitExpectation {
  readonly envelopeId: string;
  readonly person: string;
  readonly seal: { readonly number: string; readonly version: number; readonly statement: string } | null;
  readonly placements: readonly SealPlacement[];
  readonly language?: ActLanguage;
}

/** What a person is shown before confirming, after this page computed the same as the server. */
export interface UsePreview {
  /** Digest of the act as shown, for the proof of intent. */
  readonly shownDigest: string;
  readonly permitId: string;
  readonly permitExpires: string;
  readonly fields: readonly string[];
  /** What the signature leaves undone. */
  readonly notices: readonly SigningNotice[];
  /** Whom the certificate names; null when the page was not given the certificate that the act is bound to. */
  readonly signer: CertificateNames | null;
}

/**
 * Computes from permit, frame and time what the server is going to write, and compares its digest with the challenge.
 *
 * @throws {@link SigningError} `PERMIT_DIFFERS`, `PREVIEW_DIFFERS`, `INTENT_MISMATCH`: nothing must be confirmed then.
 */
export async function previewUse(input: {
  readonly reading: SigningReading;
  readonly permit: string;
  readonly expected: PermitExpectation;
  readonly face: SignatureFace | null;
  readonly challenge: UseChallenge;
  /** Certificates that the seal or the person signs with, base64 DER. */
  readonly certificates?: readonly string[];
}): Promise<UsePreview> {
  const { reading, challenge, face } = input;
  const permit = parsePermit(input.permit).payload;
  const asked: JsonValue = json({
    envelopeId: input.expected.envelopeId,
    person: input.expected.person,
    seal: input.expected.seal,
    placements: input.expected.placements,
    language: input.expected.language,
    document: { digest: reading.digest, length: reading.length },
    frame: reading.frameDigest,
    permit: challenge.act.permit,
    certificate: challenge.act.certificate,
    originalDigest: challenge.act.originalDigest,
  });
  const { envelopeId, person, seal, placements, language, document, frame, certificate } = permit;
  const granted: JsonValue = json({
    envelopeId,
    person,
    seal,
    placements,
    language,
    document,
    frame,
    certificate,
    permit: await permitDigest(input.permit),
    originalDigest: reading.digest,
  });
  if (canonicalJson(asked) !== canonicalJson(granted))
    throw new SigningError('PERMIT_DIFFERS', 'expected a permit for what was asked, got one for something else');
  const act = await signingActFromPermit({ permit, compact: input.permit, face, frameDigest: reading.frameDigest });
  const revision = writeSigningRevision(reading.frame, act, new Date(challenge.signingTime), challenge.holeSize);
  const computed = await digestRevision(reading.state, reading.length, revision);
  if (computed.text !== challenge.act.messageDigest)
    throw new SigningError('PREVIEW_DIFFERS', 'expected the server to write what the permit says', {
      facts: { computed: computed.text, announced: challenge.act.messageDigest },
    });
  const shownDigest = await digestOfJson(json(challenge.act));
  if (shownDigest !== challenge.challenge) throw new SigningError('INTENT_MISMATCH', 'expected the challenge to cover the act as shown');
  const signer = await namesOfCertificate(challenge.act, input.certificates ?? []);
  const { fields, notices } = revision;
  return { shownDigest, permitId: permit.id, permitExpires: permit.expires, fields, notices, signer };
}

/**
 * Computes root and digest of a batch from the acts that the page showed, in their order, and compares both with what the server asks
 * to be confirmed. Answers the digest of what was shown.
 *
 * @throws {@link SigningError} `INTENT_MISMATCH`: nothing must be confirmed then.
 */
export async function previewBatch(input: {
  readonly batch: IntentBatchView;
  readonly person: string;
  readonly shown: readonly { readonly useId: string; readonly shownDigest: string }[];
}): Promise<{ readonly shownDigest: string }> {
  const { batch, person, shown } = input;
  const { act } = batch;
  const asked: JsonValue = json({
    uses: batch.uses.map(({ useId, challenge }) => [useId, challenge]),
    count: act.count,
    root: act.root,
    person: act.person,
    challenge: batch.challenge,
  });
  const shownDigest = await digestOfJson(json(act));
  const computed: JsonValue = json({
    uses: shown.map((each) => [each.useId, each.shownDigest]),
    count: shown.length,
    root: await batchRoot(shown.map((each) => each.shownDigest)),
    person,
    challenge: shownDigest,
  });
  if (canonicalJson(asked) !== canonicalJson(computed))
    throw new SigningError('INTENT_MISMATCH', 'expected a batch of exactly the acts that were shown');
  return { shownDigest };
}

/**
 * Joins the original and what came back, and compares every digest that the server named with the octets at hand.
 *
 * @throws {@link SigningError} `DOCUMENT_CHANGED`, `RESULT_NOT_VERIFIED`
 */
export async function joinResult(
  input: { readonly document: Blob; readonly result: UseResult; readonly messageDigest: string },
  signal: AbortSignal,
): Promise<{ readonly revision: Uint8Array<ArrayBuffer>; readonly fileDigest: string }> {
  const { document, result } = input;
  const original = blobSource(document);
  const name = async (source: typeof original): Promise<string> =>
    formatDigest(ALGORITHM, await digestSource(ALGORITHM, source, { signal }));
  if (document.size !== result.originalLength || (await name(original)) !== result.originalDigest)
    throw new SigningError('DOCUMENT_CHANGED', 'expected the original that was signed');
  const revision = decodeBase64(result.revision);
  const fileDigest = await name(concatSources(original, memorySource(revision)));
  if (fileDigest !== result.fileDigest || result.byteRangeDigest !== input.messageDigest)
    throw new SigningError('RESULT_NOT_VERIFIED', 'expected the file that the server named', {
      facts: { computed: fileDigest, announced: result.fileDigest },
    });
  return { revision, fileDigest };
}

/** Plain data by its types; members that are `undefined` fall away. */
function json(value: object): JsonValue {
  return JSON.parse(JSON.stringify(value)) as JsonValue;
}
