import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseCertificate } from './certificate.ts';
import { buildCertificatePaths } from './path-building.ts';
import { checkPath } from './path-checking.ts';
import { X509Error } from './x509-error.ts';

const FOLDER = resolve(process.env['SEALKIT_SHARED'] ?? '../shared', 'corpus/pkix-pkits/certs');
/** PKITS is judged at a time inside the validity of its certificates. */
const AT = new Date('2020-01-01T00:00:00Z');

const PASS = [
  'ValidCertificatePathTest1EE',
  'ValidbasicConstraintsNotCriticalTest4EE',
  'ValidpathLenConstraintTest7EE',
  'ValidkeyUsageNotCriticalTest3EE',
];
const REFUSE: { readonly [name: string]: string } = {
  // The octet that was spoilt is the count of unused bits: that certificate cannot be read at all.
  InvalidCASignatureTest2EE: 'NO_CERTIFICATE_CHAIN_FOUND',
  InvalidEESignatureTest3EE: 'CERTIFICATE_CHAIN_GENERAL_FAILURE',
  InvalidCAnotBeforeDateTest1EE: 'OUT_OF_BOUNDS_NO_POE',
  InvalidEEnotBeforeDateTest2EE: 'OUT_OF_BOUNDS_NO_POE',
  InvalidCAnotAfterDateTest5EE: 'OUT_OF_BOUNDS_NO_POE',
  InvalidEEnotAfterDateTest6EE: 'OUT_OF_BOUNDS_NO_POE',
  InvalidMissingbasicConstraintsTest1EE: 'CHAIN_CONSTRAINTS_FAILURE',
  InvalidcAFalseTest2EE: 'CHAIN_CONSTRAINTS_FAILURE',
  InvalidcAFalseTest3EE: 'CHAIN_CONSTRAINTS_FAILURE',
  InvalidpathLenConstraintTest5EE: 'CHAIN_CONSTRAINTS_FAILURE',
  InvalidpathLenConstraintTest6EE: 'CHAIN_CONSTRAINTS_FAILURE',
  InvalidkeyUsageCriticalkeyCertSignFalseTest1EE: 'CHAIN_CONSTRAINTS_FAILURE',
  InvalidkeyUsageNotCriticalkeyCertSignFalseTest2EE: 'CHAIN_CONSTRAINTS_FAILURE',
  InvalidUnknownCriticalCertificateExtensionTest2EE: 'CHAIN_CONSTRAINTS_FAILURE',
  InvalidDNnameConstraintsTest2EE: 'CHAIN_CONSTRAINTS_FAILURE',
};

describe.skipIf(!existsSync(FOLDER))('NIST PKITS paths (skipped where the shared corpus is absent)', () => {
  const all = existsSync(FOLDER) ? readdirSync(FOLDER).filter((name) => name.endsWith('.crt')) : [];
  const read = (name: string): Uint8Array => readFileSync(join(FOLDER, name));
  const candidates = all.filter((name) => !name.endsWith('EE.crt')).map(read);
  const verdict = async (name: string): Promise<string> => {
    const paths = await buildCertificatePaths({
      leaf: parseCertificate(read(`${name}.crt`)),
      candidates,
      anchors: [read('TrustAnchorRootCertificate.crt')],
    });
    const verdicts = paths.map((path) => checkPath(path, { at: AT, purpose: 'signing' }).verdict);
    const best = verdicts.find(({ indication }) => indication === 'PASSED') ?? verdicts[0];
    if (best === undefined) return 'NO_CERTIFICATE_CHAIN_FOUND';
    return best.indication === 'PASSED' ? 'PASSED' : best.subIndication;
  };

  it('pass where they are valid', async () => {
    for (const name of PASS) expect(await verdict(name), name).to.equal('PASSED');
  });

  it('are refused where they are not, with the reason of EN 319 102-1', async () => {
    for (const [name, subIndication] of Object.entries(REFUSE)) expect(await verdict(name), name).to.equal(subIndication);
  });

  it('reads every certificate or names why not', () => {
    let read_ = 0;
    for (const name of all) {
      try {
        parseCertificate(read(name));
        read_ += 1;
      } catch (error) {
        expect(error, name).to.be.instanceOf(X509Error);
      }
    }
    expect(read_ > all.length - 5).to.equal(true);
  });
});
