import { OIDS } from '../../asn1/index.ts';
import { matchSigningCertificate } from '../../cades/index.ts';
import { equalBytes } from '../../bytes/index.ts';
import {
  type Attribute,
  CmsError,
  findAttributes,
  findSignerCertificate,
  parseTimestampToken,
  type SignedData,
  type SignerInfo,
  type TimestampToken,
  verifySignerInfo,
} from '../../cms/index.ts';
import { digest, type SignatureValueResult } from '../../crypto/index.ts';
import type { Certificate } from '../../x509/index.ts';
import type { CertificatePool } from './certificate-pool.ts';
import { gatherPaths } from './gather-paths.ts';
import type { SignedContent } from './signed-content.ts';
import type { TimestampFacts } from './timestamp-facts.ts';
import type { TrustAnchors } from './trust.ts';

/** Tokens of one signature that are verified; an honest one has a few. Those behind count as not readable. */
const MOST_TOKENS = 100;
const ARCHIVE_TIMESTAMP_V2 = '1.2.840.113549.1.9.16.2.48';

export interface TimestampQuery {
  readonly signerInfo: SignerInfo;
  /** What is signed, for a content-time-stamp; undefined where it is not at hand. */
  readonly content: SignedContent | undefined;
  /** Those of the signature and of its surroundings, among which a token's may lie too. */
  readonly certificates: readonly Uint8Array[];
  readonly trust: TrustAnchors;
  readonly pool: CertificatePool;
}

/**
 * Time-stamps among the attributes of a signature, verified. What an archive-time-stamp is over is not computed yet.
 *
 * @see EN 319 122-1 §5.2.8, §5.3, §5.5
 */
export async function gatherTimestamps(query: TimestampQuery): Promise<readonly TimestampFacts[]> {
  const signed = query.signerInfo.signedAttributes?.list ?? [];
  const unsigned = query.signerInfo.unsignedAttributes;
  const tokens = [
    ...tokensOf(signed, OIDS.contentTimestamp, 'content-time-stamp'),
    ...tokensOf(unsigned, OIDS.timeStampToken, 'signature-time-stamp'),
    ...tokensOf(unsigned, ARCHIVE_TIMESTAMP_V2, 'archive-time-stamp'),
    ...tokensOf(unsigned, OIDS.archiveTimestampV3, 'archive-time-stamp'),
  ];
  return Promise.all(tokens.map((token, index) => gatherToken(token, index < MOST_TOKENS, query)));
}

interface FoundToken {
  readonly value: Uint8Array;
  readonly kind: TimestampFacts['kind'];
}

function tokensOf(attributes: readonly Attribute[], type: string, kind: TimestampFacts['kind']): readonly FoundToken[] {
  return findAttributes(attributes, type).flatMap(({ values }) => values.map((value) => ({ value, kind })));
}

async function gatherToken({ value, kind }: FoundToken, within: boolean, query: TimestampQuery): Promise<TimestampFacts> {
  const anchors = query.trust.timestampAuthorities ?? query.trust.signers;
  const read = within ? readToken(value) : { fault: 'CMS_LIMIT_EXCEEDED' };
  if ('fault' in read) {
    const paths = { certificate: null, anchors: anchors.length, paths: [], withoutAnchor: [] };
    return { kind, fault: read.fault, certificate: null, time: null, imprintMatches: null, signature: null, paths };
  }
  const { signedData, tstInfo } = read;
  const candidates = [...signedData.certificates, ...query.certificates];
  const [signerInfo] = signedData.signerInfos;
  const certificate = signerInfo && findSignerCertificate(signerInfo, candidates);
  return {
    kind,
    fault: null,
    certificate: signerInfo === undefined || certificate === undefined ? 'missing' : await identification(signerInfo, certificate),
    time: tstInfo.genTime.toISOString(),
    imprintMatches: await imprintMatches(kind, tstInfo.messageImprint, query),
    signature: signerInfo === undefined || certificate === undefined ? null : await tokenSignature(signedData, signerInfo, certificate),
    paths: await gatherPaths({ certificate, candidates, anchors, pool: query.pool }),
  };
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
