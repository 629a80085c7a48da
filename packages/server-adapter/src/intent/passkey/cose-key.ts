import { type Bytes, encodeBase64Url } from '@sealkit/core/bytes';
import { cose, decodeCredentialPublicKey } from '@simplewebauthn/server/helpers';

/** COSE algorithms that are taken: ES256 and RS256, which every platform has one of. */
export const PASSKEY_ALGORITHMS = [-7, -257] as const;

export interface PasskeyKey {
  readonly algorithm: number;
  /** DER SubjectPublicKeyInfo. */
  readonly spki: Bytes;
}

/** A credential's COSE key as SubjectPublicKeyInfo; null for a kind that is not taken. @see RFC 9053 §7, RFC 8230 §4 */
export async function readCoseKey(octets: Uint8Array): Promise<PasskeyKey | null> {
  const key = decodeCredentialPublicKey(new Uint8Array(octets));
  if (cose.isCOSEPublicKeyEC2(key)) {
    const [x, y] = [key.get(cose.COSEKEYS.x), key.get(cose.COSEKEYS.y)];
    if (x === undefined || y === undefined || key.get(cose.COSEKEYS.crv) !== cose.COSECRV.P256) return null;
    const jwk = { kty: 'EC', crv: 'P-256', x: encodeBase64Url(x), y: encodeBase64Url(y) };
    return exportKey(-7, jwk, { name: 'ECDSA', namedCurve: 'P-256' });
  }
  if (cose.isCOSEPublicKeyRSA(key)) {
    const [n, e] = [key.get(cose.COSEKEYS.n), key.get(cose.COSEKEYS.e)];
    if (n === undefined || e === undefined) return null;
    const jwk = { kty: 'RSA', n: encodeBase64Url(n), e: encodeBase64Url(e) };
    return exportKey(-257, jwk, { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' });
  }
  return null;
}

async function exportKey(algorithm: number, jwk: JsonWebKey, parameters: EcKeyImportParams | RsaHashedImportParams): Promise<PasskeyKey> {
  const key = await crypto.subtle.importKey('jwk', jwk, parameters, true, ['verify']);
  return { algorithm, spki: new Uint8Array(await crypto.subtle.exportKey('spki', key)) };
}
