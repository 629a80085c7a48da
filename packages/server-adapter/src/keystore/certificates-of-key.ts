import { createPublicKey, type KeyObject } from 'node:crypto';
import { type Bytes, equalBytes } from '@sealkit/core/bytes';
import { type Certificate, equalNames, parseCertificate, X509Error } from '@sealkit/core/x509';
import { KeyStoreError } from './key-store-error.ts';

/**
 * Puts the certificate of the key first and its issuers behind it; what belongs to neither is left out.
 *
 * @param spki DER SubjectPublicKeyInfo of the key, in any encoding.
 * @throws {@link KeyStoreError} `KEY_CERTIFICATE_MISSING`, `KEY_ALGORITHM_UNSUPPORTED`
 */
export function certificatesOfKey(spki: Uint8Array, certificates: readonly Uint8Array[]): readonly Bytes[] {
  const wanted = formsOf(publicKeyObject(spki));
  const parsed = certificates.flatMap(parseOrNone);
  const leaf = parsed.find((certificate) => sameKey(certificate, wanted));
  if (leaf === undefined)
    throw new KeyStoreError('KEY_CERTIFICATE_MISSING', 'expected the certificate of the private key, got none that matches');
  return chainOf(leaf, parsed);
}

/** The first certificate with its issuers behind it, where nothing is known of the key. @throws {@link KeyStoreError} `KEY_CERTIFICATE_MISSING` */
export function chainOfFirst(certificates: readonly Uint8Array[]): readonly Bytes[] {
  const parsed = certificates.flatMap(parseOrNone);
  const [leaf] = parsed;
  if (leaf === undefined) throw new KeyStoreError('KEY_CERTIFICATE_MISSING', 'expected the certificate of the private key, got none');
  return chainOf(leaf, parsed);
}

interface PublicKeyForms {
  readonly spki: Bytes;
  readonly jwk: string | undefined;
}

function publicKeyObject(spki: Uint8Array): KeyObject {
  try {
    return createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' });
  } catch {
    throw new KeyStoreError('KEY_ALGORITHM_UNSUPPORTED', 'expected a public key of a known algorithm');
  }
}

function formsOf(key: KeyObject): PublicKeyForms {
  return { spki: new Uint8Array(key.export({ format: 'der', type: 'spki' })), jwk: jwkOf(key) };
}

/** Equal keys under encodings that differ: parameters of RSASSA-PSS, for instance, stand in one and not the other. */
function sameKey(certificate: Certificate, wanted: PublicKeyForms): boolean {
  if (equalBytes(certificate.spki, wanted.spki)) return true;
  try {
    const forms = formsOf(publicKeyObject(certificate.spki));
    return equalBytes(forms.spki, wanted.spki) || (forms.jwk !== undefined && forms.jwk === wanted.jwk);
  } catch (error) {
    if (error instanceof KeyStoreError) return false;
    throw error;
  }
}

function jwkOf(key: KeyObject): string | undefined {
  try {
    return JSON.stringify(key.export({ format: 'jwk' }));
  } catch {
    return undefined;
  }
}

function chainOf(leaf: Certificate, others: readonly Certificate[]): readonly Bytes[] {
  const chain = [leaf];
  for (let last = leaf; !equalNames(last.subject, last.issuer);) {
    const child = last;
    const issuer = others.find((other) => equalNames(other.subject, child.issuer) && !chain.includes(other));
    if (issuer === undefined) break;
    chain.push(issuer);
    last = issuer;
  }
  return chain.map(({ raw }) => raw);
}

function parseOrNone(der: Uint8Array): readonly Certificate[] {
  try {
    return [parseCertificate(der)];
  } catch (error) {
    if (error instanceof X509Error) return [];
    throw error;
  }
}
