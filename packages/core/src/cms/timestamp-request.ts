import { encodeBoolean, encodeInteger, encodeOctetString, encodeOid, encodeSequence } from '../asn1/index.ts';
import type { Bytes } from '../bytes/index.ts';
import type { MessageImprint } from '../ports/index.ts';
import { encodeDigestIdentifier } from './signed-data-writer.ts';

export interface TimestampRequest {
  readonly imprint: MessageImprint;
  /** Octets of a positive integer that the answer must repeat. */
  readonly nonce: Uint8Array;
  /** Object identifier of the policy that is asked for. */
  readonly policy?: string;
}

/** A TimeStampReq that asks for the authority's certificate too. @see RFC 3161 §2.4.1 */
export function encodeTimestampRequest({ imprint, nonce, policy }: TimestampRequest): Bytes {
  return encodeSequence(
    encodeInteger(1),
    encodeSequence(encodeDigestIdentifier(imprint.algorithm), encodeOctetString(imprint.value)),
    policy === undefined ? new Uint8Array() : encodeOid(policy),
    encodeInteger(nonce),
    encodeBoolean(true),
  );
}
