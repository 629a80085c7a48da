import {
  Asn1Error,
  encodeBitString,
  encodeInteger,
  encodeNull,
  encodeOid,
  encodeSequence,
  OIDS,
  parseDer,
  readOctetString,
} from '@sealkit/core/asn1';
import type { Bytes } from '@sealkit/core/bytes';
import { CKA, CKK, CKO, type Handle } from './cryptoki.ts';
import type { TokenSession } from './session-pool.ts';
import { findObjects, readAttribute } from './token-objects.ts';

/**
 * SubjectPublicKeyInfo of a private key, from what lies beside it: its own modulus, or the public key of the same CKA_ID.
 * Undefined where the token shows neither.
 *
 * @see PKCS #11 v3.0, Current Mechanisms: RSA, ECDSA and Edwards public key objects; RFC 5480 §2; RFC 8410 §4
 */
export function publicKeyOf(session: TokenSession, privateKey: Handle): Bytes | undefined {
  const type = readAttribute(session, privateKey, CKA.KEY_TYPE);
  const publicKey = publicHalf(session, privateKey);
  if (type === undefined) return undefined;
  switch (readUlong(type)) {
    case CKK.RSA:
      return rsaKey(session, [privateKey, ...publicKey]);
    case CKK.EC:
      return curveKey(session, publicKey, ecSpki);
    case CKK.EC_EDWARDS:
      return curveKey(session, publicKey, ed25519Spki);
    default:
      return undefined;
  }
}

function publicHalf(session: TokenSession, privateKey: Handle): readonly Handle[] {
  const id = readAttribute(session, privateKey, CKA.ID);
  if (id === undefined) return [];
  const found = findObjects(session, [
    { type: CKA.CLASS, value: CKO.PUBLIC_KEY },
    { type: CKA.ID, value: id },
  ]);
  // Two keys under one id say nothing of either.
  return found.length === 1 ? found : [];
}

function rsaKey(session: TokenSession, halves: readonly Handle[]): Bytes | undefined {
  for (const half of halves) {
    const modulus = readAttribute(session, half, CKA.MODULUS);
    const exponent = readAttribute(session, half, CKA.PUBLIC_EXPONENT);
    if (modulus === undefined || exponent === undefined) continue;
    const key = encodeSequence(encodeInteger(modulus), encodeInteger(exponent));
    return encodeSequence(encodeSequence(encodeOid(OIDS.rsaEncryption), encodeNull()), encodeBitString(key));
  }
  return undefined;
}

function curveKey(
  session: TokenSession,
  [publicKey]: readonly Handle[],
  spki: (point: Uint8Array, parameters: Uint8Array) => Bytes,
): Bytes | undefined {
  if (publicKey === undefined) return undefined;
  const parameters = readAttribute(session, publicKey, CKA.EC_PARAMS);
  const encoded = readAttribute(session, publicKey, CKA.EC_POINT);
  const point = encoded === undefined ? undefined : unwrapped(encoded);
  return parameters === undefined || point === undefined ? undefined : spki(point, parameters);
}

function ecSpki(point: Uint8Array, parameters: Uint8Array): Bytes {
  return encodeSequence(encodeSequence(encodeOid(OIDS.ecPublicKey), parameters), encodeBitString(point));
}

/** Of the Edwards curves only Ed25519 has a signature of ours; a key on another never equals a certificate's. */
function ed25519Spki(point: Uint8Array): Bytes {
  return encodeSequence(encodeSequence(encodeOid(OIDS.ed25519)), encodeBitString(point));
}

/** Octets of a point without wrapping, on P-256, P-384, P-521 and Edwards25519; with it each is two or three longer. */
const POINT_LENGTHS: ReadonlySet<number> = new Set([65, 97, 133, 32]);

/** The point is wrapped into an OCTET STRING by the standard; some tokens hand it out bare. */
function unwrapped(point: Uint8Array): Uint8Array | undefined {
  if (POINT_LENGTHS.has(point.length)) return point;
  try {
    return readOctetString(parseDer(point));
  } catch (error) {
    if (error instanceof Asn1Error) return undefined;
    throw error;
  }
}

function readUlong(octets: Buffer): number {
  return octets.readUInt32LE(0);
}
