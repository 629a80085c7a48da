import { encodeOctetString } from '@sealkit/core/asn1';
import { type Bytes, decodeBase64 } from '@sealkit/core/bytes';
import { parsePublicKey } from '@sealkit/core/crypto';
import { TEST_KEYS, type TestKeyName } from '@sealkit/testkit';
import { type Attribute, CKA, CKK, CKO, type Cryptoki, type Handle } from './cryptoki.ts';
import { publicKeyOf } from './token-public-key.ts';

type Attributes = Readonly<Record<number, Uint8Array | undefined>>;

const PRIVATE = Buffer.from('private');
const ulong = (value: number): Uint8Array => new Uint8Array(new BigUint64Array([BigInt(value)]).buffer);
const spkiOf = (key: TestKeyName): Bytes => decodeBase64(TEST_KEYS[key].spki);

/** A token with one private key and what public keys there are; it names an unknown attribute in the way that tokens do. */
function sessionOver(privateKey: Attributes, publicKeys: readonly Attributes[]) {
  const objects = new Map<string, Attributes>([
    ['private', privateKey],
    ...publicKeys.map((key, index) => [`public${index}`, key] as const),
  ]);
  let found: Handle[] = [];
  const cryptoki = {
    C_FindObjectsInit(_session: Handle, template: Attribute[]) {
      const id = template.find(({ type }) => type === CKA.ID)?.value as Buffer;
      const isPublic = template.some(({ type, value }) => type === CKA.CLASS && value === CKO.PUBLIC_KEY);
      found = isPublic ? publicKeys.flatMap((key, index) => (id.equals(key[CKA.ID] ?? id) ? [Buffer.from(`public${index}`)] : [])) : [];
    },
    C_FindObjects: () => found.splice(0),
    C_FindObjectsFinal: () => {},
    C_GetAttributeValue(_session: Handle, object: Handle, [attribute]: Attribute[]) {
      const value = objects.get(object.toString())?.[attribute?.type ?? -1];
      if (value === undefined) throw Object.assign(new Error('CKR_ATTRIBUTE_TYPE_INVALID'), { code: 0x12 });
      return [{ value: Buffer.from(value) }];
    },
  } as unknown as Cryptoki;
  return { cryptoki, handle: Buffer.from('session') };
}

const ID = Uint8Array.of(7);

describe('the public half of a key on a token', () => {
  const point = (key: TestKeyName): Uint8Array => {
    const parsed = parsePublicKey(spkiOf(key));
    if (!('point' in parsed)) throw new TypeError('key: expected one on a curve');
    return parsed.point;
  };
  /** AlgorithmIdentifier of the key: its parameters are what stands in CKA_EC_PARAMS. */
  const PARAMETERS = {
    p256: Uint8Array.of(6, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 7),
    p384: Uint8Array.of(6, 5, 0x2b, 0x81, 4, 0, 0x22),
    p521: Uint8Array.of(6, 5, 0x2b, 0x81, 4, 0, 0x23),
    ed25519: Uint8Array.of(0x13, 0x0c, ...Buffer.from('edwards25519')),
  } as const;

  for (const key of ['p256', 'p384', 'p521', 'ed25519'] as const) {
    const type = ulong(key === 'ed25519' ? CKK.EC_EDWARDS : CKK.EC);
    it(`is read from a point in an OCTET STRING and from a bare one: ${key}`, () => {
      for (const encoded of [encodeOctetString(point(key)), point(key)]) {
        const other = { [CKA.ID]: ID, [CKA.EC_PARAMS]: PARAMETERS[key], [CKA.EC_POINT]: encoded };
        const session = sessionOver({ [CKA.KEY_TYPE]: type, [CKA.ID]: ID }, [other]);
        expect(publicKeyOf(session, PRIVATE)).to.deep.equal(spkiOf(key));
      }
    });
  }

  it('takes a bare point for one that looks like an OCTET STRING of its own length', () => {
    // The octet after 04 is the first of x, and says 63 here: the length that an OCTET STRING would have.
    const bare = Uint8Array.from({ length: 65 }, (_, index) => (index === 0 ? 4 : index === 1 ? 63 : index));
    const other = { [CKA.ID]: ID, [CKA.EC_PARAMS]: PARAMETERS.p256, [CKA.EC_POINT]: bare };
    const spki = publicKeyOf(sessionOver({ [CKA.KEY_TYPE]: ulong(CKK.EC), [CKA.ID]: ID }, [other]), PRIVATE);
    const parsed = parsePublicKey(spki!);
    expect('point' in parsed && parsed.point).to.deep.equal(bare);
  });

  it('is read from the modulus of an RSA key, or from its public key', () => {
    const parsed = parsePublicKey(spkiOf('rsa2048'));
    if (parsed.kind !== 'RSA') throw new TypeError('key: expected RSA');
    const modulus = new Uint8Array(Buffer.from(parsed.modulus.toString(16), 'hex'));
    const whole = { [CKA.MODULUS]: modulus, [CKA.PUBLIC_EXPONENT]: Uint8Array.of(1, 0, 1) };
    const type = { [CKA.KEY_TYPE]: ulong(CKK.RSA) };
    expect(publicKeyOf(sessionOver({ ...type, ...whole }, []), PRIVATE)).to.deep.equal(spkiOf('rsa2048'));
    const beside = sessionOver({ ...type, [CKA.ID]: ID, [CKA.MODULUS]: modulus }, [{ [CKA.ID]: ID, ...whole }]);
    expect(publicKeyOf(beside, PRIVATE)).to.deep.equal(spkiOf('rsa2048'));
  });

  it('is not known without a public key beside it, with two of them, without an id, and for a key of another kind', () => {
    const type = { [CKA.KEY_TYPE]: ulong(CKK.EC) };
    const other = { [CKA.ID]: ID, [CKA.EC_PARAMS]: PARAMETERS.p256, [CKA.EC_POINT]: point('p256') };
    expect(publicKeyOf(sessionOver({ ...type, [CKA.ID]: ID }, []), PRIVATE)).to.equal(undefined);
    expect(publicKeyOf(sessionOver({ ...type, [CKA.ID]: ID }, [other, other]), PRIVATE)).to.equal(undefined);
    expect(publicKeyOf(sessionOver(type, [other]), PRIVATE)).to.equal(undefined);
    expect(publicKeyOf(sessionOver({ [CKA.KEY_TYPE]: ulong(0x1f), [CKA.ID]: ID }, [other]), PRIVATE)).to.equal(undefined);
  });
});
