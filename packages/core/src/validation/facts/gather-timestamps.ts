import { OIDS } from '../../asn1/index.ts';
import { equalBytes } from '../../bytes/index.ts';
import type { SignedData, SignerInfo, TimestampToken } from '../../cms/index.ts';
import { digest } from '../../crypto/index.ts';
import { type ArchiveTimestampCover, readArchiveTimestampCover } from './archive-timestamp.ts';
import type { ArchivedContainer } from './archived-container.ts';
import { certificateId, type EvidenceId, signatureId, timestampId } from './evidence-id.ts';
import { ARCHIVE_TIMESTAMP_V2, findTokens, type FoundToken } from './found-tokens.ts';
import { gatherToken, type TokenCover, type TokenSurroundings } from './gather-token.ts';
import type { SignedContent } from './signed-content.ts';
import type { TimestampFacts } from './timestamp-facts.ts';

/** Tokens of one signature that are verified; an honest one has a few. Those behind count as not readable. */
const MOST_TOKENS = 100;

export interface TimestampQuery extends TokenSurroundings {
  readonly signedData: SignedData;
  readonly signerInfo: SignerInfo;
  /** Place of the signature among all that are judged together, and that of the first one of its file. */
  readonly index: number;
  readonly firstIndex: number;
  /** SHA-256 of the signer's certificate; null where it is not known. */
  readonly signer: string | null;
  /** What is signed, for a content-time-stamp; undefined where it is not at hand. */
  readonly content: SignedContent | undefined;
  /** Undefined where the signature lies in no file of its own. */
  readonly container: ArchivedContainer | undefined;
}

/**
 * Time-stamps among the attributes of a signature, verified, with what each proves the existence of.
 *
 * @see EN 319 122-1 §5.2.8, §5.3, §5.5; TS 101 733 V2.2.1 §6.4.1
 */
export async function gatherTimestamps(query: TimestampQuery): Promise<readonly TimestampFacts[]> {
  const tokens = findTokens(query.signerInfo);
  return Promise.all(
    tokens.map((found, place) =>
      gatherToken({ ...found, within: place < MOST_TOKENS }, (token) => coverOf(found, tokens, token, query), query),
    ),
  );
}

/** Whether the token is over what one of its kind stands for, and what it proves the existence of. */
async function coverOf(found: FoundToken, all: readonly FoundToken[], token: TimestampToken, query: TimestampQuery): Promise<TokenCover> {
  const { kind } = found;
  const { index, signer, material } = query;
  // The signed attributes name the signer's certificate, so that it was there as well.
  const signature = [signatureId(index), ...(signer === null ? [] : [certificateId(signer)])];
  if (kind !== 'archive-time-stamp') {
    const imprint = await imprintMatches(kind, token.tstInfo.messageImprint, query);
    return { imprintMatches: imprint, covers: kind === 'signature-time-stamp' ? signature : [] };
  }
  const cover = await archiveCoverOf(found, token, query);
  if (cover === undefined) return { imprintMatches: null, covers: [] };
  const names: EvidenceId[] = [...signature];
  for (const set of cover.material) names.push(...(await material.add(set, 'document')));
  all.forEach(({ attribute }, place) => {
    if (attribute === null || cover.attributes.has(attribute)) names.push(timestampId(index, place));
  });
  return { imprintMatches: cover.imprintMatches, covers: [...new Set(names)] };
}

/** Undefined for the first form, of before 2005. The second one is loaded where it is met: nobody has written it since 2013. */
async function archiveCoverOf(
  { type, attribute }: FoundToken,
  token: TimestampToken,
  { signedData, signerInfo, content, container }: TimestampQuery,
): Promise<ArchiveTimestampCover | undefined> {
  if (type === OIDS.archiveTimestampV3) return readArchiveTimestampCover({ signedData, signerInfo, token, content });
  if (type !== ARCHIVE_TIMESTAMP_V2 || attribute === null) return undefined;
  const { readArchiveTimestampV2Cover } = await import('./archive-timestamp-v2.ts');
  return readArchiveTimestampV2Cover({ signedData, signerInfo, token, content, attribute, container });
}

/** Over the signature value (§5.3), or over the content (§5.2.8). */
async function imprintMatches(
  kind: TimestampFacts['kind'],
  { algorithm, value }: TimestampToken['tstInfo']['messageImprint'],
  { signerInfo, content }: TimestampQuery,
): Promise<boolean | null> {
  if (algorithm.name === undefined) return null;
  if (kind === 'signature-time-stamp') return equalBytes(value, await digest(algorithm.name, signerInfo.signature));
  if (kind === 'archive-time-stamp' || content === undefined) return null;
  return equalBytes(value, await content.digest(algorithm.name));
}
