import { issueCertificate, type TestIdentity } from '@sealkit/testkit';
import { smallAuthority, smallCertificate, smallName } from '../../test/validation/small-certificates.ts';
import { encodeLatin1 } from '../bytes/index.ts';
import { type Certificate, parseCertificate } from './certificate.ts';
import { distinctOctets, indexAnchoredIssuers, indexIssuers, parseOrNone } from './issuer-index.ts';

const day = (text: string): Date => new Date(`${text}T00:00:00Z`);
const BOUNDS = { maxCandidates: 100, maxIssuers: 100 };
const AT = day('2026-06-01');

/** Two keys of one name: which of them an index takes for the likelier issuer of a child, whatever the order given. */
function likelier(child: Partial<Certificate>, one: Partial<Certificate>, other: Partial<Certificate>, at?: Date): string {
  const issuers = [
    smallAuthority('Authority', 'Anchor', { serialNumber: 'one', raw: encodeLatin1('b'), ...one }),
    smallAuthority('Authority', 'Anchor', { serialNumber: 'other', raw: encodeLatin1('a'), ...other }),
  ];
  const leaf = smallCertificate('Leaf', 'Authority', child);
  const orders = [issuers, issuers.toReversed()].map((anchors) =>
    indexIssuers({ candidates: [], anchors, ...BOUNDS, ...(at === undefined ? {} : { at }) })(leaf)
      .map(({ serialNumber }) => serialNumber)
      .join(' '),
  );
  expect(orders[0]).to.equal(orders[1]);
  return orders[0] ?? '';
}

describe('who may have issued a certificate (RFC 4158 §3.5)', () => {
  const keyed = { authorityKeyId: { keyIdentifier: 'aa' } };
  const YOUNG = { notBefore: day('2025-01-01') };
  const SHORT = { notAfter: day('2028-01-01') };

  it('is told by the identifier of the key, and another key is none where both state one', () => {
    expect(likelier(keyed, { subjectKeyId: 'aa' }, { subjectKeyId: 'bb' })).to.equal('one');
    expect(likelier({}, { subjectKeyId: 'aa' }, { subjectKeyId: 'bb' })).to.equal('other one');
    expect(likelier({ authorityKeyId: { keyIdentifier: 'aa', serialNumber: 'other' } }, { subjectKeyId: 'aa' }, {})).to.equal('one other');
  });

  it('is told by the serial number, before its being an authority', () => {
    const named = { authorityKeyId: { serialNumber: 'one' } };
    expect(likelier(named, { basicConstraints: { ca: false } }, {})).to.equal('one other');
    expect(likelier({ authorityKeyId: {} }, { basicConstraints: { ca: false } }, {})).to.equal('other one');
  });

  it('is an authority, before it is in force when it is asked for', () => {
    expect(likelier({}, SHORT, { basicConstraints: { ca: false } }, day('2028-06-01'))).to.equal('one other');
  });

  it('is in force when it is asked for, both ends included, before it was when the child began', () => {
    expect(likelier(YOUNG, { notBefore: day('2025-06-01') }, SHORT, day('2028-06-01'))).to.equal('one other');
    expect(likelier(YOUNG, { notBefore: AT }, { notBefore: day('2026-06-02') }, AT)).to.equal('one other');
    expect(likelier(YOUNG, { notBefore: day('2026-06-02') }, { notAfter: AT }, AT)).to.equal('other one');
    expect(likelier({}, { notBefore: day('2025-06-01') }, SHORT)).to.equal('other one');
  });

  it('was in force when the child began, before it is so for longest', () => {
    expect(likelier(YOUNG, { notAfter: day('2028-01-01') }, { notBefore: day('2025-01-02') })).to.equal('one other');
  });

  it('is in force for longest, or in the end the one whose octets come first', () => {
    expect(likelier({}, {}, SHORT)).to.equal('one other');
    expect(likelier({}, {}, {})).to.equal('other one');
  });

  it('has the name that the child gives, and is no more than so many', () => {
    const anchors = [smallAuthority('Authority', 'Anchor'), smallAuthority('Somebody', 'Anchor')];
    const leaf = smallCertificate('Leaf', 'Authority');
    expect(indexIssuers({ candidates: [], anchors, ...BOUNDS })(leaf)).to.deep.equal(anchors.slice(0, 1));
    expect(indexIssuers({ candidates: [], anchors, ...BOUNDS, maxIssuers: 0 })(leaf)).to.deep.equal([]);
    expect(indexIssuers({ candidates: [], anchors, ...BOUNDS })({ ...leaf, issuer: smallName('Nobody') })).to.deep.equal([]);
  });
});

describe('candidates for issuers', () => {
  const YEARS = { notBefore: day('2020-01-01'), notAfter: day('2040-01-01') };
  const authority = (commonName: string, issuer?: TestIdentity, serialNumber = '01'): Promise<TestIdentity> =>
    issueCertificate({ key: 'root', commonName, ...YEARS, serialNumber, authority: {}, ...(issuer === undefined ? {} : { issuer }) });
  const serials = (found: readonly Certificate[]): readonly string[] => found.map(({ serialNumber }) => serialNumber);

  it('come behind an anchor of the same name and key, and an anchor among them counts once', async () => {
    const root = await authority('Root');
    const cross = await authority('Root', await authority('Other'), '02');
    const leaf = parseCertificate((await authority('Leaf', root, '03')).certificate);
    const anchor = parseCertificate(root.certificate);
    const candidates = [cross.certificate, root.certificate, cross.certificate];
    const found = indexIssuers({ candidates, anchors: [anchor], ...BOUNDS })(leaf);
    expect(serials(found)).to.deep.equal(['01', '02']);
    expect(found[0]).to.equal(anchor);
  });

  it('are those from which names lead to an anchor, where one is asked for', async () => {
    const root = await authority('Root');
    const upper = await authority('Upper', root, '02');
    const lower = await authority('Lower', upper, '03');
    const stranger = await authority('Lower', await authority('Stranger'), '04');
    const leaf = parseCertificate((await authority('Leaf', lower, '05')).certificate);
    const candidates = [lower, upper, stranger].map(({ certificate }) => certificate);
    const anchors = [parseCertificate(root.certificate)];
    const index = indexAnchoredIssuers({ candidates, anchors, ...BOUNDS });
    expect(serials(index(leaf)).toSorted()).to.deep.equal(['03', '04']);
    expect(serials(index(parseCertificate(lower.certificate)))).to.deep.equal(['02']);
    expect(indexAnchoredIssuers({ candidates, anchors: [], ...BOUNDS })(leaf)).to.deep.equal([]);
    expect(indexAnchoredIssuers({ candidates: candidates.slice(0, 1), anchors, ...BOUNDS })(leaf)).to.deep.equal([]);
  });

  it('are passed over where they are no certificates, and no more are looked at than so many, whatever the order', async () => {
    const root = await authority('Root');
    const leaf = parseCertificate((await authority('Leaf', root, '09')).certificate);
    const others = await Promise.all(['02', '03', '04'].map((serialNumber) => authority('Root', undefined, serialNumber)));
    const candidates = others.map(({ certificate }) => certificate);
    const broken = [Uint8Array.of(1, 2, 3), new Uint8Array(), candidates[0]!.subarray(0, 60), Uint8Array.of(0x30, 0x80, 0, 0)];
    expect(serials(indexIssuers({ candidates: [...broken, ...candidates], anchors: [], ...BOUNDS })(leaf)).length).to.equal(3);
    const some = (given: readonly Uint8Array[]): readonly string[] =>
      serials(indexIssuers({ candidates: given, anchors: [], maxCandidates: 2, maxIssuers: 9 })(leaf));
    expect(some(candidates).length).to.equal(2);
    expect(some(candidates)).to.deep.equal(some(candidates.toReversed()));
    expect(serials(indexIssuers({ candidates, anchors: [], maxCandidates: 3, maxIssuers: 9 })(leaf)).length).to.equal(3);
  });

  it('are read where they can be, and otherwise nothing', async () => {
    const root = await authority('Root');
    expect(serials(parseOrNone(root.certificate))).to.deep.equal(['01']);
    expect(parseOrNone(Uint8Array.of(1, 2, 3))).to.deep.equal([]);
    const cut = root.certificate.map((octet, index) => (index === root.certificate.length - 1 ? octet ^ 1 : octet));
    expect(distinctOctets([root.certificate, cut, new Uint8Array(root.certificate)])).to.deep.equal([root.certificate, cut]);
    expect(distinctOctets([root.certificate, cut], [cut])).to.deep.equal([root.certificate]);
  });
});
