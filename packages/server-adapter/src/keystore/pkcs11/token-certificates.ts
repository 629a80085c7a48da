import { type Bytes, copyBytes } from '@sealkit/core/bytes';
import { certificatesOfKey, chainOfFirst } from '../certificates-of-key.ts';
import { CKA, CKC, CKO, type Handle } from './cryptoki.ts';
import type { TokenSession } from './session-pool.ts';
import { findObjects, readAttribute } from './token-objects.ts';
import { publicKeyOf } from './token-public-key.ts';

const X509_CERTIFICATES = [
  { type: CKA.CLASS, value: CKO.CERTIFICATE },
  { type: CKA.CERTIFICATE_TYPE, value: CKC.X_509 },
];

/** Certificates that do not come from the token. */
export interface HandedOverCertificates {
  /** DER, the key's own among them, in any order; otherwise those that lie on the token. */
  readonly certificates?: readonly Uint8Array[];
  /** DER of issuers that are not there beside the key's certificate. */
  readonly issuers?: readonly Uint8Array[];
}

/**
 * Certificates of a key, leaf first. The leaf has the key's public half; where the token does not show that, it is the first of
 * those handed over, or the one of the same CKA_ID, and the values that the key makes have to tell.
 *
 * @throws {@link KeyStoreError} `KEY_CERTIFICATE_MISSING`
 */
export function findCertificates(session: TokenSession, privateKey: Handle, handedOver: HandedOverCertificates): readonly Bytes[] {
  const { certificates, issuers = [] } = handedOver;
  const spki = publicKeyOf(session, privateKey);
  if (spki !== undefined) return certificatesOfKey(spki, [...(certificates ?? certificatesOnToken(session, privateKey)), ...issuers]);
  if (certificates !== undefined) return chainOfFirst([...certificates, ...issuers]);
  const isThere = certificateOfSameId(session, privateKey) !== undefined;
  return chainOfFirst(isThere ? [...certificatesOnToken(session, privateKey), ...issuers] : []);
}

/** All of them, since issuers lie beside the leaf; the one that shares the key's CKA_ID first. */
function certificatesOnToken(session: TokenSession, privateKey: Handle): readonly Bytes[] {
  const own = certificateOfSameId(session, privateKey);
  const all = findObjects(session, X509_CERTIFICATES).flatMap((object) => valueOf(session, object));
  return own === undefined ? all : [own, ...all];
}

function certificateOfSameId(session: TokenSession, privateKey: Handle): Bytes | undefined {
  const id = readAttribute(session, privateKey, CKA.ID);
  if (id === undefined) return undefined;
  return findObjects(session, [...X509_CERTIFICATES, { type: CKA.ID, value: id }]).flatMap((object) => valueOf(session, object))[0];
}

function valueOf(session: TokenSession, object: Handle): readonly Bytes[] {
  const value = readAttribute(session, object, CKA.VALUE);
  return value === undefined ? [] : [copyBytes(value)];
}
