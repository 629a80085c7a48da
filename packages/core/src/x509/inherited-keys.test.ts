import { smallAuthority, smallCertificate } from '../../test/validation/small-certificates.ts';
import { DerFields, derRaw, encodeNull, encodeOid, encodeSequence, OIDS, parseDer, TAGS } from '../asn1/index.ts';
import { type Bytes, decodeBase64, encodeUtf8 } from '../bytes/index.ts';
import type { SignatureValueResult } from '../crypto/index.ts';
import type { Certificate } from './certificate.ts';
import { withInheritedKeys } from './inherited-keys.ts';
import { DSA_KEYS, DSA_SIGNED } from './inherited-keys.vectors.ts';

type KeyName = keyof typeof DSA_KEYS;
const whole = (name: KeyName): Bytes => decodeBase64(DSA_KEYS[name]);

/** The same key without the parameters of its group, which it takes from above. */
function bare(name: KeyName, ...parameters: readonly Bytes[]): Bytes {
  const fields = new DerFields(parseDer(whole(name)));
  fields.take(TAGS.SEQUENCE);
  return encodeSequence(encodeSequence(encodeOid(OIDS.dsa), ...parameters), derRaw(fields.take(TAGS.BIT_STRING)));
}

const signedBy = (name: KeyName): Pick<Certificate, 'tbs' | 'signature' | 'signatureAlgorithm'> => ({
  tbs: encodeUtf8(DSA_SIGNED[name].message),
  signature: decodeBase64(DSA_SIGNED[name].value),
  signatureAlgorithm: encodeSequence(encodeOid(OIDS.dsaWithSha256)),
});

const root = smallAuthority('root', 'root', { spki: whole('root') });
const upper = smallAuthority('upper', 'root', { ...signedBy('root'), spki: bare('upper') });
const lower = smallAuthority('lower', 'upper', { ...signedBy('upper'), spki: bare('lower') });
const leaf = smallCertificate('leaf', 'lower', { ...signedBy('lower'), spki: whole('root') });

const linksOf = async (certificates: readonly Certificate[], links: readonly SignatureValueResult[]): Promise<unknown> =>
  (await withInheritedKeys({ certificates, links })).links;

describe('keys that inherit their parameters (RFC 5280 §6.1.4 (d) to (f))', () => {
  it('verify with those of the nearest authority above that has some', async () => {
    expect(await linksOf([leaf, lower, upper, root], ['unsupported', 'unsupported', 'valid'])).to.deep.equal(['valid', 'valid', 'valid']);
    expect(await linksOf([lower, upper, root], ['unsupported', 'valid'])).to.deep.equal(['valid', 'valid']);
  });

  it('inherit where NULL stands for the parameters', async () => {
    const explicit = { ...upper, spki: bare('upper', encodeNull()) };
    expect(await linksOf([lower, explicit, root], ['unsupported', 'valid'])).to.deep.equal(['valid', 'valid']);
  });

  it('refuse what another key signed, and what was changed since', async () => {
    const foreign = { ...leaf, ...signedBy('root') };
    expect(await linksOf([foreign, lower, upper, root], ['unsupported', 'valid', 'valid'])).to.deep.equal(['invalid', 'valid', 'valid']);
    const changed = { ...leaf, tbs: encodeUtf8('another end entity') };
    expect(await linksOf([changed, lower, upper, root], ['unsupported', 'valid', 'valid'])).to.deep.equal(['invalid', 'valid', 'valid']);
  });

  it('leave answers alone that are known already', async () => {
    // Neither is what these octets would verify to.
    expect(await linksOf([leaf, lower, upper, root], ['invalid', 'unsupported', 'valid'])).to.deep.equal(['invalid', 'valid', 'valid']);
    const forged = { ...leaf, tbs: encodeUtf8('another end entity') };
    expect(await linksOf([forged, lower, upper, root], ['valid', 'unsupported', 'valid'])).to.deep.equal(['valid', 'valid', 'valid']);
  });

  it('stay open where nobody above has parameters, or only keys of another kind', async () => {
    expect(await linksOf([leaf, lower, upper], ['unsupported', 'unsupported'])).to.deep.equal(['unsupported', 'unsupported']);
    const other = { ...root, spki: encodeSequence(encodeSequence(encodeOid('1.2.3')), derRaw(keyBitsOf(whole('root')))) };
    expect(await linksOf([lower, upper, other], ['unsupported', 'unsupported'])).to.deep.equal(['unsupported', 'unsupported']);
  });

  it('are not asked where a key has parameters of its own: its link stays as it is', async () => {
    const own = { ...lower, spki: whole('lower') };
    expect(await linksOf([leaf, own, upper, root], ['unsupported', 'unsupported', 'valid'])).to.deep.equal([
      'unsupported',
      'valid',
      'valid',
    ]);
  });

  it('give the path itself back where every link is known, else one with all that it held', async () => {
    const path = { certificates: [lower, upper, root], links: ['valid', 'valid'] as const, anchor: 3 };
    expect(await withInheritedKeys(path)).to.equal(path);
    const open = { ...path, links: ['unsupported', 'valid'] as const };
    expect(await withInheritedKeys<Omit<typeof path, 'links'> & { readonly links: readonly SignatureValueResult[] }>(open)).to.deep.equal(
      path,
    );
  });

  it('are not needed by links beyond the certificates', async () => {
    expect(await linksOf([root], ['unsupported'])).to.deep.equal(['unsupported']);
    expect(await linksOf([], ['unsupported'])).to.deep.equal(['unsupported']);
  });
});

function keyBitsOf(spki: Bytes): ReturnType<DerFields['take']> {
  const fields = new DerFields(parseDer(spki));
  fields.take(TAGS.SEQUENCE);
  return fields.take(TAGS.BIT_STRING);
}
