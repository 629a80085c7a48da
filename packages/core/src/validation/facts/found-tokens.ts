import { OIDS } from '../../asn1/index.ts';
import type { Attribute, SignerInfo } from '../../cms/index.ts';
import type { TimestampFacts } from './timestamp-facts.ts';

/** Of TS 101 733 before V1.5.1: what it is over is not computed. */
const ARCHIVE_TIMESTAMP_V1 = '1.2.840.113549.1.9.16.2.27';
export const ARCHIVE_TIMESTAMP_V2 = '1.2.840.113549.1.9.16.2.48';

/** A value of an attribute that holds time-stamp tokens. */
export interface FoundToken {
  readonly value: Uint8Array;
  readonly type: string;
  readonly kind: TimestampFacts['kind'];
  /** Place among the unsigned attributes; null for a signed one. */
  readonly attribute: number | null;
}

/** The time-stamps of a signature, in the order of the time-stamps in its facts. @see EN 319 122-1 §5.2.8, §5.3, §5.5 */
export function findTokens({ signedAttributes, unsignedAttributes }: SignerInfo): readonly FoundToken[] {
  return [
    ...tokensOf(signedAttributes?.list ?? [], OIDS.contentTimestamp, 'content-time-stamp').map((token) => ({ ...token, attribute: null })),
    ...tokensOf(unsignedAttributes, OIDS.timeStampToken, 'signature-time-stamp'),
    ...tokensOf(unsignedAttributes, ARCHIVE_TIMESTAMP_V1, 'archive-time-stamp'),
    ...tokensOf(unsignedAttributes, ARCHIVE_TIMESTAMP_V2, 'archive-time-stamp'),
    ...tokensOf(unsignedAttributes, OIDS.archiveTimestampV3, 'archive-time-stamp'),
  ];
}

function tokensOf(attributes: readonly Attribute[], type: string, kind: TimestampFacts['kind']): readonly FoundToken[] {
  return attributes.flatMap((each, attribute) =>
    each.type === type ? each.values.map((value) => ({ value, type, kind, attribute })) : [],
  );
}
