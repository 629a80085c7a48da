import { OIDS } from '../../asn1/index.ts';
import { encodeHex } from '../../bytes/index.ts';
import { nameKey } from '../name.ts';
import type { Crl } from './crl.ts';

/** What tells whether a delta CRL goes with a complete one. */
export interface CrlIdentity {
  /** Lower-case hexadecimal. */
  readonly number?: string;
  /** Of a delta CRL: the number of the complete one that it was made against. */
  readonly baseNumber?: string;
  /** The same text for CRLs of the same issuer, issuer's key and scope. */
  readonly scope: string;
}

/** @see RFC 5280 §5.2.4 */
export function crlIdentity(crl: Crl): CrlIdentity {
  const { crlNumber, baseCrlNumber, authorityKeyId, extensions } = crl;
  const place = extensions.find(({ oid }) => oid === OIDS.issuingDistributionPoint);
  return {
    ...(crlNumber === undefined ? {} : { number: crlNumber }),
    ...(baseCrlNumber === undefined ? {} : { baseNumber: baseCrlNumber }),
    scope: JSON.stringify([
      nameKey(crl.issuer),
      authorityKeyId?.keyIdentifier ?? null,
      authorityKeyId?.serialNumber ?? null,
      place === undefined ? null : encodeHex(place.value),
    ]),
  };
}

/**
 * Whether a delta CRL may be combined with a complete one: the same issuer, key and scope, a complete CRL that is not older
 * than the one the delta was made against, and older than the delta.
 *
 * @see RFC 5280 §5.2.4, §6.3.3 (c)
 */
export function continuesCrl(delta: CrlIdentity, complete: CrlIdentity): boolean {
  if (delta.baseNumber === undefined || complete.baseNumber !== undefined || delta.scope !== complete.scope) return false;
  if (complete.number === undefined || delta.number === undefined) return false;
  return compareNumbers(delta.baseNumber, complete.number) <= 0 && compareNumbers(complete.number, delta.number) < 0;
}

/** Numbers of any length in lower-case hexadecimal. */
export function compareNumbers(left: string, right: string): number {
  const [a, b] = [left, right].map((number) => number.replace(/^0+/, ''));
  if (a === undefined || b === undefined || a === b) return 0;
  return a.length - b.length || (a < b ? -1 : 1);
}
