import { OIDS } from '../../asn1/index.ts';
import { matchSigningCertificate } from '../../cades/index.ts';
import { equalBytes } from '../../bytes/index.ts';
import {
  type Attribute,
  CmsError,
  parseTimestampToken,
  type SignedData,
  type SignerInfo,
  type TimestampToken,
  verifySignerInfo,
} from '../../cms/index.ts';
import { digest, signatureAlgorithmName, type SignatureValueResult } from '../../crypto/index.ts';
import type { Certificate } from '../../x509/index.ts';
import { readArchiveTimestampCover } from './archive-timestamp.ts';
import type { CertificatePool } from './certificate-pool.ts';
import { certificateId, type EvidenceId, signatureId, timestampId } from './evidence-id.ts';
import { readSignatureAlgorithm } from './gather-cms.ts';
import { gatherPaths, type PathsQuery } from './gather-paths.ts';
import { identifySigner } from './identify-signer.ts';
import type { MaterialPool } from './material-pool.ts';
import type { SignedContent } from './signed-content.ts';
import type { TimestampFacts } from './timestamp-facts.ts';
import type { TrustAnchors } from './trust.ts';

/** Tokens of one signature that are verified; an honest one has a few. Those behind count as not readable. */
const MOST_TOKENS = 100;
const ARCHIVE_TIMESTAMP_V2 = '1.2.840.113549.1.9.16.2.48';

export interface TimestampQuery {
  readonly signedData: SignedData;
  readonly signerInfo: SignerInfo;
  /** Place of the signature among those of the file. */
  readonly index: number;
  /** SHA-256 of the signer's certificate; null where it is not known. */
  readonly signer: string | null;
  /** What is signed, for a content-time-stamp; undefined where it is not at hand. */
  readonly content: SignedContent | undefined;
  readonly material: MaterialPool;
  readonly trust: TrustAnchors;
  readonly pool: CertificatePool;
  readonly fetchIssuers?: PathsQuery['fetchIssuers'];
}

/**
 * Time-stamps among the attributes of a signature, verified, with what each proves the existence of. What an archive-time-stamp-v2
 * is over is not computed.
 *
 * @see EN 319 122-1 §5.2.8, §5.3, §5.5
 */
export async function gatherTimestamps(query: TimestampQuery): Promise<readonly TimestampFacts[]> {
  const signed = query.signerInfo.signedAttributes?.list ?? [];
  const unsigned = query.signerInfo.unsignedAttributes;
  const tokens = [
    ...tokensOf(signed, OIDS.contentTimestamp, 'content-time-stamp').map((token) => ({ ...token, attribute: null })),
    ...tokensOf(unsigned, OIDS.timeStampToken, 'signature-time-stamp'),
    ...tokensOf(unsigned, ARCHIVE_TIMESTAMP_V2, 'archive-time-stamp'),
    ...tokensOf(unsigned, OIDS.archiveTimestampV3, 'archive-time-stamp'),
  ];
  return Promise.all(tokens.map((token, index) => gatherToken(token, tokens, index < MOST_TOKENS, query)));
}

interface FoundToken {
  readonly value: Uint8Array;
  readonly type: string;
  readonly kind: TimestampFacts['kind'];
  /** Place among the unsigned attributes; null for a signed one. */
  readonly attribute: number | null;
}

function tokensOf(attributes: readonly Attribute[], type: string, kind: TimestampFacts['kind']): readonly FoundToken[] {
  return attributes.flatMap((each, attribute) =>
    each.type === type ? each.values.map((value) => ({ value, type, kind, attribute })) : [],
  );
}

async function gatherToken(found: FoundToken, all: readonly FoundToken[], within: boolean, query: TimestampQuery): Promise<TimestampFacts> {
  const { value, kind } = found;
  const anchors = query.trust.timestampAuthorities ?? query.trust.signers;
  const read = within ? readToken(value) : { fault: 'CMS_LIMIT_EXCEEDED' };
  if ('fault' in read) {
    const paths = { certificate: null, anchors: anchors.length, paths: [], withoutAnchor: [] };
    return {
      kind,
      fault: read.fault,
      certificate: null,
      time: null,
      imprintMatches: null,
      signature: null,
      algorithms: null,
      covers: [],
      paths,
    };
  }
  const { signedData, tstInfo } = read;
  const candidates = query.material.certificates;
  const [signerInfo] = signedData.signerInfos;
  const certificate = signerInfo && (await identifySigner(signerInfo, signedData.certificates, query.material.parsedCertificates));
  return {
    kind,
    fault: null,
    certificate: signerInfo === undefined || certificate === undefined ? 'missing' : await identification(signerInfo, certificate),
    time: tstInfo.genTime.toISOString(),
    ...(await coverOf(found, all, read, query)),
    signature: signerInfo === undefined || certificate === undefined ? null : await tokenSignature(signedData, signerInfo, certificate),
    algorithms: algorithmsOf(signedData, certificate),
    paths: await gatherPaths({
      certificate,
      candidates,
      anchors,
      pool: query.pool,
      ...(query.fetchIssuers === undefined ? {} : { fetchIssuers: query.fetchIssuers }),
    }),
  };
}

/** The algorithms that the token's word rests on, null where unknown. */
function algorithmsOf({ signerInfos }: SignedData, certificate: Certificate | undefined): TimestampFacts['algorithms'] {
  const [signerInfo] = signerInfos;
  if (signerInfo === undefined) return null;
  const algorithm = readSignatureAlgorithm(signerInfo, certificate);
  const known = algorithm !== undefined && algorithm.name !== 'unknown';
  return {
    digest: signerInfo.digestAlgorithm.name ?? null,
    signature: known ? signatureAlgorithmName(algorithm) : null,
    signatureDigest: known ? algorithm.digest : null,
  };
}

/** Whether the token is over what one of its kind stands for, and what it proves the existence of. */
async function coverOf(
  { kind, type }: FoundToken,
  all: readonly FoundToken[],
  token: TimestampToken,
  query: TimestampQuery,
): Promise<Pick<TimestampFacts, 'imprintMatches' | 'covers'>> {
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

function readToken(value: Uint8Array): TimestampToken | { readonly fault: string } {
  try {
    return parseTimestampToken(value);
  } catch (error) {
    if (error instanceof CmsError) return { fault: error.code };
    throw error;
  }
}

/** EN 319 102-1 §5.2.3 for a time-stamp: the certificate is the one that the token's signed attributes name. */
async function identification(signerInfo: SignerInfo, certificate: Certificate): Promise<TimestampFacts['certificate']> {
  const match = await matchSigningCertificate(signerInfo, certificate);
  return match === 'differs' || match === 'malformed' ? 'reference-differs' : 'identified';
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

/** RFC 3161 §2.4.2: the authority's signature over the TSTInfo. */
async function tokenSignature(signedData: SignedData, signerInfo: SignerInfo, certificate: Certificate): Promise<SignatureValueResult> {
  const { content = new Uint8Array(), contentType } = signedData;
  const { name } = signerInfo.digestAlgorithm;
  if (name === undefined) return 'unsupported';
  const verified = await verifySignerInfo({ signerInfo, certificate, contentType, contentDigest: await digest(name, content), content });
  if (verified.messageDigestMatches === false || verified.attributeFaults.length > 0) return 'invalid';
  return verified.signatureValue;
}
