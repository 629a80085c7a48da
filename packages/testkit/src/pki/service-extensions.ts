import { encodeContext, encodeNull, encodeOid, encodeSequence, OIDS } from '@sealkit/core/asn1';
import { type Bytes, encodeLatin1 } from '@sealkit/core/bytes';

interface MadeExtension {
  readonly oid: string;
  readonly critical?: boolean;
  readonly value: Bytes;
}

/** authorityInfoAccess with OCSP responders and places of issuers' certificates (RFC 5280 §4.2.2.1). */
export function serviceExtension(services: { readonly ocsp?: readonly string[]; readonly caIssuers?: readonly string[] }): MadeExtension {
  const described = (method: string, urls: readonly string[] = []): readonly Bytes[] =>
    urls.map((url) => encodeSequence(encodeOid(method), uri(url)));
  return {
    oid: OIDS.authorityInfoAccess,
    value: encodeSequence(...described(OIDS.ocsp, services.ocsp), ...described(OIDS.caIssuers, services.caIssuers)),
  };
}

/** cRLDistributionPoints with one point for each URL (RFC 5280 §4.2.1.13). */
export function crlDistributionPointsExtension(...urls: readonly string[]): MadeExtension {
  const points = urls.map((url) =>
    encodeSequence(encodeContext(0, encodeContext(0, uri(url), { constructed: true }), { constructed: true })),
  );
  return { oid: OIDS.crlDistributionPoints, value: encodeSequence(...points) };
}

/** id-pkix-ocsp-nocheck (RFC 6960 §4.2.2.2.1). */
export function ocspNoCheckExtension(): MadeExtension {
  return { oid: OIDS.ocspNoCheck, value: encodeNull() };
}

function uri(url: string): Bytes {
  return encodeContext(6, encodeLatin1(url), { constructed: false });
}
