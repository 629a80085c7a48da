import { issueCertificate, testPki, TEST_TIME, type TestIdentity, type TestPki } from '@sealkit/testkit';
import { assert as assertProperty, asyncProperty, shuffledSubarray } from 'fast-check';
import type { Bytes } from '../bytes/index.ts';
import { type Certificate, parseCertificate } from './certificate.ts';
import { buildCertificatePaths, buildUnanchoredChain, type CertificatePath, PATH_LIMITS } from './path-building.ts';
import { checkPath } from './path-checking.ts';

async function pathOf(identity: TestIdentity, pki: TestPki): Promise<CertificatePath> {
  const paths = await buildCertificatePaths({
    leaf: parseCertificate(identity.certificate),
    candidates: identity.certificates,
    anchors: [pki.root.certificate],
  });
  expect(paths.length).to.equal(1);
  return paths[0]!;
}

describe('path building (RFC 5280 §6.1)', () => {
  it('finds the path from a signer over the intermediate to the anchor, every link verified', async () => {
    const pki = await testPki();
    for (const signer of Object.values(pki.signers)) {
      const path = await pathOf(signer, pki);
      expect(path.certificates.length).to.equal(3);
      expect(path.links).to.deep.equal(['valid', 'valid']);
      expect(checkPath(path, { at: TEST_TIME, purpose: 'signing' }).verdict).to.deep.equal({ indication: 'PASSED' });
    }
  });

  it('finds nothing without anchors, with a foreign anchor, or without the intermediate', async () => {
    const pki = await testPki();
    const leaf = parseCertificate(pki.signers.p256.certificate);
    const all = [pki.intermediate.certificate, pki.root.certificate, pki.strangerRoot.certificate];
    expect(await buildCertificatePaths({ leaf, candidates: all, anchors: [] })).to.deep.equal([]);
    expect(await buildCertificatePaths({ leaf, candidates: all, anchors: [pki.strangerRoot.certificate] })).to.deep.equal([]);
    expect(await buildCertificatePaths({ leaf, candidates: [], anchors: [pki.root.certificate] })).to.deep.equal([]);
  });

  it('takes a leaf that is itself an anchor', async () => {
    const pki = await testPki();
    const leaf = parseCertificate(pki.signers.p256.certificate);
    const [path] = await buildCertificatePaths({ leaf, candidates: [], anchors: [leaf.raw] });
    expect(path?.certificates.length).to.equal(1);
    expect(checkPath(path!, { at: TEST_TIME, purpose: 'signing' }).verdict.indication).to.equal('PASSED');
  });

  it('names the broken link where a signature in the chain does not verify', async () => {
    const pki = await testPki();
    const genuine = parseCertificate(pki.signers.rsa2048.certificate);
    const forged: Certificate = { ...genuine, signature: genuine.signature.map((octet, index) => (index === 9 ? octet ^ 1 : octet)) };
    const [path] = await buildCertificatePaths({
      leaf: forged,
      candidates: [pki.intermediate.certificate],
      anchors: [pki.root.certificate],
    });
    expect(path?.links).to.deep.equal(['invalid', 'valid']);
    const result = checkPath(path!, { at: TEST_TIME, purpose: 'signing' });
    expect(result.steps[0]?.reasons).to.deep.equal(['SIGNATURE_INVALID']);
    expect(result.verdict).to.deep.equal({ indication: 'INDETERMINATE', subIndication: 'CERTIFICATE_CHAIN_GENERAL_FAILURE' });
  });

  it('passes over candidates that are no certificates and ends on loops', async () => {
    const pki = await testPki();
    const leaf = parseCertificate(pki.signers.p256.certificate);
    const candidates = [Uint8Array.of(1, 2, 3), pki.signers.p256.certificate, pki.intermediate.certificate, pki.root.certificate];
    const paths = await buildCertificatePaths({ leaf, candidates, anchors: [pki.root.certificate] });
    expect(paths.length).to.equal(1);
    expect(buildUnanchoredChain({ leaf, candidates }).length).to.equal(3);
  });
});

const YEARS = { notBefore: new Date('2020-01-01T00:00:00Z'), notAfter: new Date('2040-01-01T00:00:00Z') };

/** Two roots, each over the same authority, and a third authority that certifies both roots and is certified by them. */
async function crossWorld(): Promise<{
  readonly leaf: Certificate;
  readonly candidates: readonly Bytes[];
  readonly roots: readonly Bytes[];
}> {
  const root = (key: 'root' | 'strangerRoot', commonName: string, issuer?: TestIdentity, serialNumber = '01'): Promise<TestIdentity> =>
    issueCertificate({ key, commonName, ...YEARS, serialNumber, authority: {}, ...(issuer === undefined ? {} : { issuer }) });
  const first = await root('root', 'First Root');
  const second = await root('strangerRoot', 'Second Root');
  const loops = [await root('root', 'First Root', second, '02'), await root('strangerRoot', 'Second Root', first, '03')];
  const authority = async (issuer: TestIdentity, serialNumber: string, notAfter = YEARS.notAfter): Promise<TestIdentity> =>
    issueCertificate({ key: 'intermediate', commonName: 'Authority', ...YEARS, notAfter, issuer, serialNumber, authority: {} });
  const ofFirst = await authority(first, '04', new Date('2021-01-01T00:00:00Z'));
  const ofSecond = await authority(second, '05');
  const leaf = await issueCertificate({ key: 'p256', commonName: 'Leaf', ...YEARS, issuer: ofFirst, serialNumber: '06' });
  return {
    leaf: parseCertificate(leaf.certificate),
    candidates: [...loops, ofFirst, ofSecond].map(({ certificate }) => certificate),
    roots: [first.certificate, second.certificate],
  };
}

describe('path building among cross-certificates (RFC 4158)', () => {
  it('goes round loops of cross-certificates and finds a path to every anchor', async () => {
    const { leaf, candidates, roots } = await crossWorld();
    const paths = await buildCertificatePaths({ leaf, candidates, anchors: roots });
    expect(paths.map(({ certificates }) => certificates.map(({ subject }) => subject.commonName))).to.deep.equal([
      ['Leaf', 'Authority', 'Second Root'],
      ['Leaf', 'Authority', 'First Root'],
      ['Leaf', 'Authority', 'Second Root', 'First Root'],
      ['Leaf', 'Authority', 'First Root', 'Second Root'],
    ]);
    const [over] = await buildCertificatePaths({ leaf, candidates, anchors: roots.slice(0, 1) });
    expect(over?.certificates.length).to.equal(3);
  });

  it('tries what is valid at the time first', async () => {
    const { leaf, candidates, roots } = await crossWorld();
    const firstAt = async (at: Date): Promise<string | undefined> =>
      (await buildCertificatePaths({ leaf, candidates, anchors: roots, at }))[0]?.certificates[1]?.serialNumber;
    expect(await firstAt(TEST_TIME)).to.equal('05');
    expect((await buildCertificatePaths({ leaf, candidates, anchors: roots.slice(0, 1), at: TEST_TIME }))[0]?.certificates.length).to.equal(
      3,
    );
  });

  it('tries what was valid when the leaf began first where no time is asked for, and what is valid at the time where one is', async () => {
    const root = await issueCertificate({ key: 'root', commonName: 'Root', ...YEARS, serialNumber: '01', authority: {} });
    const authority = (notBefore: string, notAfter: string, serialNumber: string): Promise<TestIdentity> => {
      const term = { notBefore: new Date(`${notBefore}T00:00:00Z`), notAfter: new Date(`${notAfter}T00:00:00Z`) };
      return issueCertificate({ key: 'intermediate', commonName: 'Authority', ...term, issuer: root, serialNumber, authority: {} });
    };
    const old = await authority('2020-01-01', '2022-01-01', '02');
    const renewed = await authority('2021-01-01', '2040-01-01', '03');
    const leaf = parseCertificate(
      (await issueCertificate({ key: 'p256', commonName: 'Leaf', ...YEARS, issuer: old, serialNumber: '04' })).certificate,
    );
    const candidates = [old.certificate, renewed.certificate];
    const query = { leaf, candidates, anchors: [root.certificate] };
    const second = (certificates: readonly Certificate[] | undefined): string | undefined => certificates?.[1]?.serialNumber;
    expect(second((await buildCertificatePaths(query))[0]?.certificates)).to.equal('02');
    expect(second((await buildCertificatePaths({ ...query, at: TEST_TIME }))[0]?.certificates)).to.equal('03');
    expect(second(buildUnanchoredChain({ leaf, candidates }))).to.equal('02');
    expect(second(buildUnanchoredChain({ leaf, candidates, at: TEST_TIME }))).to.equal('03');
  });

  it('answers the same whatever the order of candidates and anchors', async () => {
    const { leaf, candidates, roots } = await crossWorld();
    const pki = await testPki();
    const all = [...candidates, ...pki.signers.p256.certificates, Uint8Array.of(1), pki.root.certificate, ...roots];
    const answer = async (given: readonly Uint8Array[], anchors: readonly Uint8Array[]): Promise<readonly string[]> =>
      (await buildCertificatePaths({ leaf, candidates: given, anchors })).map(
        (path) =>
          `${path.certificates.map(({ serialNumber, subject }) => `${subject.text} ${serialNumber}`).join(' < ')}: ${JSON.stringify(checkPath(path, { at: TEST_TIME, purpose: 'signing' }).verdict)}`,
      );
    const expected = await answer(all, roots);
    expect(expected.some((text) => text.includes('PASSED'))).to.equal(true);
    await assertProperty(
      asyncProperty(
        shuffledSubarray(all, { minLength: all.length }),
        shuffledSubarray([...roots], { minLength: 2 }),
        async (given, anchors) => {
          expect(await answer(given, anchors)).to.deep.equal(expected);
        },
      ),
      { numRuns: 30 },
    );
  });
});

describe('the bounds of a search', () => {
  const authority = (commonName: string, issuer?: TestIdentity, serialNumber = '01'): Promise<TestIdentity> =>
    issueCertificate({ key: 'root', commonName, ...YEARS, serialNumber, authority: {}, ...(issuer === undefined ? {} : { issuer }) });
  /** A root and authorities one below the other, and a leaf below the last. */
  const ladder = async (
    rungs: number,
  ): Promise<{ readonly leaf: Certificate; readonly between: readonly Bytes[]; readonly root: Bytes }> => {
    const root = await authority('Root');
    const between: TestIdentity[] = [];
    for (let rung = 1; rung <= rungs; rung += 1) between.push(await authority(`Rung ${rung}`, between.at(-1) ?? root));
    const leaf = await issueCertificate({ key: 'p256', commonName: 'Leaf', ...YEARS, serialNumber: '99', issuer: between.at(-1) ?? root });
    return { leaf: parseCertificate(leaf.certificate), between: between.map(({ certificate }) => certificate), root: root.certificate };
  };
  const names = (certificates: readonly Certificate[]): readonly (string | undefined)[] =>
    certificates.map(({ subject }) => subject.commonName);

  it('leave paths of ten certificates, and none of more', async () => {
    const ten = await ladder(8);
    const [path] = await buildCertificatePaths({ leaf: ten.leaf, candidates: ten.between, anchors: [ten.root] });
    expect(path?.certificates.length).to.equal(PATH_LIMITS.certificates);
    expect(path?.links).to.deep.equal(Array.from({ length: 9 }, () => 'valid'));
    const eleven = await ladder(9);
    expect(await buildCertificatePaths({ leaf: eleven.leaf, candidates: eleven.between, anchors: [eleven.root] })).to.deep.equal([]);
  });

  it('leave sixteen paths', async () => {
    const roots = await Promise.all(
      Array.from({ length: PATH_LIMITS.paths + 1 }, (_, index) => authority('Root', undefined, `${index + 10}`)),
    );
    const [first] = roots;
    const leaf = await issueCertificate({ key: 'p256', commonName: 'Leaf', ...YEARS, serialNumber: '99', issuer: first! });
    const paths = await buildCertificatePaths({
      leaf: parseCertificate(leaf.certificate),
      candidates: [],
      anchors: roots.map(({ certificate }) => certificate),
    });
    expect(paths.length).to.equal(PATH_LIMITS.paths);
    expect(new Set(paths.map(({ certificates }) => certificates[1]?.serialNumber)).size).to.equal(PATH_LIMITS.paths);
  });

  it('take an anchor once, however often it is given, and pass over what is no certificate', async () => {
    const { leaf, between, root } = await ladder(1);
    const anchors = [root, Uint8Array.of(1, 2, 3), new Uint8Array(root)];
    expect((await buildCertificatePaths({ leaf, candidates: [...between, ...between], anchors })).length).to.equal(1);
  });

  it('leave ten certificates of a chain without an anchor, to where nobody issued the last, or its issuer is itself or below it', async () => {
    const long = await ladder(12);
    const chain = buildUnanchoredChain({ leaf: long.leaf, candidates: [...long.between, long.root] });
    expect(names(chain)).to.deep.equal(['Leaf', ...Array.from({ length: 9 }, (_, index) => `Rung ${12 - index}`)]);
    const short = await ladder(2);
    expect(names(buildUnanchoredChain({ leaf: short.leaf, candidates: [...short.between, short.root] }))).to.deep.equal([
      'Leaf',
      'Rung 2',
      'Rung 1',
      'Root',
    ]);
    const twin = await authority('Root', undefined, '77');
    expect(names(buildUnanchoredChain({ leaf: short.leaf, candidates: [...short.between, short.root, twin.certificate] }))).to.deep.equal([
      'Leaf',
      'Rung 2',
      'Rung 1',
      'Root',
    ]);
    expect(names(buildUnanchoredChain({ leaf: short.leaf, candidates: short.between }))).to.deep.equal(['Leaf', 'Rung 2', 'Rung 1']);
    expect(names(buildUnanchoredChain({ leaf: short.leaf, candidates: [] }))).to.deep.equal(['Leaf']);
    const { leaf, candidates } = await crossWorld();
    expect(names(buildUnanchoredChain({ leaf, candidates: candidates.slice(0, 3) }))).to.deep.equal([
      'Leaf',
      'Authority',
      'First Root',
      'Second Root',
    ]);
  });
});

describe('signatures along the paths that are found', () => {
  it('leave out paths with a signature that does not verify where others do', async () => {
    const { leaf, candidates, roots } = await crossWorld();
    const forged = candidates.map((der) => der.map((octet, index) => (index === der.length - 1 ? octet ^ 1 : octet)));
    const paths = await buildCertificatePaths({ leaf, candidates: [...candidates, ...forged], anchors: roots });
    expect(paths.length).to.equal(4);
    expect(new Set(paths.flatMap(({ links }) => links))).to.deep.equal(new Set(['valid']));
  });

  it('keep those that could not be verified, for the report to say so', async () => {
    const pki = await testPki();
    const genuine = parseCertificate(pki.signers.p256.certificate);
    const strange: Certificate = { ...genuine, signatureAlgorithm: Uint8Array.of(0x30, 4, 6, 2, 0x2a, 3) };
    const [path] = await buildCertificatePaths({
      leaf: strange,
      candidates: [pki.intermediate.certificate],
      anchors: [pki.root.certificate],
    });
    expect(path?.links).to.deep.equal(['unsupported', 'valid']);
  });
});
