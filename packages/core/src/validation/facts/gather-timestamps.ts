import { OIDS } from '../../asn1/index.ts';
import { equalBytes } from '../../bytes/index.ts';
import type { SignedData, SignerInfo, TimestampToken } from '../../cms/index.ts';
import { digest } from '../../crypto/index.ts';
import { readArchiveTimestampCover } from './archive-timestamp.ts';
import { certificateId, type EvidenceId, signatureId, timestampId } from './evidence-id.ts';
import { findTokens, type FoundToken } from './found-tokens.ts';
import { gatherToken, type TokenCover, type TokenSurroundings } from './gather-token.ts';
import type { SignedContent } from './signed-content.ts';
import type { TimestampFacts } from './timestamp-facts.ts';

/** Tokens of one signature that are verified; an honest one has a few. Those behind count as not readable. */
const MOST_TOKENS = 100;

export interface TimestampQuery extends TokenSurroundings {
  readonly signedData: SignedData;
  readonly signerInfo: SignerInfo;
  /** Place of the signature among those of the file. */
  readonly index: number;
  /** SHA-256 of the signer's certificate; null where it is not known. */
  readonly signer: string | null;
  /** What is signed, for a content-time-stamp; undefined where it is not at hand. */
  readonly content: SignedContent | undefined;
}

/**
 * Time-stamps among the attributes of a signature, verified, with what each proves the existence of. What an archive-time-stamp-v2
 * is over is not computed.
 *
 * @see EN 319 122-1 §5.2.8, §5.3, §5.5
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
async function coverOf(
  { kind, type }: FoundToken,
  all: readonly FoundToken[],
  token: TimestampToken,
  query: TimestampQuery,
): Promise<TokenCover> {
  const { signedData, signerInfo, content, index, signer, material } = query;
  // The signed attributes name the signer's certificate, so that it was there as well.
  const signature = [signatureId(index), ...(signer === null ? [] : [certificateId(signer)])];
  if (kind !== 'archive-time-stamp') {
    const imprint = await imprintMatches(kind, token.tstInfo.messageImprint, query);
    return { imprintMatches: imprint, covers: kind === 'signature-time-stamp' ? signature : [] };
  }
  if (type !== OIDS.archiveTimestampV3) return { imprintMatches: null, covers: [] };
  const cover = await readArchiveTimestampCover({ signedData, signerInfo, token, content });
  const names: EvidenceId[] = [...signature];
  for (const set of cover.material) names.push(...(await material.add(set, 'document')));
  all.forEach(({ attribute }, place) => {
    if (attribute === null || cover.attributes.has(attribute)) names.push(timestampId(index, place));
  });
  return { imprintMatches: cover.imprintMatches, covers: [...new Set(names)] };
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
