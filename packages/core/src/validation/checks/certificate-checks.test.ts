import { answerFacts } from '../../../test/validation/small-answers.ts';
import { smallAuthority, smallCertificate } from '../../../test/validation/small-certificates.ts';
import { assertNamed, contextAround, NO_PATHS, NOW, signatureFacts, told } from '../../../test/validation/small-facts.ts';
import type { JudgedPath, StatusFault } from '../certificates/judged-path.ts';
import type { JudgedSigner } from '../certificates/judged-signer.ts';
import type { CertificateLimit } from '../certificates/path-algorithms.ts';
import type { CertificateStatus } from '../certificates/revocation-status.ts';
import type { PathFacts } from '../facts/path-facts.ts';
import { VALIDATION_POLICIES } from '../policies.ts';
import type { ValidationPolicy } from '../report/report.ts';
import type { Certificate, PathResult } from '../../x509/index.ts';
import { algorithmsStrong } from './algorithms-strong.ts';
import { runCheck } from './check.ts';
import { certificatePathFound } from './certificate-path-found.ts';
import { certificatePathValid } from './certificate-path-valid.ts';
import { revocationKnown } from './revocation-known.ts';
import { purposeOf } from './signature-purpose.ts';

const chain: readonly [Certificate, Certificate, Certificate] = [
  smallCertificate('Leaf', 'Authority'),
  smallAuthority('Authority', 'Anchor', { notAfter: new Date('2031-01-01T00:00:00Z') }),
  smallAuthority('Anchor', 'Anchor'),
];

const PASSED: PathResult['verdict'] = { indication: 'PASSED' };
const GOOD: CertificateStatus = { kind: 'good', answer: answerFacts({ kind: 'ocsp' }) };

/** A path in force, with good answers about leaf and authority. */
function judgedPath(changes: Partial<JudgedPath> = {}): JudgedPath {
  const [leaf, authority, anchor] = chain;
  return {
    path: { certificates: [leaf, authority, anchor], links: ['valid', 'valid'] },
    fingerprints: ['leaf', 'authority', 'anchor'],
    result: {
      verdict: PASSED,
      policies: [],
      steps: [
        { certificate: leaf, role: 'leaf', verdict: PASSED, reasons: [] },
        { certificate: authority, role: 'intermediate', verdict: PASSED, reasons: [] },
        { certificate: anchor, role: 'anchor', verdict: PASSED, reasons: [] },
      ],
    },
    statuses: [GOOD, GOOD, null],
    fault: null,
    limit: null,
    ...changes,
  };
}

function judgedSigner(changes: Partial<JudgedSigner> = {}): JudgedSigner {
  return {
    path: judgedPath(),
    at: NOW,
    proof: 'none',
    isPastUnproven: false,
    limit: null,
    fault: null,
    failure: null,
    ...changes,
  };
}

const named = (certificate: Certificate): { readonly certificate: string; readonly notBefore: string; readonly notAfter: string } => ({
  certificate: certificate.subject.text,
  notBefore: certificate.notBefore.toISOString(),
  notAfter: certificate.notAfter.toISOString(),
});

describe('xcv.certificate-path-found (EN 319 102-1 §5.2.6)', () => {
  const found = (certificate: string | null, anchors: number, ...paths: readonly PathFacts[]): string =>
    told(certificatePathFound, { paths: { certificate, anchors, paths, withoutAnchor: [] } });

  it('finds a path to an anchor of the caller, and trusts nobody without anchors', () => {
    expect(found('leaf', 2, { certificates: ['leaf', 'anchor'], links: ['valid'] })).to.equal('passed {"anchors":2}');
    expect(found('leaf', 2)).to.equal('indeterminate NO_CERTIFICATE_CHAIN_FOUND NO_PATH_TO_ANCHOR {"anchors":2}');
    expect(found('leaf', 0)).to.equal('indeterminate NO_CERTIFICATE_CHAIN_FOUND NO_TRUST_ANCHORS {"anchors":0}');
    expect(told(certificatePathFound, { paths: NO_PATHS })).to.equal('not-applicable SIGNER_CERTIFICATE_MISSING');
  });
});

describe('xcv.certificate-path-valid (EN 319 102-1 §5.2.6, §5.5.4, §5.6.2.1)', () => {
  const VALUES = '{"length":3,"at":"2026-06-01T00:00:00.000Z"}';
  const line = (changes: Partial<JudgedSigner>): string => told(certificatePathValid, judgedSigner(changes));
  const bad = (subIndication: 'OUT_OF_BOUNDS_NO_POE' | 'CHAIN_CONSTRAINTS_FAILURE'): PathResult['verdict'] => ({
    indication: 'INDETERMINATE',
    subIndication,
  });

  it('passes now, or at the time until which the signature is proven, and says which', () => {
    expect(line({})).to.equal(`passed ${VALUES}`);
    for (const proof of ['best-signature-time', 'past-validation'] as const)
      expect(line({ proof })).to.equal(`passed VALID_AT_PROVEN_TIME ${VALUES}`);
    expect(line({ path: undefined })).to.equal('not-applicable NO_PATH_TO_ANCHOR');
  });

  it('fails where the proven times speak against the signature for good, but for a revocation, which is told elsewhere', () => {
    const failure = { subIndication: 'NOT_YET_VALID', reason: 'SIGNED_BEFORE_CERTIFICATE' } as const;
    expect(line({ failure, isPastUnproven: true })).to.equal(
      `failed NOT_YET_VALID SIGNED_BEFORE_CERTIFICATE ${JSON.stringify(named(chain[0]))}`,
    );
    expect(line({ failure: { subIndication: 'REVOKED', reason: 'SIGNED_AFTER_REVOCATION' } })).to.equal(`passed ${VALUES}`);
  });

  it('stays open where the past was asked and is not proven, before what the path itself says', () => {
    const { result } = judgedPath();
    const path = judgedPath({ result: { ...result, verdict: bad('OUT_OF_BOUNDS_NO_POE') } });
    expect(line({ isPastUnproven: true, path })).to.equal(`indeterminate NO_POE PAST_NOT_PROVEN ${VALUES}`);
  });

  it('names the certificate whose answer is the answer of the path', () => {
    const { result } = judgedPath();
    const [leaf, authority, anchor] = result.steps;
    const expired = { ...leaf!, verdict: bad('OUT_OF_BOUNDS_NO_POE'), reasons: ['CERTIFICATE_EXPIRED' as const] };
    const unfit = {
      ...authority!,
      verdict: bad('CHAIN_CONSTRAINTS_FAILURE'),
      reasons: ['ISSUER_NOT_AUTHORITY' as const, 'EXTENSION_MALFORMED' as const],
    };
    const path = judgedPath({ result: { ...result, verdict: bad('CHAIN_CONSTRAINTS_FAILURE'), steps: [expired, unfit, anchor!] } });
    expect(line({ path })).to.equal(`indeterminate CHAIN_CONSTRAINTS_FAILURE ISSUER_NOT_AUTHORITY ${JSON.stringify(named(chain[1]))}`);
    const late = judgedPath({ result: { ...result, verdict: bad('OUT_OF_BOUNDS_NO_POE'), steps: [expired, authority!, anchor!] } });
    expect(line({ path: late })).to.equal(`indeterminate OUT_OF_BOUNDS_NO_POE CERTIFICATE_EXPIRED ${JSON.stringify(named(chain[0]))}`);
  });
});

describe('xcv.revocation-known (EN 319 102-1 §5.2.5, RFC 5280 §6.3)', () => {
  const line = (changes: Partial<JudgedSigner>, revocation: ValidationPolicy['revocation'] = 'require'): string =>
    told(revocationKnown, judgedSigner(changes), contextAround({ policy: { ...VALIDATION_POLICIES.strict, revocation } }));
  const rows = (leaf: object, authority: object = ROW): string =>
    JSON.stringify({
      at: '2026-06-01T00:00:00.000Z',
      certificates: [
        { certificate: chain[0].subject.text, ...leaf },
        { certificate: chain[1].subject.text, ...authority },
      ],
    });
  const ROW = {
    status: 'good',
    answer: 'ocsp',
    source: 'document',
    thisUpdate: '2026-05-30T00:00:00.000Z',
    nextUpdate: '2026-06-30T00:00:00.000Z',
  };
  const faulty = (status: CertificateStatus, reason: StatusFault['reason']): StatusFault => ({
    subIndication: reason === 'CERTIFICATE_REVOKED' ? 'REVOKED_NO_POE' : 'TRY_LATER',
    reason,
    certificate: chain[0],
    status,
  });
  const REVOKED: CertificateStatus = {
    kind: 'revoked',
    at: new Date('2026-04-01T00:00:00Z'),
    answer: answerFacts({ status: 'revoked', reason: 'keyCompromise' }),
  };
  const REVOKED_ROW = { ...ROW, status: 'revoked', answer: 'crl', revokedAt: '2026-04-01T00:00:00.000Z', reason: 'keyCompromise' };

  it('tells what each certificate below the anchor has for a status, and what that rests on', () => {
    expect(line({})).to.equal(`passed NOT_REVOKED ${rows(ROW)}`);
    expect(line({ proof: 'best-signature-time' })).to.equal(`passed NOT_REVOKED ${rows(ROW)}`);
    expect(line({ proof: 'past-validation' })).to.equal(`passed NOT_REVOKED_AT_PROVEN_TIME ${rows(ROW)}`);
    expect(line({ path: judgedPath({ statuses: [null, GOOD, null] }) })).to.equal(`passed NOT_REVOKED ${rows({ status: 'not-asked' })}`);
    expect(line({ path: undefined })).to.equal('not-applicable NO_PATH_TO_ANCHOR');
  });

  it('says where nobody is to be asked (RFC 9608 §4), or the signer is an anchor itself', () => {
    const none = { status: 'not-asked' };
    expect(line({ path: judgedPath({ statuses: [null, null, null] }) })).to.equal(`passed NO_REVOCATION_AVAILABLE ${rows(none, none)}`);
    const alone = judgedPath({ path: { certificates: [chain[0]], links: [] }, statuses: [null] });
    expect(line({ path: alone })).to.equal('passed SIGNER_IS_ANCHOR');
  });

  it('is open for the status fault that counts, and names its certificate', () => {
    const missing = faulty({ kind: 'missing' }, 'REVOCATION_DATA_MISSING');
    const values = rows({ status: 'missing' }).replace(/\}$/, `,"certificate":${JSON.stringify(chain[0].subject.text)}}`);
    expect(line({ fault: missing, path: judgedPath({ statuses: [{ kind: 'missing' }, GOOD, null], fault: missing }) })).to.equal(
      `indeterminate TRY_LATER REVOCATION_DATA_MISSING ${values}`,
    );
    const revoked = faulty(REVOKED, 'CERTIFICATE_REVOKED');
    expect(line({ fault: revoked, path: judgedPath({ statuses: [REVOKED, GOOD, null], fault: revoked }) })).to.equal(
      `indeterminate REVOKED_NO_POE CERTIFICATE_REVOKED ${rows(REVOKED_ROW).replace(/\}$/, `,"certificate":${JSON.stringify(chain[0].subject.text)}}`)}`,
    );
  });

  it('fails for good where the signature is proven to be younger than the revocation', () => {
    const fault = faulty(REVOKED, 'CERTIFICATE_REVOKED');
    const failure = { subIndication: 'REVOKED', reason: 'SIGNED_AFTER_REVOCATION' } as const;
    const path = judgedPath({ statuses: [REVOKED, GOOD, null], fault });
    expect(line({ failure, fault, path })).to.equal(`failed REVOKED SIGNED_AFTER_REVOCATION ${rows(REVOKED_ROW)}`);
    const expired = { subIndication: 'EXPIRED', reason: 'SIGNED_AFTER_EXPIRY' } as const;
    expect(line({ failure: expired })).to.equal(`passed NOT_REVOKED ${rows(ROW)}`);
  });

  it('is not checked where what is not known does not count by the policy, and says whether nobody was to be asked', () => {
    const status: CertificateStatus = { kind: 'unreliable', fault: 'SIGNER_UNSUITABLE' };
    const path = judgedPath({ statuses: [status, GOOD, null], fault: faulty(status, 'REVOCATION_DATA_UNRELIABLE') });
    const values = rows({ status: 'unreliable', fault: 'SIGNER_UNSUITABLE' });
    expect(line({ path }, 'if-present')).to.equal(`not-checked REVOCATION_DATA_UNRELIABLE ${values}`);
    expect(line({ path }, 'ignore')).to.equal(`not-checked REVOCATION_IGNORED ${values}`);
    const revoked = judgedPath({ statuses: [REVOKED, GOOD, null], fault: faulty(REVOKED, 'CERTIFICATE_REVOKED') });
    expect(line({ path: revoked }, 'ignore')).to.equal(`not-checked REVOCATION_IGNORED ${rows(REVOKED_ROW)}`);
  });
});

describe('sav.algorithms-strong (EN 319 102-1 §5.2.8.4)', () => {
  const limit = { reason: 'DIGEST_TOO_WEAK', algorithm: 'SHA-1', until: '2012-08-01' } as const;
  const OPEN = 'indeterminate CRYPTO_CONSTRAINTS_FAILURE_NO_POE';

  it('finds no weak algorithm in the signature nor in its path', () => {
    expect(told(algorithmsStrong, judgedSigner())).to.equal('passed');
    expect(told(algorithmsStrong, judgedSigner({ path: undefined }))).to.equal('passed');
  });

  it('tells the weak algorithm of the signature, then that of a certificate and whose', () => {
    const weak: CertificateLimit = { reason: 'KEY_TOO_SMALL', algorithm: 'RSA 1024', until: '2019-10-01', certificate: chain[0] };
    const path = judgedPath({ limit: weak });
    expect(told(algorithmsStrong, judgedSigner({ limit, path }))).to.equal(
      `${OPEN} DIGEST_TOO_WEAK {"algorithm":"SHA-1","until":"2012-08-01"}`,
    );
    expect(told(algorithmsStrong, judgedSigner({ path }))).to.equal(
      `${OPEN} KEY_TOO_SMALL {"algorithm":"RSA 1024","until":"2019-10-01","certificate":${JSON.stringify(chain[0].subject.text)}}`,
    );
  });
});

describe('the purpose that a signature asks of its certificate', () => {
  it('is time-stamping for time-stamps (RFC 3161 §2.3), and signing for all others', () => {
    const of = (kind: 'signature' | 'certification' | 'document-time-stamp' | 'time-stamp-token'): string =>
      purposeOf(signatureFacts({ kind }));
    expect([of('document-time-stamp'), of('time-stamp-token')]).to.deep.equal(['timestamping', 'timestamping']);
    expect([of('signature'), of('certification')]).to.deep.equal(['signing', 'signing']);
  });
});

describe('the lines of these checks', () => {
  it('have an id, a clause and a group', () => {
    assertNamed([certificatePathFound, certificatePathValid, revocationKnown, algorithmsStrong]);
  });

  it('are the outcome with these', () => {
    const { id, clause } = algorithmsStrong;
    expect(runCheck(algorithmsStrong, judgedSigner(), contextAround())).to.deep.equal({
      id,
      clause,
      group: 'signature',
      status: 'passed',
      values: {},
    });
  });
});
