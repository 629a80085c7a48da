import {
  DerFields,
  type DerNode,
  derRaw,
  encodeInteger,
  encodeOctetString,
  encodeSequence,
  isContext,
  readExplicit,
  readSequence,
  readSmallInteger,
  TAGS,
} from '@sealkit/core/asn1';
import type { Bytes } from '@sealkit/core/bytes';

/** What a certificate response says (RFC 9810 §5.3.4); numbers of PKIStatus as in §5.2.3. */
export interface CertificateResponse {
  /** DER INTEGER as it came: it is echoed. 0, or -1 for a PKCS #10 request. */
  readonly requestId: Bytes;
  readonly status: 'accepted' | 'rejected' | 'waiting' | 'other';
  /** DER. */
  readonly certificate: Bytes | undefined;
  readonly authorities: readonly Bytes[];
}

const STATUS = new Map<number, CertificateResponse['status']>([
  [0, 'accepted'],
  // grantedWithMods: what came is looked at like everything else.
  [1, 'accepted'],
  [2, 'rejected'],
  [3, 'waiting'],
]);

/** CertRepMessage with one response. @throws Asn1Error */
export function readCertificateResponse(content: DerNode): CertificateResponse | undefined {
  const message = new DerFields(content);
  const authorities = message.takeContext(1);
  const [response, ...others] = readSequence(message.take(TAGS.SEQUENCE));
  message.end();
  if (response === undefined || others.length > 0) return undefined;
  const fields = new DerFields(response);
  const requestId = derRaw(fields.take(TAGS.INTEGER));
  const status = readStatus(fields.take(TAGS.SEQUENCE));
  const pair = fields.takeOptional(TAGS.SEQUENCE);
  return {
    requestId,
    status: STATUS.get(status) ?? 'other',
    certificate: pair === undefined ? undefined : certificateIn(pair),
    authorities: authorities === undefined ? [] : readSequence(readExplicit(authorities)).map(derRaw),
  };
}

/** CertifiedKeyPair: a certificate in clear; encrypted ones are for keys that somebody else made. */
function certificateIn(pair: DerNode): Bytes | undefined {
  const choice = new DerFields(pair).any();
  return isContext(choice, 0) ? derRaw(readExplicit(choice)) : undefined;
}

function readStatus(info: DerNode): number {
  return readSmallInteger(new DerFields(info).take(TAGS.INTEGER));
}

/** Seconds after which to ask again. @see RFC 9810 §5.3.22 @throws Asn1Error */
export function readPollResponse(content: DerNode): number | undefined {
  const [first] = readSequence(content);
  if (first === undefined) return undefined;
  const fields = new DerFields(first);
  fields.take(TAGS.INTEGER);
  return readSmallInteger(fields.take(TAGS.INTEGER));
}

export function encodePollRequest(requestId: Uint8Array): Bytes {
  return encodeSequence(encodeSequence(requestId));
}

/** CertStatus: accepted, or with PKIStatus rejection. @see RFC 9810 §5.3.18 */
export function encodeConfirmation(requestId: Uint8Array, certificateHash: Uint8Array, accepted: boolean): Bytes {
  const rejection = accepted ? [] : [encodeSequence(encodeInteger(2))];
  return encodeSequence(encodeSequence(encodeOctetString(certificateHash), requestId, ...rejection));
}
