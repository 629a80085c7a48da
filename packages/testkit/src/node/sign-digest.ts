import { constants, createECDH, createHash, createPrivateKey, type KeyObject, privateEncrypt, randomBytes } from 'node:crypto';

export interface DigestSignature {
  /** DER PrivateKeyInfo. */
  readonly privateKey: Uint8Array;
  readonly digest: Uint8Array;
  readonly hash: 'sha256' | 'sha384' | 'sha512';
  /** RSASSA-PSS with a salt as long as the digest, instead of PKCS #1 v1.5. */
  readonly pss?: boolean;
}

/**
 * A signature over a digest that somebody else made, as services with keys make it and Node's own `sign` does not: RSA raw, ECDSA
 * as r‖s. For tests: slow, and its time tells of the key.
 *
 * @see RFC 8017 §8.1.1, §8.2.1, §9.1.1; FIPS 186-5 §6.4.1
 */
export function signDigest({ privateKey, digest, hash, pss = false }: DigestSignature): Buffer {
  const key = createPrivateKey({ key: Buffer.from(privateKey), format: 'der', type: 'pkcs8' });
  if (key.asymmetricKeyType === 'ec') return signEcdsa(key, digest);
  if (!pss) return privateEncrypt({ key, padding: constants.RSA_PKCS1_PADDING }, Buffer.concat([DIGEST_INFO[hash], digest]));
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  return privateEncrypt({ key, padding: constants.RSA_NO_PADDING }, encodePss(digest, hash, bits));
}

/** DER of DigestInfo up to the digest itself (RFC 8017 §9.2, note 1). */
const DIGEST_INFO = {
  sha256: Buffer.from('3031300d060960864801650304020105000420', 'hex'),
  sha384: Buffer.from('3041300d060960864801650304020205000430', 'hex'),
  sha512: Buffer.from('3051300d060960864801650304020305000440', 'hex'),
};

/** Name for Node, and the order of the group (SP 800-186 §3.2.1). */
const CURVES: ReadonlyMap<string | undefined, readonly [string, bigint]> = new Map([
  ['P-256', ['prime256v1', 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n]],
  ['P-384', ['secp384r1', 0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973n]],
  [
    'P-521',
    [
      'secp521r1',
      0x1fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409n,
    ],
  ],
]);

function signEcdsa(key: KeyObject, digest: Uint8Array): Buffer {
  const { crv, d = '' } = key.export({ format: 'jwk' });
  const [curve, order] = CURVES.get(crv) ?? [];
  if (curve === undefined || order === undefined) throw new TypeError(`key: expected a NIST curve, got ${crv}`);
  const length = Buffer.from(d, 'base64url').length;
  const ephemeral = createECDH(curve);
  ephemeral.generateKeys();
  const r = numberOf(ephemeral.getPublicKey().subarray(1, 1 + length)) % order;
  const excess = BigInt(Math.max(0, digest.length * 8 - order.toString(2).length));
  const s =
    (inverse(numberOf(ephemeral.getPrivateKey()), order) * ((numberOf(digest) >> excess) + r * numberOf(Buffer.from(d, 'base64url')))) %
    order;
  return Buffer.from([r, s].map((value) => value.toString(16).padStart(length * 2, '0')).join(''), 'hex');
}

function numberOf(octets: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(octets).toString('hex')}`);
}

/** Extended Euclid. */
function inverse(value: bigint, modulus: bigint): bigint {
  let [low, high, left, right] = [value % modulus, modulus, 1n, 0n];
  while (low > 1n) {
    const quotient = high / low;
    [low, high] = [high - quotient * low, low];
    [left, right] = [right - quotient * left, left];
  }
  return ((left % modulus) + modulus) % modulus;
}

/** EMSA-PSS for a modulus of whole octets. */
function encodePss(digest: Uint8Array, hash: string, modulusBits: number): Buffer {
  const length = Math.ceil((modulusBits - 1) / 8);
  const salt = randomBytes(digest.length);
  const h = createHash(hash)
    .update(Buffer.concat([Buffer.alloc(8), digest, salt]))
    .digest();
  const block = Buffer.concat([Buffer.alloc(length - salt.length - h.length - 2), Buffer.of(1), salt]);
  const mask = maskOf(h, block.length, hash);
  const masked = Buffer.from(block.map((octet, index) => octet ^ (mask[index] ?? 0)));
  masked.writeUInt8(masked.readUInt8(0) & (0xff >> (8 * length - (modulusBits - 1))), 0);
  return Buffer.concat([masked, h, Buffer.of(0xbc)]);
}

/** MGF1 (RFC 8017 §B.2.1). */
function maskOf(seed: Buffer, length: number, hash: string): Buffer {
  const parts: Buffer[] = [];
  for (let counter = 0; parts.length * seed.length < length; counter += 1) {
    const number = Buffer.alloc(4);
    number.writeUInt32BE(counter);
    parts.push(createHash(hash).update(seed).update(number).digest());
  }
  return Buffer.concat(parts).subarray(0, length);
}
