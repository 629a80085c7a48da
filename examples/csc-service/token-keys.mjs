/** Keys on a PKCS #11 token (SoftHSM, an HSM): made there, and never outside of it. Needs the package `pkcs11js`. */
import { createRequire } from 'node:module';
import { encodeBitString, encodeInteger, encodeNull, encodeOid, encodeSequence, OIDS, parseDer, readOctetString } from '@sealkit/core/asn1';
import { ecdsaRawToDer } from '@sealkit/core/crypto';
import { DIGEST_INFO } from './digest-signature.mjs';

const KINDS = { RSA: { bits: 3072 }, 'P-256': { oid: '06082a8648ce3d030107' }, 'P-384': { oid: '06052b81040022' } };

/** Opens the first token of a library; `createKey(kind, label)` makes a key pair on it, `close` ends the session. */
export function openToken({ library, pin }) {
  const { PKCS11, ...c } = createRequire(import.meta.url)('pkcs11js');
  const token = new PKCS11();
  token.load(library);
  token.C_Initialize({ flags: c.CKF_OS_LOCKING_OK });
  const slot = token.C_GetSlotList(true).find((candidate) => token.C_GetTokenInfo(candidate).flags & c.CKF_TOKEN_INITIALIZED);
  if (slot === undefined) throw new Error('expected a token that is initialised');
  const session = token.C_OpenSession(slot, c.CKF_SERIAL_SESSION | c.CKF_RW_SESSION);
  token.C_Login(session, c.CKU_USER, pin);

  const generate = (kind, label) => {
    const isRsa = kind === 'RSA';
    // Session objects: they are gone with the session, so that the example leaves the token as it was.
    const shared = [
      { type: c.CKA_TOKEN, value: false },
      { type: c.CKA_LABEL, value: label },
    ];
    const form = isRsa
      ? [
          { type: c.CKA_MODULUS_BITS, value: KINDS.RSA.bits },
          { type: c.CKA_PUBLIC_EXPONENT, value: Buffer.of(1, 0, 1) },
        ]
      : [{ type: c.CKA_EC_PARAMS, value: Buffer.from(KINDS[kind].oid, 'hex') }];
    return token.C_GenerateKeyPair(
      session,
      { mechanism: isRsa ? c.CKM_RSA_PKCS_KEY_PAIR_GEN : c.CKM_EC_KEY_PAIR_GEN },
      [...shared, { type: c.CKA_VERIFY, value: true }, ...form],
      [...shared, { type: c.CKA_SIGN, value: true }, { type: c.CKA_SENSITIVE, value: true }, { type: c.CKA_EXTRACTABLE, value: false }],
    );
  };
  const read = (key, ...types) =>
    token
      .C_GetAttributeValue(
        session,
        key,
        types.map((type) => ({ type })),
      )
      .map(({ value }) => value);
  const spkiOf = (kind, key) => {
    if (kind !== 'RSA') return ecSpki(KINDS[kind].oid, read(key, c.CKA_EC_POINT)[0]);
    const [modulus, exponent] = read(key, c.CKA_MODULUS, c.CKA_PUBLIC_EXPONENT);
    return rsaSpki(modulus, exponent);
  };
  const mechanismFor = (kind, hash, saltLen) => {
    if (kind !== 'RSA') return { mechanism: c.CKM_ECDSA };
    if (saltLen === undefined) return { mechanism: c.CKM_RSA_PKCS };
    const [hashAlg, mgf] = {
      sha256: [c.CKM_SHA256, c.CKG_MGF1_SHA256],
      sha384: [c.CKM_SHA384, c.CKG_MGF1_SHA384],
      sha512: [c.CKM_SHA512, c.CKG_MGF1_SHA512],
    }[hash];
    return { mechanism: c.CKM_RSA_PKCS_PSS, parameter: { type: c.CK_PARAMS_RSA_PSS, hashAlg, mgf, saltLen } };
  };
  return {
    async createKey(kind, label) {
      const { privateKey, publicKey } = generate(kind, label);
      return {
        spki: spkiOf(kind, publicKey),
        async sign(digest, { hash, saltLength }) {
          token.C_SignInit(session, mechanismFor(kind, hash, saltLength), privateKey);
          const input = kind === 'RSA' && saltLength === undefined ? Buffer.concat([DIGEST_INFO[hash], digest]) : digest;
          const value = token.C_Sign(session, input, Buffer.alloc(1024));
          return kind === 'RSA' ? value : Buffer.from(ecdsaRawToDer(value, kind));
        },
      };
    },
    close() {
      token.C_Logout(session);
      token.C_CloseSession(session);
      token.C_Finalize();
    },
  };
}

function rsaSpki(modulus, exponent) {
  const key = encodeSequence(encodeInteger(modulus), encodeInteger(exponent));
  return encodeSequence(encodeSequence(encodeOid(OIDS.rsaEncryption), encodeNull()), encodeBitString(key));
}

function ecSpki(curve, point) {
  const algorithm = encodeSequence(encodeOid(OIDS.ecPublicKey), new Uint8Array(Buffer.from(curve, 'hex')));
  return encodeSequence(algorithm, encodeBitString(readOctetString(parseDer(point))));
}
