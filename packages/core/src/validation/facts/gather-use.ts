import { BytesError, equalBytes, memberOf, prefixSource } from '../../bytes/index.ts';
import { CryptoError, formatDigest, parseDigest } from '../../crypto/index.ts';
import {
  digestOfFrame,
  type DocumentFrame,
  PadesError,
  readDocumentFrame,
  type SignatureFace,
  writeSigningRevision,
} from '../../pades/index.ts';
import { PdfError } from '../../pdf/index.ts';
import type { DigestAlgorithm } from '../../ports/index.ts';
import {
  type CountersignatureFacts,
  type IntentProofFacts,
  observeCountersignatures,
  observeIntentProof,
  parsePermit,
  parseUseRecord,
  type PermitPayload,
  type SealAssertions,
  SealError,
  sealPictureToFace,
  signingActFromPermit,
} from '../../seal/index.ts';
import type { Certificate } from '../../x509/index.ts';
import { certificateFingerprint } from '../../x509/index.ts';
import { spansOf } from './byte-range-facts.ts';
import type { GatherContext } from './gather-context.ts';
import { gatherJws } from './gather-jws.ts';
import { readStatement } from './gather-seal.ts';
import type { SealFacts } from './seal-facts.ts';
import type { JwsFacts, ObservedUse, UseFacts } from './use-facts.ts';
import type { ByteRangeFacts } from './validation-facts.ts';

export interface UseQuery {
  readonly assertions: SealAssertions;
  readonly seal: SealFacts | null;
  readonly signer: Certificate | undefined;
  readonly byteRange: ByteRangeFacts | null;
  readonly byteRangeDigest: string | null;
  /** `/M`, ISO 8601. */
  readonly claimedTime: string | null;
}

/**
 * What the register said of this use, and what the file itself says: the document before the revision, its frame, and
 * whether the permit and that frame give exactly these octets. @see explained signing, "What a validator does"
 */
export async function gatherUse(context: GatherContext, query: UseQuery): Promise<UseFacts> {
  const { assertions } = query;
  const { registers } = context.options.trust;
  const { pool } = context;
  const jws = (compact: string | undefined, parse: Parameters<typeof gatherJws>[0]['parse']) =>
    compact === undefined ? Promise.resolve(null) : gatherJws({ compact, parse, registers, pool });
  const permit = await jws(assertions.permit, parsePermit);
  const record = await jws(assertions.useRecord, parseUseRecord);
  const intent = await findIntentProof(context, record);
  const countersignatures = await findCountersignatures(context, assertions.permit, permit);
  return { permit, record, intent, countersignatures, observed: await observe(context, query, permit?.fault === null) };
}

/** The proof among those that the caller has whose digest the use record names. */
async function findIntentProof({ options }: GatherContext, record: JwsFacts | null): Promise<IntentProofFacts | null> {
  const named = memberOf(record?.payload, 'intent');
  for (const proof of options.intentProofs ?? []) {
    const observed = await observeIntentProof(proof, options.engine);
    if (observed.digest === named) return observed;
  }
  return null;
}

/** What the passkeys of those who approved answered to the request of this permit. */
async function findCountersignatures(
  { options }: GatherContext,
  compact: string | undefined,
  permit: JwsFacts | null,
): Promise<readonly CountersignatureFacts[]> {
  if (compact === undefined || permit === null || permit.fault !== null) return [];
  return observeCountersignatures(parsePermit(compact).payload, options.engine);
}

async function observe(context: GatherContext, query: UseQuery, permitReadable: boolean): Promise<ObservedUse> {
  const own = {
    statementDigest: query.seal?.digest ?? null,
    sealNumber: query.seal?.statement?.number ?? null,
    certificateDigest: query.signer === undefined ? null : await certificateFingerprint(query.signer.raw),
    byteRangeDigest: query.byteRangeDigest,
  };
  const compact = query.assertions.permit;
  if (!permitReadable || compact === undefined) return { ...own, ...nothingObserved('PERMIT_UNREADABLE') };
  try {
    return { ...own, ...(await replay(context, query, compact)) };
  } catch (error) {
    if (
      error instanceof PadesError ||
      error instanceof PdfError ||
      error instanceof SealError ||
      error instanceof CryptoError ||
      error instanceof BytesError
    )
      return { ...own, ...nothingObserved(error.code) };
    throw error;
  }
}

type Replayed = Omit<ObservedUse, 'statementDigest' | 'sealNumber' | 'certificateDigest' | 'byteRangeDigest'>;

function nothingObserved(fault: string): Replayed {
  return { originalLength: null, originalDigest: null, frameDigest: null, frameFault: fault, revisionEqual: null, revisionFault: fault };
}

/** The prefix is treated as the document that was permitted: its frame is computed anew, the permit's is not believed. */
async function replay(context: GatherContext, query: UseQuery, compact: string): Promise<Replayed> {
  const { payload } = parsePermit(compact);
  const length = originalLength(context, query.byteRange, payload);
  if (length === undefined) return nothingObserved('REVISION_UNKNOWN');
  const { algorithm } = parseDigest(payload.document.digest);
  const prefix = prefixSource(context.source, length);
  const originalDigest = formatDigest(algorithm, await context.prefixes.digest(algorithm, length));
  const observed = { originalLength: length, originalDigest };
  const frame = await readFrame(context, prefix, algorithm, payload);
  if ('fault' in frame) return { ...observed, frameDigest: null, frameFault: frame.fault, revisionEqual: null, revisionFault: frame.fault };
  const frameDigest = await digestOfFrame(frame.frame);
  const compared = await compareRevision(context, query, { compact, payload, frame: frame.frame, frameDigest });
  return { ...observed, frameDigest, frameFault: null, ...compared };
}

/** The end of line after %%EOF may belong to the document or to the revision; the permit says which, and no more. */
function originalLength(context: GatherContext, byteRange: ByteRangeFacts | null, permit: PermitPayload): number | undefined {
  const revision = byteRange?.revision ?? null;
  if (revision === null) return undefined;
  const before = context.document.revisions[revision - 2];
  if (before === undefined) return undefined;
  const { length } = permit.document;
  return length <= before.end && length >= before.end - LONGEST_END_OF_LINE ? length : before.end;
}

const LONGEST_END_OF_LINE = 2;

async function readFrame(
  context: GatherContext,
  prefix: ReturnType<typeof prefixSource>,
  algorithm: DigestAlgorithm,
  permit: PermitPayload,
): Promise<{ readonly frame: DocumentFrame } | { readonly fault: string }> {
  try {
    const pages = permit.placements.map(({ page }) => page);
    // Only where the register itself held the document does it say so in the permit.
    const mode = permit.frameMode ?? 'explained';
    return { frame: await readDocumentFrame(prefix, { ...context.options, algorithm, pages, mode }) };
  } catch (error) {
    if (error instanceof PadesError || error instanceof PdfError) return { fault: error.code };
    throw error;
  }
}

interface ReplayInput {
  readonly compact: string;
  readonly payload: PermitPayload;
  readonly frame: DocumentFrame;
  readonly frameDigest: string;
}

async function compareRevision(
  context: GatherContext,
  query: UseQuery,
  input: ReplayInput,
): Promise<Pick<Replayed, 'revisionEqual' | 'revisionFault'>> {
  const spans = spansOf(query.byteRange?.numbers ?? []);
  if (spans === undefined || query.claimedTime === null) return { revisionEqual: false, revisionFault: 'TIME_MISSING' };
  try {
    const { payload, compact, frame, frameDigest } = input;
    const act = await signingActFromPermit({ permit: payload, compact, face: faceOf(query), frameDigest });
    const holeSize = (spans[1].start - spans[0].end - 2) / 2;
    const revision = writeSigningRevision(frame, act, new Date(query.claimedTime), holeSize);
    const end = frame.n + revision.bytes.length;
    if (end !== spans[1].end || frame.n + revision.holeStart !== spans[0].end)
      return { revisionEqual: false, revisionFault: 'REVISION_DIFFERS' };
    const actual = await context.source.read(frame.n, end, context.options);
    const equal =
      equalBytes(actual.subarray(0, revision.holeStart + 1), revision.bytes.subarray(0, revision.holeStart + 1)) &&
      equalBytes(actual.subarray(revision.holeEnd - 1), revision.bytes.subarray(revision.holeEnd - 1));
    return { revisionEqual: equal, revisionFault: equal ? null : 'REVISION_DIFFERS' };
  } catch (error) {
    if (error instanceof PadesError || error instanceof SealError) return { revisionEqual: false, revisionFault: error.code };
    if (error instanceof RangeError) return { revisionEqual: false, revisionFault: 'HOLE_SIZE_UNUSABLE' };
    throw error;
  }
}

/** The picture of the statement that the signature carries. */
function faceOf({ assertions }: UseQuery): SignatureFace | null {
  if (assertions.statement === undefined) return null;
  const read = readStatement(assertions.statement);
  return 'fault' in read ? null : sealPictureToFace(read.statement.info);
}
