import {
  encodeBitString,
  encodeContext,
  encodeInteger,
  encodeOid,
  encodePrintableString,
  encodeSequence,
  encodeSet,
  encodeUtf8String,
  OIDS,
} from '@sealkit/core/asn1';
import { type Bytes, type CallOptions, concatBytes } from '@sealkit/core/bytes';
import { digest, signatureAlgorithmToDer } from '@sealkit/core/crypto';
import { signatureAlgorithmOfKey, type SoftwareSignerOptions } from '../software-signer.ts';
import { Pkcs11Error } from './pkcs11-error.ts';
import type { Pkcs11Token } from './pkcs11-token.ts';
import { findPrivateKey, type TokenKeyName } from './token-objects.ts';
import { publicKeyOf } from './token-public-key.ts';
import { signatureWith } from './token-signature.ts';

export interface CertificateRequestOptions extends SoftwareSignerOptions {
  readonly key: TokenKeyName;
  readonly subject: RequestedSubject;
}

/** Whom the certificate is to name. */
export interface RequestedSubject {
  /** Two letters (ISO 3166-1). */
  readonly country?: string;
  readonly state?: string;
  readonly locality?: string;
  readonly organization?: string;
  /** ETSI EN 319 412-1 §5.1.4, such as `NTRCN-91110000…`. */
  readonly organizationIdentifier?: string;
  readonly organizationalUnit?: string;
  readonly commonName: string;
}

/**
 * A certification request, DER, for a key on a token, signed by that key: what a certificate authority wants to see.
 *
 * @throws {@link Pkcs11Error} `PKCS11_KEY_NOT_FOUND`, `PKCS11_PUBLIC_KEY_HIDDEN` where the token does not show the public half, and
 * what else the token answers
 * @see RFC 2986 §4
 */
export async function createTokenCertificateRequest(
  token: Pkcs11Token,
  { key, subject, ...choices }: CertificateRequestOptions,
  call?: CallOptions,
): Promise<Bytes> {
  const publicKey = await token.sessions.use(async (session) => publicKeyOf(session, findPrivateKey(session, key)), call);
  if (publicKey === undefined) throw new Pkcs11Error('PKCS11_PUBLIC_KEY_HIDDEN', 'expected the public half of the key on the token');
  const algorithm = signatureAlgorithmOfKey(publicKey, choices);
  const noAttributes = encodeContext(0, concatBytes(), { constructed: true });
  const requested = encodeSequence(encodeInteger(0), encodeSubject(subject), publicKey, noAttributes);
  const sign = signatureWith(token, { key, algorithm, publicKey });
  const value = await sign({ dtbs: requested, digest: await digest(algorithm.digest, requested) }, call);
  return encodeSequence(requested, signatureAlgorithmToDer(algorithm), encodeBitString(value));
}

/** In the usual order, the widest first. */
const ATTRIBUTES = [
  ['country', OIDS.countryName],
  ['state', OIDS.stateOrProvinceName],
  ['locality', OIDS.localityName],
  ['organization', OIDS.organizationName],
  ['organizationIdentifier', OIDS.organizationIdentifier],
  ['organizationalUnit', OIDS.organizationalUnitName],
  ['commonName', OIDS.commonName],
] as const;

/** A country is a PrintableString of two letters, everything else is UTF-8 (RFC 5280 §4.1.2.4, appendix A.1). */
function encodeSubject(subject: RequestedSubject): Bytes {
  const names = ATTRIBUTES.flatMap(([name, oid]) => {
    const text = subject[name];
    if (text === undefined) return [];
    const value = name === 'country' ? encodePrintableString(text) : encodeUtf8String(text);
    return [encodeSet(encodeSequence(encodeOid(oid), value))];
  });
  return encodeSequence(...names);
}
