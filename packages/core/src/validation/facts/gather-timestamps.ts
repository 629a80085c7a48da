import { OIDS } from '../../asn1/index.ts';
import { type Attribute, CmsError, parseTimestampToken, type SignerInfo } from '../../cms/index.ts';
import type { TimestampFacts } from './timestamp-facts.ts';

const ARCHIVE_TIMESTAMP_V2 = '1.2.840.113549.1.9.16.2.48';

/** Time-stamps among the attributes of a signature: read for their time, not verified. @see EN 319 122-1 §5.2.8, §5.3, §5.5 */
export function findTimestamps(signerInfo: SignerInfo): readonly TimestampFacts[] {
  const unsigned = signerInfo.unsignedAttributes;
  return [
    ...tokensOf(signerInfo.signedAttributes?.list ?? [], OIDS.contentTimestamp, 'content-time-stamp'),
    ...tokensOf(unsigned, OIDS.timeStampToken, 'signature-time-stamp'),
    ...tokensOf(unsigned, ARCHIVE_TIMESTAMP_V2, 'archive-time-stamp'),
    ...tokensOf(unsigned, OIDS.archiveTimestampV3, 'archive-time-stamp'),
  ];
}

function tokensOf(attributes: readonly Attribute[], type: string, kind: TimestampFacts['kind']): readonly TimestampFacts[] {
  return attributes.filter((attribute) => attribute.type === type).flatMap(({ values }) => values.map((value) => readToken(value, kind)));
}

function readToken(value: Uint8Array, kind: TimestampFacts['kind']): TimestampFacts {
  try {
    return { kind, fault: null, time: parseTimestampToken(value).tstInfo.genTime.toISOString() };
  } catch (error) {
    if (error instanceof CmsError) return { kind, fault: error.code, time: null };
    throw error;
  }
}
