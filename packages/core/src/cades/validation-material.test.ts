import {
  issueCertificate,
  type IssueOptions,
  makeCrl,
  type MakeCrlOptions,
  makeOcspResponse,
  type MakeOcspOptions,
  ocspNoCheckExtension,
  testPki,
  TEST_TIME,
  type TestIdentity,
  type TestPki,
} from '@sealkit/testkit';
import { encodeInteger, encodeNull, OIDS } from '../asn1/index.ts';
import { type Bytes, equalBytes } from '../bytes/index.ts';
import { PortError, type RevocationSource } from '../ports/index.ts';
import { type GatheredMaterial, gatherValidationMaterial, type GatherMaterialOptions } from './validation-material.ts';

const HOUR = 3_600_000;
const at = (hours: number): Date => new Date(TEST_TIME.getTime() + hours * HOUR);
const VALIDITY = { notBefore: new Date('2025-01-01T00:00:00Z'), notAfter: new Date('2044-12-31T23:59:59Z') };
const FRESH = { thisUpdate: at(-1), nextUpdate: at(24) };
const STALE = { thisUpdate: at(-48), nextUpdate: at(-24) };
const NONE = { certificates: [], crls: [], ocspResponses: [] };

let pki: TestPki;
let leaf: TestIdentity;
let responder: TestIdentity;
let rootCrl: Bytes;

const issue = (options: Partial<IssueOptions>): Promise<TestIdentity> =>
  issueCertificate({ key: 'p256', commonName: 'Leaf', serialNumber: '60', ...VALIDITY, issuer: pki.intermediate, ...options });

beforeAll(async () => {
  pki = await testPki();
  leaf = await issue({});
  responder = await issue(responderOptions(true));
  rootCrl = await makeCrl({ issuer: pki.root, ...FRESH });
});

const responderOptions = (noCheck: boolean): Partial<IssueOptions> => ({
  key: 'p384',
  commonName: 'Responder',
  serialNumber: '61',
  purposes: [OIDS.ocspSigning],
  extensions: noCheck ? [ocspNoCheckExtension()] : [],
});
const ocspOf = (options: Partial<MakeOcspOptions> = {}): Promise<Bytes> =>
  makeOcspResponse({
    responder,
    certificate: leaf.certificate,
    issuer: pki.intermediate.certificate,
    status: 'good',
    ...FRESH,
    ...options,
  });
const crlOf = (options: Partial<MakeCrlOptions> = {}): Promise<Bytes> => makeCrl({ issuer: pki.intermediate, ...FRESH, ...options });

interface Answers {
  /** About the leaf. */
  readonly ocsp?: Bytes | Error;
  readonly crls?: readonly Bytes[] | Error;
  readonly issuers?: readonly Bytes[];
}

/** A source that has the root's CRL for the intermediate, and for the leaf what the test gives. */
function sourceOf(answers: Answers): RevocationSource & { readonly asked: string[] } {
  const asked: string[] = [];
  const isIntermediate = (certificate: Uint8Array): boolean => equalBytes(certificate, pki.intermediate.certificate);
  return {
    asked,
    fetchOcsp: ({ certificate }) => {
      asked.push('ocsp');
      if (answers.ocsp instanceof Error) return Promise.reject(answers.ocsp);
      return Promise.resolve(equalBytes(certificate, leaf.certificate) ? answers.ocsp : undefined);
    },
    fetchCrls: ({ certificate }) => {
      asked.push('crls');
      if (isIntermediate(certificate)) return Promise.resolve([rootCrl]);
      return answers.crls instanceof Error ? Promise.reject(answers.crls) : Promise.resolve(answers.crls ?? []);
    },
    fetchIssuers: () => {
      asked.push('issuers');
      return Promise.resolve(answers.issuers ?? []);
    },
  };
}

const gather = (answers: Answers, more: Partial<GatherMaterialOptions> = {}): Promise<GatheredMaterial> =>
  gatherValidationMaterial({
    targets: [{ certificate: leaf.certificate, at: TEST_TIME, purpose: 'signer' }],
    known: { ...NONE, certificates: [pki.intermediate.certificate] },
    anchors: [pki.root.certificate],
    source: sourceOf(answers),
    now: TEST_TIME,
    ...more,
  });

const reasonOf = ({ missing }: GatheredMaterial): string => missing.map(({ what, reason }) => `${what}: ${reason}`).join('|');

describe('gathering validation material (EN 319 122-1 §5.5)', () => {
  it('prefers OCSP, and takes every certificate and answer once', async () => {
    const [ocsp, crl] = [await ocspOf(), await crlOf()];
    const { material, missing } = await gather(
      { ocsp, crls: [crl, crl] },
      { known: { ...NONE, certificates: [pki.intermediate.certificate, pki.intermediate.certificate, pki.strangerRoot.certificate] } },
    );
    expect(missing).to.deep.equal([]);
    expect(material.ocspResponses).to.deep.equal([ocsp]);
    expect(material.crls).to.deep.equal([rootCrl]);
    expect(material.certificates).to.deep.equal([leaf, pki.intermediate, pki.root, responder].map(({ certificate }) => certificate));
  });

  it('passes over OCSP answers that are no use, takes the CRL, and keeps nothing of them', async () => {
    const crl = await crlOf();
    const stranger = await issueCertificate({
      ...VALIDITY,
      ...responderOptions(true),
      key: 'p384',
      commonName: 'Responder',
      serialNumber: '61',
      issuer: pki.strangerRoot,
    });
    const useless: Readonly<Record<string, Bytes>> = {
      STATUS_UNKNOWN: await ocspOf({ status: 'unknown' }),
      stale: await ocspOf(STALE),
      'from-the-future': await ocspOf({ thisUpdate: at(2), nextUpdate: at(3), producedAt: TEST_TIME }),
      RESPONDER_OF_OTHER_ISSUER: await ocspOf({ responder: stranger }),
      SIGNATURE_INVALID: await ocspOf({ signer: pki.strangerRoot }),
      OTHER_CERTIFICATE: await ocspOf({ certificate: pki.signers.p256.certificate }),
      malformed: (await ocspOf()).slice(0, 200),
    };
    for (const [word, ocsp] of Object.entries(useless)) {
      const complete = await gather({ ocsp, crls: [crl] });
      expect([complete.missing, complete.material.ocspResponses, complete.material.crls], word).to.deep.equal([[], [], [crl, rootCrl]]);
      expect(complete.material.certificates.length, word).to.equal(3);
      expect(reasonOf(await gather({ ocsp })), word).to.match(new RegExp(`^revocation: .*OCSP: ${word}`));
    }
  });

  it('names why a CRL is not taken', async () => {
    const useless: Readonly<Record<string, Bytes>> = {
      ISSUER_NAME_DIFFERS: rootCrl,
      stale: await crlOf(STALE),
      SIGNATURE_INVALID: await crlOf({ signer: pki.strangerRoot }),
      UNKNOWN_CRITICAL_EXTENSION: await crlOf({ extensions: [{ oid: '2.25.9', critical: true, value: encodeNull() }] }),
      DELTA_CRL: await crlOf({ extensions: [{ oid: OIDS.deltaCrlIndicator, critical: true, value: encodeInteger(1) }] }),
      malformed: (await crlOf()).slice(0, 100),
    };
    for (const [word, crl] of Object.entries(useless)) {
      const gathered = await gather({ crls: [crl] });
      expect(reasonOf(gathered), word).to.match(new RegExp(`^revocation: .*CRL: ${word}`));
      expect(gathered.material.crls, word).to.deep.equal([rootCrl]);
    }
  });

  it('names a revoked certificate, whatever else says that it is good', async () => {
    const revoked = await crlOf({ revoked: [{ serialNumber: '60', at: at(-5), reason: 1 }] });
    expect(reasonOf(await gather({ crls: [revoked] }))).to.equal(`revocation: revoked at ${at(-5).toISOString()} (keyCompromise)`);
    const known = { ...NONE, certificates: [pki.intermediate.certificate], crls: [revoked], ocspResponses: [await ocspOf()] };
    expect(reasonOf(await gather({}, { known }))).to.match(/^revocation: revoked at/);
  });

  it('takes a later revocation for proof that the certificate was good at the time', async () => {
    const crl = await crlOf({ thisUpdate: at(5), revoked: [{ serialNumber: '60', at: at(4) }] });
    const { missing, material } = await gather({ crls: [crl] }, { now: at(6) });
    expect([missing, material.crls[0]]).to.deep.equal([[], crl]);
  });

  it('asks nobody where what is known is fresh, and uses what was current where nobody has better', async () => {
    const source = sourceOf({});
    const known = { certificates: [pki.intermediate.certificate], crls: [await crlOf(), rootCrl], ocspResponses: [] };
    expect((await gather({}, { known, source })).missing).to.deep.equal([]);
    expect(source.asked).to.deep.equal([]);
    const later = await gather({}, { known, source, now: at(1000) });
    expect([later.missing, source.asked.length > 0]).to.deep.equal([[], true]);
  });

  it('seeks the status of a responder without nocheck', async () => {
    const checked = await issue({ ...responderOptions(false), serialNumber: '62' });
    const [ocsp, crl] = [await ocspOf({ responder: checked }), await crlOf()];
    const { missing, material } = await gather({ ocsp, crls: [crl] });
    expect([missing, material.ocspResponses, material.crls]).to.deep.equal([[], [ocsp], [crl, rootCrl]]);
    expect(reasonOf(await gather({ ocsp }))).to.match(/^revocation: OCSP: status of CN=Responder.*no service known/);
    const revoked = await crlOf({ revoked: [{ serialNumber: '62', at: at(-9) }] });
    const refused = await gather({ ocsp, crls: [revoked] });
    // The list that condemns the responder speaks well of the leaf.
    expect([refused.missing, refused.material.ocspResponses]).to.deep.equal([[], []]);
  });

  it('does not let a responder vouch for itself', async () => {
    const checked = await issue({ ...responderOptions(false), serialNumber: '62' });
    const own = await ocspOf({ responder: checked, certificate: checked.certificate });
    const known = { ...NONE, certificates: [pki.intermediate.certificate], ocspResponses: [own] };
    expect(reasonOf(await gather({ ocsp: await ocspOf({ responder: checked }) }, { known }))).to.match(/SIGNED_BY_SUBJECT/);
  });

  it('asks nothing of certificates with noRevAvail, of anchors, and of leaves that are anchors', async () => {
    const short = await issue({ serialNumber: '63', noRevAvail: true });
    const targets = [{ certificate: short.certificate, at: TEST_TIME, purpose: 'signer' as const }];
    const { missing, material } = await gather({}, { targets });
    expect([missing, material.ocspResponses, material.crls]).to.deep.equal([[], [], [rootCrl]]);
    const anchored = await gather({}, { targets, anchors: [short.certificate], source: sourceOf({}) });
    expect(anchored).to.deep.equal({ missing: [], material: { ...NONE, certificates: [short.certificate] } });
  });

  it('fetches issuers, and says where a chain ends', async () => {
    const crls = [await crlOf()];
    const fetched = await gather({ crls, issuers: [pki.strangerRoot.certificate, pki.intermediate.certificate] }, { known: NONE });
    expect([fetched.missing, fetched.material.certificates.length]).to.deep.equal([[], 3]);
    expect(reasonOf(await gather({ crls }, { known: NONE }))).to.equal(
      'issuer: no chain to an anchor; no service gives the issuer of CN=Leaf,O=Sealkit Tests,C=CN',
    );
    expect(
      reasonOf(
        await gather(
          { crls },
          { anchors: [pki.strangerRoot.certificate], known: { ...NONE, certificates: leaf.certificates.concat(pki.root.certificate) } },
        ),
      ),
    ).to.equal('issuer: no chain to an anchor; it ends at CN=Test Root CA,O=Sealkit Tests,C=CN, which is no anchor');
  });

  it('tells failures of services in the reason, and lets other errors through', async () => {
    const failure = new PortError('revocation', 'REVOCATION_UNREACHABLE', 'http://x.test: no answer', { retryable: true });
    expect(reasonOf(await gather({ ocsp: failure, crls: [] }, { targets: leafTargets() }))).to.match(
      /OCSP: http:\/\/x.test: no answer; CRL: no service known/,
    );
    const thrown = await gather({ ocsp: new RangeError('bug') }).catch((error: unknown) => error);
    expect(thrown).to.be.instanceOf(RangeError);
    const aborted = await gather({}, { signal: AbortSignal.abort() }).catch((error: unknown) => (error as Error).name);
    expect(aborted).to.equal('AbortError');
  });
});

function leafTargets(): GatherMaterialOptions['targets'] {
  return [{ certificate: leaf.certificate, at: TEST_TIME, purpose: 'signer' }];
}
