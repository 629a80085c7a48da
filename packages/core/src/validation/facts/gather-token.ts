import { matchSigningCertificate } from '../../cades/index.ts';
import { CmsError, parseTimestampToken, type SignedData, type SignerInfo, type TimestampToken, verifySignerInfo } from '../../cms/index.ts';
import { digest, signatureAlgorithmName, type SignatureValueResult } from '../../crypto/index.ts';
import type { Certificate } from '../../x509/index.ts';
import type { CertificatePool } from './certificate-pool.ts';
import { readSignatureAlgorithm } from './gather-cms.ts';
import { gatherPaths, type PathsQuery } from './gather-paths.ts';
import { identifySigner } from './identify-signer.ts';
import type { MaterialPool } from './material-pool.ts';
import type { TimestampFacts } from './timestamp-facts.ts';
import type { TrustAnchors } from './trust.ts';

/** A time-stamp token and what it stands for. */
export interface TokenSubject {
  readonly value: Uint8Array;
  readonly kind: TimestampFacts['kind'];
  /** Whether it is among those that are looked at. */
  readonly within: boolean;
}

export type TokenCover = Pick<TimestampFacts, 'imprintMatches' | 'covers'>;

/** What a token is verified with. */
export interface TokenSurroundings {
  readonly material: MaterialPool;
  readonly trust: TrustAnchors;
  readonly pool: CertificatePool;
  readonly fetchIssuers?: PathsQuery['fetchIssuers'];
}

/** Verifies one token. A fault is a code, not an exception. @param coverOf what it is over, and what it proves the existence of. */
export async function gatherToken(
  { value, kind, within }: TokenSubject,
  coverOf: (token: TimestampToken) => Promise<TokenCover>,
  around: TokenSurroundings,
): Promise<TimestampFacts> {
  const anchors = around.trust.timestampAuthorities ?? around.trust.signers;
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
  const candidates = around.material.certificates;
  const [signerInfo] = signedData.signerInfos;
  const certificate = signerInfo && (await identifySigner(signerInfo, signedData.certificates, around.material.parsedCertificates));
  return {
    kind,
    fault: null,
    certificate: signerInfo === undefined || certificate === undefined ? 'missing' : await identification(signerInfo, certificate),
    time: tstInfo.genTime.toISOString(),
    ...(await coverOf(read)),
    signature: signerInfo === undefined || certificate === undefined ? null : await tokenSignature(signedData, signerInfo, certificate),
    algorithms: algorithmsOf(signedData, certificate),
    paths: await gatherPaths({
      certificate,
      candidates,
      anchors,
      pool: around.pool,
      ...(around.fetchIssuers === undefined ? {} : { fetchIssuers: around.fetchIssuers }),
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

/** RFC 3161 §2.4.2: the authority's signature over the TSTInfo. */
async function tokenSignature(signedData: SignedData, signerInfo: SignerInfo, certificate: Certificate): Promise<SignatureValueResult> {
  const { content = new Uint8Array(), contentType } = signedData;
  const { name } = signerInfo.digestAlgorithm;
  if (name === undefined) return 'unsupported';
  const verified = await verifySignerInfo({ signerInfo, certificate, contentType, contentDigest: await digest(name, content), content });
  if (verified.messageDigestMatches === false || verified.attributeFaults.length > 0) return 'invalid';
  return verified.signatureValue;
}
