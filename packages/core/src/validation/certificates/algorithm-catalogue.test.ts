import { ALGORITHM_CATALOGUE, type AlgorithmUse, limitReached } from './algorithm-catalogue.ts';

const at = (text: string): Date => new Date(`${text}T00:00:00Z`);
const rsa = (bits: number): AlgorithmUse => ({ digest: 'SHA-256', signature: 'RSASSA-PSS', key: { kind: 'RSA', bits } });
const told = (use: AlgorithmUse, time: string): string => {
  const limit = limitReached(use, at(time));
  return limit === undefined ? 'suitable' : `${limit.reason} ${limit.algorithm} ${limit.until}`;
};

describe('algorithms and their time (ETSI TS 119 312)', () => {
  it('names the edition whose values it has', () => {
    expect(ALGORITHM_CATALOGUE.edition).to.equal('ETSI TS 119 312 V1.5.1');
  });

  it('holds each digest until its very day', () => {
    for (const [digest, until] of Object.entries(ALGORITHM_CATALOGUE.digests)) {
      const before = new Date(Date.parse(until) - 1);
      expect(limitReached({ digest }, before), digest).to.equal(undefined);
      expect(limitReached({ digest }, new Date(until))?.reason, digest).to.equal('DIGEST_TOO_WEAK');
    }
    expect(Object.keys(ALGORITHM_CATALOGUE.digests)).to.deep.equal(['MD5', 'SHA-1', 'RIPEMD-160', 'SHA-224', 'SHA3-224']);
    expect([told({ digest: 'SHA-1' }, '2012-08-01'), told({ digest: 'MD5' }, '2004-08-01')]).to.deep.equal([
      'DIGEST_TOO_WEAK SHA-1 2012-08-01',
      'DIGEST_TOO_WEAK MD5 2004-08-01',
    ]);
    for (const digest of ['SHA-256', 'SHA-384', 'SHA-512', 'SHA3-256', 'SM3'])
      expect(told({ digest }, '2100-01-01'), digest).to.equal('suitable');
  });

  it('holds keys by their length, and the scheme that they sign with', () => {
    expect([told(rsa(1023), '2010-08-01'), told(rsa(1024), '2010-08-01')]).to.deep.equal(['KEY_TOO_SMALL RSA 1023 2010-08-01', 'suitable']);
    expect([told(rsa(1899), '2019-10-01'), told(rsa(1900), '2019-10-01'), told(rsa(1899), '2019-09-30')]).to.deep.equal([
      'KEY_TOO_SMALL RSA 1899 2019-10-01',
      'suitable',
      'suitable',
    ]);
    expect([told(rsa(2999), '2029-01-01'), told(rsa(3000), '2029-01-01')]).to.deep.equal([
      'SCHEME_TOO_WEAK RSASSA-PSS 2999 2029-01-01',
      'suitable',
    ]);
    const old: AlgorithmUse = { signature: 'RSASSA-PKCS1-v1_5', key: { kind: 'RSA', bits: 8192 } };
    expect([told(old, '2028-12-31'), told(old, '2029-01-01')]).to.deep.equal([
      'suitable',
      'SCHEME_TOO_WEAK RSASSA-PKCS1-v1_5 8192 2029-01-01',
    ]);
    const ec = (bits: number): AlgorithmUse => ({ signature: 'ECDSA', key: { kind: 'EC', bits } });
    expect([
      told(ec(223), '2012-08-01'),
      told(ec(224), '2012-08-01'),
      told(ec(255), '2021-10-01'),
      told(ec(256), '2100-01-01'),
    ]).to.deep.equal(['KEY_TOO_SMALL EC 223 2012-08-01', 'suitable', 'KEY_TOO_SMALL EC 255 2021-10-01', 'suitable']);
    const dsa = (bits: number): AlgorithmUse => ({ signature: 'DSA', key: { kind: 'DSA', bits } });
    expect([
      told(dsa(1899), '2015-12-01'),
      told(dsa(1900), '2015-12-01'),
      told(dsa(2999), '2029-01-01'),
      told(dsa(3000), '2100-01-01'),
    ]).to.deep.equal(['KEY_TOO_SMALL DSA 1899 2015-12-01', 'suitable', 'KEY_TOO_SMALL DSA 2999 2029-01-01', 'suitable']);
  });

  it('tells the limit that was reached first, and holds nothing against what is not known', () => {
    expect(told({ digest: 'SHA-1', key: { kind: 'RSA', bits: 1024 } }, '2026-01-01')).to.equal('DIGEST_TOO_WEAK SHA-1 2012-08-01');
    expect(told({ digest: 'SHA-224', key: { kind: 'RSA', bits: 1024 } }, '2030-01-01')).to.equal('KEY_TOO_SMALL RSA 1024 2019-10-01');
    for (const use of [{}, { digest: null, signature: null }, { signature: 'RSASSA-PSS' }, { key: { kind: 'EC' as const } }])
      expect(told(use, '2100-01-01')).to.equal('suitable');
  });
});
