import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { type Bytes, copyBytes, equalBytes } from '@sealkit/core/bytes';
import { type Certificate, equalNames, parseCertificate, X509Error } from '@sealkit/core/x509';
import { KeyStoreError } from './key-store-error.ts';

/** A private key with its certificates. Keep it no longer than a signature needs. */
export interface KeyMaterial {
  /** DER PrivateKeyInfo. */
  readonly privateKey: Bytes;
  /** DER, the certificate of this key first, then its issuers as far as they are there. */
  readonly certificates: readonly Bytes[];
}

/**
 * Puts the certificate of the key first and its chain behind it; what belongs to neither is left out.
 *
 * @throws {@link KeyStoreError} `KEY_CERTIFICATE_MISSING`, `KEY_FILE_MALFORMED`
 */
export function keyMaterialOf(privateKey: Uint8Array, certificates: readonly Uint8Array[]): KeyMaterial {
  const spki = publicKeyOf(privateKey);
  const parsed = certificates.flatMap(parseOrNone);
  const leaf = parsed.find((certificate) => sameKey(certificate, spki));
  if (leaf === undefined)
    throw new KeyStoreError('KEY_CERTIFICATE_MISSING', 'expected the certificate of the private key, got none that matches');
  return { privateKey: copyBytes(privateKey), certificates: chainOf(leaf, parsed) };
}

/** The key as Node holds it. @throws {@link KeyStoreError} `KEY_FILE_MALFORMED` */
export function privateKeyObject(privateKey: Uint8Array): KeyObject {
  try {
    return createPrivateKey({ key: Buffer.from(privateKey), format: 'der', type: 'pkcs8' });
  } catch {
    // Node's error is dropped: nothing about a private key may travel in a cause.
    throw new KeyStoreError('KEY_FILE_MALFORMED', 'expected a PKCS #8 private key');
  }
}

interface PublicKeyForms {
  readonly spki: Bytes;
  readonly jwk: string | undefined;
}

function publicKeyOf(privateKey: Uint8Array): PublicKeyForms {
  return formsOf(createPublicKey(privateKeyObject(privateKey)));
}

function formsOf(key: KeyObject): PublicKeyForms {
  return { spki: new Uint8Array(key.export({ format: 'der', type: 'spki' })), jwk: jwkOf(key) };
}

/** Equal keys under encodings that differ: parameters of RSASSA-PSS, for instance, stand in one and not the other. */
function sameKey(certificate: Certificate, wanted: PublicKeyForms): boolean {
  if (equalBytes(certificate.spki, wanted.spki)) return true;
  try {
    const forms = formsOf(createPublicKey({ key: Buffer.from(certificate.spki), format: 'der', type: 'spki' }));
    return equalBytes(forms.spki, wanted.spki) || (forms.jwk !== undefined && forms.jwk === wanted.jwk);
  } catch {
    return false;
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
