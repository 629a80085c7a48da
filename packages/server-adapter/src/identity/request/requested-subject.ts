import { encodeOid, encodePrintableString, encodeSequence, encodeSet, encodeUtf8String, OIDS } from '@sealkit/core/asn1';
import type { Bytes } from '@sealkit/core/bytes';
import type { RequestedSubject } from '@sealkit/core/ports';

/** In the usual order, the widest first. */
const ATTRIBUTES = [
  ['country', OIDS.countryName],
  ['state', OIDS.stateOrProvinceName],
  ['locality', OIDS.localityName],
  ['organization', OIDS.organizationName],
  ['organizationIdentifier', OIDS.organizationIdentifier],
  ['organizationalUnit', OIDS.organizationalUnitName],
  ['commonName', OIDS.commonName],
  ['serialNumber', OIDS.serialNumber],
] as const;

/**
 * A Name, DER. A country is a PrintableString of two letters and a serial number one too, everything else is UTF-8 (RFC 5280
 * §4.1.2.4, appendix A.1).
 *
 * @throws TypeError for a country or serial number with other characters.
 */
export function encodeRequestedSubject(subject: RequestedSubject): Bytes {
  const names = ATTRIBUTES.flatMap(([name, oid]) => {
    const text = subject[name];
    if (text === undefined) return [];
    const value = name === 'country' || name === 'serialNumber' ? encodePrintableString(text) : encodeUtf8String(text);
    return [encodeSet(encodeSequence(encodeOid(oid), value))];
  });
  return encodeSequence(...names);
}
