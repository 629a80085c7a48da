import { OIDS } from '../asn1/index.ts';
import type { Bytes } from '../bytes/index.ts';
import { encodeAttribute } from '../cms/index.ts';
import { digest } from '../crypto/index.ts';
import type { DigestAlgorithm, MessageImprint } from '../ports/index.ts';

/** The unsigned attribute that holds a time-stamp over the signature value. @see ETSI EN 319 122-1 §5.3 */
export function signatureTimestampAttribute(token: Uint8Array): Bytes {
  return encodeAttribute(OIDS.timeStampToken, token);
}

/** What a signature time-stamp is over: the octets of the signature value, without tag and length. */
export async function signatureTimestampImprint(signatureValue: Uint8Array, algorithm: DigestAlgorithm): Promise<MessageImprint> {
  return { algorithm, value: await digest(algorithm, signatureValue) };
}
