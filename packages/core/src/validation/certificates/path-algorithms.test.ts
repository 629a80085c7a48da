import { testPki } from '@sealkit/testkit';
import { type Certificate, type CertificatePath, parseCertificate } from '../../x509/index.ts';
import { pathLimit, signatureUse } from './path-algorithms.ts';

const at = (text: string): Date => new Date(`${text}T00:00:00Z`);

async function path(): Promise<CertificatePath & { readonly certificates: readonly [Certificate, Certificate, Certificate] }> {
  const pki = await testPki();
  const [leaf, authority, anchor] = [pki.signers.p256.certificate, pki.intermediate.certificate, pki.root.certificate].map(
    parseCertificate,
  );
  return { certificates: [leaf!, authority!, anchor!], links: ['valid', 'valid'] };
}

/** The same with a shorter key. */
const short = (certificate: Certificate): Certificate => ({ ...certificate, publicKey: { kind: 'RSA', bits: 1024 } });

describe('how the certificates of a path were signed', () => {
  it('is by the key above, with the algorithm that the certificate names', async () => {
    const [leaf, authority] = (await path()).certificates;
    const use = signatureUse(leaf, authority);
    expect(use.key).to.equal(authority.publicKey);
    expect([typeof use.signature, typeof use.digest]).to.deep.equal(['string', 'string']);
    expect(signatureUse(leaf, undefined).key).to.equal(undefined);
    expect(signatureUse({ ...leaf, signatureAlgorithm: new Uint8Array([1, 2]) }, authority)).to.deep.equal({ key: authority.publicKey });
    const strange = signatureUse({ ...leaf, signatureAlgorithm: Uint8Array.of(0x30, 4, 6, 2, 0x2a, 3) }, authority);
    expect(Object.keys(strange)).to.deep.equal(['key', 'signature']);
  });

  it('counts below the anchor alone, leaf first, at the time until which each is proven', async () => {
    const whole = await path();
    const [leaf, authority, anchor] = whole.certificates;
    expect(pathLimit(whole, () => at('2026-06-01'))).to.equal(undefined);
    const weakAnchor = { ...whole, certificates: [leaf, authority, short(anchor)] };
    expect(pathLimit(weakAnchor, () => at('2026-06-01'))).to.include({ reason: 'KEY_TOO_SMALL', certificate: authority });
    const weakBoth = { ...whole, certificates: [leaf, short(authority), short(anchor)] };
    expect(pathLimit(weakBoth, () => at('2026-06-01'))?.certificate).to.equal(leaf);
    expect(pathLimit(weakBoth, (_, index) => at(index === 0 ? '2019-01-01' : '2026-06-01'))?.certificate).to.equal(
      weakBoth.certificates[1],
    );
    expect(pathLimit(weakBoth, () => at('2019-01-01'))).to.equal(undefined);
    expect(pathLimit({ certificates: [short(leaf)], links: [] }, () => at('2026-06-01'))).to.equal(undefined);
  });
});
