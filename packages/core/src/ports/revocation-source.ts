import type { Bytes, CallOptions } from '../bytes/index.ts';

/** A certificate whose status is asked for, and the one that issued it. */
export interface RevocationQuery {
  /** DER. */
  readonly certificate: Uint8Array;
  /** DER. */
  readonly issuer: Uint8Array;
}

/**
 * Finds revocation information and issuers' certificates. What it gives is material: whoever uses it checks it. "Nothing
 * found" is a value; that a service could not be asked is an error.
 *
 * @throws `PortError` of port `revocation`
 */
export interface RevocationSource {
  /** DER of an OCSPResponse; undefined when no responder is known for the certificate. */
  fetchOcsp(query: RevocationQuery, options?: CallOptions): Promise<Bytes | undefined>;
  /** DER of CRLs that may cover the certificate. */
  fetchCrls(query: RevocationQuery, options?: CallOptions): Promise<readonly Bytes[]>;
  /** DER of certificates that may have issued the given one (access method caIssuers). */
  fetchIssuers(certificate: Uint8Array, options?: CallOptions): Promise<readonly Bytes[]>;
}
