/** Signatures over a digest that somebody else made, which Node's own `sign` does not do: it would digest once more. */
import { constants, createHash, privateEncrypt, randomBytes } from 'node:crypto';
import { p256, p384 } from '@noble/curves/nist.js';

const CURVES = { 'P-256': p256, 'P-384': p384 };
/** DER of DigestInfo up to the digest itself (RFC 8017 §9.2, note 1). */
export const DIGEST_INFO = {
  sha256: Buffer.from('3031300d060960864801650304020105000420', 'hex'),
  sha384: Buffer.from('3041300d060960864801650304020205000430', 'hex'),
  sha512: Buffer.from('3051300d060960864801650304020305000440', 'hex'),
};

/** `key`: a private KeyObject; `hash`: sha256, sha384 or sha512; `saltLength`: RSASSA-PSS. Answers DER of r and s for ECDSA. */
export function signDigest(key, digest, { hash, saltLength }) {
  if (key.asymmetricKeyType === 'ec') {
    const { crv, d } = key.export({ format: 'jwk' });
    return Buffer.from(CURVES[crv].sign(digest, Buffer.from(d, 'base64url'), { prehash: false, lowS: false, format: 'der' }));
  }
  if (saltLength === undefined)
    return privateEncrypt({ key, padding: constants.RSA_PKCS1_PADDING }, Buffer.concat([DIGEST_INFO[hash], digest]));
  const bits = key.asymmetricKeyDetails.modulusLength;
  return privateEncrypt({ key, padding: constants.RSA_NO_PADDING }, encodePss(digest, { hash, saltLength }, bits));
}

/** EMSA-PSS for a modulus of whole octets (RFC 8017 §9.1.1). */
function encodePss(digest, { hash, saltLength }, modulusBits) {
  const length = Math.ceil((modulusBits - 1) / 8);
  const salt = randomBytes(saltLength);
  const h = createHash(hash)
    .update(Buffer.concat([Buffer.alloc(8), digest, salt]))
    .digest();
  const block = Buffer.concat([Buffer.alloc(length - salt.length - h.length - 2), Buffer.of(1), salt]);
  const mask = maskOf(h, block.length, hash);
  const masked = block.map((octet, index) => octet ^ mask[index]);
  masked[0] &= 0xff >> (8 * length - (modulusBits - 1));
  return Buffer.concat([masked, h, Buffer.of(0xbc)]);
}

/** MGF1 (RFC 8017 §B.2.1). */
function maskOf(seed, length, hash) {
  const parts = [];
  for (let counter = 0; parts.length * seed.length < length; counter += 1) {
    const number = Buffer.alloc(4);
    number.writeUInt32BE(counter);
    parts.push(createHash(hash).update(seed).update(number).digest());
  }
  return Buffer.concat(parts).subarray(0, length);
}
