import { randomBytes } from 'node:crypto';
import { encodeOid, encodePrintableString, OIDS } from '@sealkit/core/asn1';
import { type Bytes, type CallOptions, copyBytes, equalBytes } from '@sealkit/core/bytes';
import { parseCertificate } from '@sealkit/core/x509';
import { certificatesOfKey } from '../certificates-of-key.ts';
import { type Attribute, CKA, CKC, CKM, CKO, type Mechanism } from './cryptoki.ts';
import { Pkcs11Error } from './pkcs11-error.ts';
import type { Pkcs11Token } from './pkcs11-token.ts';
import { findObjects, findPrivateKey, nameTemplate, readAttribute, type TokenKeyName } from './token-objects.ts';
import { publicKeyOf } from './token-public-key.ts';

export type TokenKeyKind = 'RSA-2048' | 'RSA-3072' | 'RSA-4096' | 'P-256' | 'P-384' | 'P-521' | 'Ed25519';

export interface NewTokenKey {
  readonly kind: TokenKeyKind;
  readonly label: string;
  /** CKA_ID; 16 random octets when absent. */
  readonly id?: Uint8Array;
  /** The token asks for its PIN for every signature. */
  readonly confirmEach?: boolean;
}

export interface GeneratedKey {
  readonly label: string;
  readonly id: Bytes;
  /** DER SubjectPublicKeyInfo, for the request to a certificate authority. */
  readonly spki: Bytes;
}

/** What a private key could do besides signing, and may do with some tokens unless they are told. */
const OTHER_USES = [CKA.DECRYPT, CKA.UNWRAP, CKA.SIGN_RECOVER, CKA.DERIVE];
const ID_LENGTH = 16;
const RSA_EXPONENT = Buffer.from([1, 0, 1]);

/**
 * Makes a key pair on the token. The private key signs and does nothing else, is sensitive, and cannot be taken out.
 *
 * @throws {@link Pkcs11Error} `PKCS11_KEY_EXISTS` when the token has a private key of this label or id, `PKCS11_MECHANISM_UNSUPPORTED`,
 * `PKCS11_TOKEN_READ_ONLY` and what else the token answers
 */
export async function generateTokenKey(token: Pkcs11Token, options: NewTokenKey, call?: CallOptions): Promise<GeneratedKey> {
  const { label } = options;
  const id = Buffer.from(options.id ?? randomBytes(ID_LENGTH));
  return token.writing.use(async (session) => {
    for (const name of [{ label }, { id }]) {
      if (findObjects(session, [{ type: CKA.CLASS, value: CKO.PRIVATE_KEY }, ...nameTemplate(name)]).length > 0)
        throw new Pkcs11Error('PKCS11_KEY_EXISTS', `expected no private key with label ${label} or id ${id.toString('hex')} on the token`);
    }
    const common = [
      { type: CKA.TOKEN, value: true },
      { type: CKA.LABEL, value: label },
      { type: CKA.ID, value: id },
    ];
    const { mechanism, parameters } = generationOf(options.kind);
    const { privateKey } = await session.cryptoki.C_GenerateKeyPairAsync(
      session.handle,
      mechanism,
      [...common, ...parameters, { type: CKA.VERIFY, value: true }],
      [
        ...common,
        { type: CKA.PRIVATE, value: true },
        { type: CKA.SENSITIVE, value: true },
        { type: CKA.EXTRACTABLE, value: false },
        { type: CKA.SIGN, value: true },
        ...OTHER_USES.map((type) => ({ type, value: false })),
        ...(options.confirmEach === true ? [{ type: CKA.ALWAYS_AUTHENTICATE, value: true }] : []),
      ],
    );
    const spki = publicKeyOf(session, privateKey);
    if (spki === undefined) throw new Pkcs11Error('PKCS11_PUBLIC_KEY_HIDDEN', 'expected the public half of the new key on the token');
    return { label, id: copyBytes(id), spki };
  }, call);
}

/**
 * Puts the certificate of a key beside it on the token, under the same label and id; an earlier one of the key is replaced.
 *
 * @throws {@link KeyStoreError} `KEY_CERTIFICATE_MISSING` when the certificate belongs to another key.
 * @throws {@link Pkcs11Error} `PKCS11_KEY_NOT_FOUND`, `PKCS11_KEY_AMBIGUOUS` and what else the token answers
 */
export async function storeTokenCertificate(
  token: Pkcs11Token,
  key: TokenKeyName,
  certificate: Uint8Array,
  call?: CallOptions,
): Promise<void> {
  await token.writing.use(async (session) => {
    const privateKey = findPrivateKey(session, key);
    const spki = publicKeyOf(session, privateKey);
    if (spki !== undefined) certificatesOfKey(spki, [certificate]);
    const { raw, subject, issuer, serialNumberDer, spki: certified } = parseCertificate(certificate);
    const names = [CKA.LABEL, CKA.ID].flatMap((type): readonly Attribute[] => {
      const value = readAttribute(session, privateKey, type);
      return value === undefined ? [] : [{ type, value }];
    });
    const earlier = findObjects(session, [{ type: CKA.CLASS, value: CKO.CERTIFICATE }, ...names]).filter((object) => {
      const value = readAttribute(session, object, CKA.VALUE);
      return value !== undefined && equalBytes(parseCertificate(value).spki, certified);
    });
    session.cryptoki.C_CreateObject(session.handle, [
      { type: CKA.CLASS, value: CKO.CERTIFICATE },
      { type: CKA.CERTIFICATE_TYPE, value: CKC.X_509 },
      { type: CKA.TOKEN, value: true },
      { type: CKA.PRIVATE, value: false },
      { type: CKA.SUBJECT, value: Buffer.from(subject.raw) },
      { type: CKA.ISSUER, value: Buffer.from(issuer.raw) },
      { type: CKA.SERIAL_NUMBER, value: Buffer.from(serialNumberDer) },
      { type: CKA.VALUE, value: Buffer.from(raw) },
      ...names,
    ]);
    for (const object of earlier) session.cryptoki.C_DestroyObject(session.handle, object);
  }, call);
}

/**
 * Destroys a key for good: private key, public half, and the certificate under its id. What it signed stays valid.
 *
 * @throws {@link Pkcs11Error} `PKCS11_KEY_NOT_FOUND`, `PKCS11_KEY_AMBIGUOUS` and what else the token answers
 */
export async function destroyTokenKey(token: Pkcs11Token, key: TokenKeyName, call?: CallOptions): Promise<void> {
  await token.writing.use(async (session) => {
    const privateKey = findPrivateKey(session, key);
    const id = readAttribute(session, privateKey, CKA.ID);
    const beside =
      id === undefined
        ? []
        : [CKO.PUBLIC_KEY, CKO.CERTIFICATE].flatMap((kind) =>
            findObjects(session, [
              { type: CKA.CLASS, value: kind },
              { type: CKA.ID, value: id },
            ]),
          );
    for (const object of [privateKey, ...beside]) session.cryptoki.C_DestroyObject(session.handle, object);
  }, call);
}

function generationOf(kind: TokenKeyKind): { readonly mechanism: Mechanism; readonly parameters: readonly Attribute[] } {
  switch (kind) {
    case 'RSA-2048':
    case 'RSA-3072':
    case 'RSA-4096':
      return {
        mechanism: { mechanism: CKM.RSA_PKCS_KEY_PAIR_GEN },
        parameters: [
          { type: CKA.MODULUS_BITS, value: Number(kind.slice('RSA-'.length)) },
          { type: CKA.PUBLIC_EXPONENT, value: RSA_EXPONENT },
        ],
      };
    case 'P-256':
    case 'P-384':
    case 'P-521':
      return {
        mechanism: { mechanism: CKM.EC_KEY_PAIR_GEN },
        parameters: [{ type: CKA.EC_PARAMS, value: Buffer.from(encodeOid(CURVE_OIDS[kind])) }],
      };
    case 'Ed25519':
      return {
        mechanism: { mechanism: CKM.EC_EDWARDS_KEY_PAIR_GEN },
        parameters: [{ type: CKA.EC_PARAMS, value: Buffer.from(encodePrintableString('edwards25519')) }],
      };
  }
}

const CURVE_OIDS = { 'P-256': OIDS.p256, 'P-384': OIDS.p384, 'P-521': OIDS.p521 } as const;
