import { encodeContext, encodeEnumerated, encodeOctetString, encodeOid, encodeSequence, OIDS } from '../../asn1/index.ts';
import type { Bytes } from '../../bytes/index.ts';

const SUCCESSFUL = 0;

/** DER of the successful OCSPResponse around a BasicOCSPResponse that came alone. @see RFC 6960 §4.2.1 */
export function encodeOcspResponse(basic: Uint8Array): Bytes {
  const responseBytes = encodeSequence(encodeOid(OIDS.ocspBasic), encodeOctetString(basic));
  return encodeSequence(encodeEnumerated(SUCCESSFUL), encodeContext(0, responseBytes, { constructed: true }));
}
