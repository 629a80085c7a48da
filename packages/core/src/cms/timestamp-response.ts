import {
  DerFields,
  type DerNode,
  derRaw,
  parseDer,
  readBitString,
  readInteger,
  readSequence,
  readUtf8String,
  TAGS,
} from '../asn1/index.ts';
import type { Bytes } from '../bytes/index.ts';
import { CmsError } from './cms-error.ts';
import { asCmsError } from './signed-data.ts';

/** An authority's answer. Whether the token is one for the request is another question. */
export interface TimestampResponse {
  readonly status: TimestampStatus;
  /** What the authority says in words. */
  readonly statusText: readonly string[];
  /** Names of the failure bits. */
  readonly failures: readonly string[];
  /** DER of the TimeStampToken of a granted request. */
  readonly token?: Bytes;
}

export type TimestampStatus = 'granted' | 'grantedWithMods' | 'rejection' | 'waiting' | 'revocationWarning' | 'revocationNotification';

const STATUSES: readonly TimestampStatus[] = [
  'granted',
  'grantedWithMods',
  'rejection',
  'waiting',
  'revocationWarning',
  'revocationNotification',
];
/** Bits of PKIFailureInfo. */
const FAILURES: ReadonlyMap<number, string> = new Map([
  [0, 'badAlg'],
  [2, 'badRequest'],
  [5, 'badDataFormat'],
  [14, 'timeNotAvailable'],
  [15, 'unacceptedPolicy'],
  [16, 'unacceptedExtension'],
  [17, 'addInfoNotAvailable'],
  [25, 'systemFailure'],
]);
const MAX_TEXTS = 16;

/**
 * Reads a TimeStampResp.
 *
 * @throws {@link CmsError} `CMS_TIMESTAMP_RESPONSE_MALFORMED`
 * @see RFC 3161 §2.4.2
 */
export function parseTimestampResponse(der: Uint8Array): TimestampResponse {
  try {
    return asCmsError(() => readResponse(parseDer(der)));
  } catch (cause) {
    if (cause instanceof CmsError) throw new CmsError('CMS_TIMESTAMP_RESPONSE_MALFORMED', 'expected a TimeStampResp', { cause });
    throw cause;
  }
}

function readResponse(node: DerNode): TimestampResponse {
  const fields = new DerFields(node);
  const info = new DerFields(fields.take(TAGS.SEQUENCE));
  const token = fields.takeOptional(TAGS.SEQUENCE);
  fields.end();
  const status = STATUSES[Number(readInteger(info.take(TAGS.INTEGER)))];
  if (status === undefined) throw new CmsError('CMS_TIMESTAMP_RESPONSE_MALFORMED', 'expected a known status');
  const texts = info.takeOptional(TAGS.SEQUENCE);
  const failure = info.takeOptional(TAGS.BIT_STRING);
  info.end();
  return {
    status,
    statusText: texts === undefined ? [] : readSequence(texts).slice(0, MAX_TEXTS).map(readUtf8String),
    failures: failure === undefined ? [] : failureNames(readBitString(failure).bytes),
    ...(token === undefined ? {} : { token: derRaw(token) }),
  };
}

function failureNames(bits: Uint8Array): readonly string[] {
  const isSet = (bit: number): boolean => (((bits[bit >> 3] ?? 0) >> (7 - (bit & 7))) & 1) === 1;
  return [...FAILURES].filter(([bit]) => isSet(bit)).map(([, name]) => name);
}
