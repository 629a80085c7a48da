import { OIDS } from '../../asn1/index.ts';
import { matchSigningCertificate } from '../../cades/index.ts';
import {
  type Attribute,
  CmsError,
  findAttributes,
  findSignerCertificate,
  parseTimestampToken,
  type SignedData,
  type SignerInfo,
} from '../../cms/index.ts';
import type { TimestampFacts } from './timestamp-facts.ts';

const ARCHIVE_TIMESTAMP_V2 = '1.2.840.113549.1.9.16.2.48';

/**
 * Time-stamps among the attributes of a signature: read for their time and their certificate, not verified.
 *
 * @param certificates those of the signature, among which a token's may lie too.
 * @see EN 319 122-1 §5.2.8, §5.3, §5.5
 */
export async function findTimestamps(signerInfo: SignerInfo, certificates: readonly Uint8Array[]): Promise<readonly TimestampFacts[]> {
  const unsigned = signerInfo.unsignedAttributes;
  const tokens = [
    ...tokensOf(signerInfo.signedAttributes?.list ?? [], OIDS.contentTimestamp, 'content-time-stamp'),
    ...tokensOf(unsigned, OIDS.timeStampToken, 'signature-time-stamp'),
    ...tokensOf(unsigned, ARCHIVE_TIMESTAMP_V2, 'archive-time-stamp'),
    ...tokensOf(unsigned, OIDS.archiveTimestampV3, 'archive-time-stamp'),
  ];
  return Promise.all(tokens.map(({ value, kind }) => readToken(value, kind, certificates)));
}

interface FoundToken {
  readonly value: Uint8Array;
  readonly kind: TimestampFacts['kind'];
}

function tokensOf(attributes: readonly Attribute[], type: string, kind: TimestampFacts['kind']): readonly FoundToken[] {
  return findAttributes(attributes, type).flatMap(({ values }) => values.map((value) => ({ value, kind })));
}

async function readToken(value: Uint8Array, kind: TimestampFacts['kind'], certificates: readonly Uint8Array[]): Promise<TimestampFacts> {
  try {
    const { signedData, tstInfo } = parseTimestampToken(value);
    const certificate = await identify(signedData, certificates);
    return { kind, fault: null, certificate, time: tstInfo.genTime.toISOString() };
  } catch (error) {
    if (error instanceof CmsError) return { kind, fault: error.code, certificate: null, time: null };
    throw error;
  }
}

/** EN 319 102-1 §5.2.3 for a time-stamp: the certificate is the one that the token's signed attributes name. */
async function identify(signedData: SignedData, certificates: readonly Uint8Array[]): Promise<TimestampFacts['certificate']> {
  const [signerInfo] = signedData.signerInfos;
  const certificate = signerInfo && findSignerCertificate(signerInfo, [...signedData.certificates, ...certificates]);
  if (signerInfo === undefined || certificate === undefined) return 'missing';
  const match = await matchSigningCertificate(signerInfo, certificate);
  return match === 'differs' || match === 'malformed' ? 'reference-differs' : 'identified';
}
