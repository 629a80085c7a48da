import { answerFacts } from '../../../test/validation/small-answers.ts';
import { smallAuthority, smallCertificate } from '../../../test/validation/small-certificates.ts';
import { assertNamed, contextAround, lineOf, NO_PATHS, NOW, signatureFacts, told } from '../../../test/validation/small-facts.ts';
import type { CertificatePathFacts } from '../facts/path-facts.ts';
import type { RevocationFacts } from '../facts/revocation-facts.ts';
import type { SealFacts } from '../facts/seal-facts.ts';
import type { JwsFacts } from '../facts/use-facts.ts';
import { VALIDATION_POLICIES } from '../policies.ts';
import type { ValidationPolicy } from '../report/report.ts';
import { issuerOutcome, type IssuerQuery } from './issuer-outcome.ts';
import { judgeRegisterStatement } from './register-statement.ts';
import { sealMakerTrusted } from './seal-maker-trusted.ts';

const PATHS: CertificatePathFacts = {
  certificate: 'maker',
  anchors: 1,
  paths: [{ certificates: ['maker', 'anchor'], links: ['valid'] }],
  withoutAnchor: [],
};
const day = (text: string): Date => new Date(`${text}T00:00:00Z`);

const maker = 'CN=Maker';
/** In force from 2020 to the end of 2026. */
const certificates = new Map([
  ['maker', smallCertificate('Maker', 'Anchor', { notAfter: day('2027-01-01') })],
  ['anchor', smallAuthority('Anchor', 'Anchor')],
]);

const answer = (changes: Partial<RevocationFacts>): RevocationFacts =>
  answerFacts({ certificate: 'maker', issuer: 'anchor', signer: 'anchor', ...changes });
const REVOKED = answer({ status: 'revoked', revokedAt: '2026-03-01T00:00:00.000Z' });

function of(
  query: Partial<IssuerQuery> = {},
  { answers = [], revocation = 'require' }: { answers?: readonly RevocationFacts[]; revocation?: ValidationPolicy['revocation'] } = {},
): string {
  const policy = { ...VALIDATION_POLICIES.strict, revocation };
  const context = contextAround({ certificates, policy, revocation: new Map([['maker', answers]]) });
  return lineOf(issuerOutcome({ paths: PATHS, purpose: 'seal-maker', provenAt: NOW, ...query }, context));
}

describe('who made a statement (EN 319 102-1 §5.2.6)', () => {
  it('is trusted with a path to an anchor of the caller, and named', () => {
    expect(of()).to.equal(`passed ${JSON.stringify({ maker })}`);
    expect(of({ purpose: 'register' })).to.equal(`passed ${JSON.stringify({ register: maker })}`);
    expect(of({ paths: { ...PATHS, paths: [] } })).to.equal('indeterminate NO_CERTIFICATE_CHAIN_FOUND NO_PATH_TO_ANCHOR');
    expect(of({ paths: { ...PATHS, anchors: 0, paths: [] } })).to.equal('indeterminate NO_CERTIFICATE_CHAIN_FOUND NO_TRUST_ANCHORS');
  });

  it('was in force when the statement is proven to have been there', () => {
    expect(of({ provenAt: day('2019-12-31') })).to.equal('indeterminate OUT_OF_BOUNDS_NO_POE CERTIFICATE_NOT_YET_VALID');
    expect(of({ provenAt: day('2027-02-01') })).to.equal('indeterminate OUT_OF_BOUNDS_NO_POE CERTIFICATE_EXPIRED');
    const forged: CertificatePathFacts = { ...PATHS, paths: [{ certificates: ['maker', 'anchor'], links: ['invalid'] }] };
    expect(of({ paths: forged })).to.equal('indeterminate CERTIFICATE_CHAIN_GENERAL_FAILURE SIGNATURE_INVALID');
  });

  it('does not count once revoked, but for what is proven to be older, and but for a policy that ignores revocation', () => {
    const revoked = { answers: [REVOKED] };
    expect(of({}, revoked)).to.equal(`indeterminate REVOKED_NO_POE CERTIFICATE_REVOKED ${JSON.stringify({ certificate: maker })}`);
    expect(of({}, { ...revoked, revocation: 'if-present' })).to.match(/^indeterminate REVOKED_NO_POE/);
    expect(of({}, { ...revoked, revocation: 'ignore' })).to.match(/^passed/);
    expect(of({ provenAt: day('2026-02-28') }, revoked)).to.match(/^passed/);
  });

  it('need not be asked about: neither a missing nor a stale answer counts', () => {
    expect(of({}, { answers: [] })).to.match(/^passed/);
    expect(of({}, { answers: [answer({ nextUpdate: '2026-05-31T00:00:00.000Z' })] })).to.match(/^passed/);
  });
});

describe('a statement of the register (RFC 7515 §5.2)', () => {
  const statement: JwsFacts = {
    fault: null,
    keyIdMatches: true,
    signatureValue: 'valid',
    payload: null,
    paths: PATHS,
    digest: 'sha256:cc',
  };
  const line = (changes: Partial<JwsFacts>): string =>
    lineOf(judgeRegisterStatement({ ...statement, ...changes }, NOW, contextAround({ certificates })));

  it('counts where its form, its key and its value hold and the register is trusted', () => {
    expect(line({})).to.equal(`passed ${JSON.stringify({ register: maker })}`);
    expect(line({ paths: NO_PATHS })).to.equal('indeterminate NO_CERTIFICATE_CHAIN_FOUND NO_TRUST_ANCHORS');
  });

  it('is refused for its form first, then for the key that it names, then for its value', () => {
    const all = { fault: 'PERMIT_MALFORMED', keyIdMatches: false, signatureValue: 'invalid', paths: NO_PATHS } as const;
    expect(line(all)).to.equal('failed FORMAT_FAILURE PERMIT_MALFORMED');
    expect(line({ ...all, fault: null })).to.equal('failed FORMAT_FAILURE KEY_ID_DIFFERS');
    expect(line({ ...all, fault: null, keyIdMatches: true })).to.equal('failed SIG_CRYPTO_FAILURE SIGNATURE_VALUE_INVALID');
    for (const signatureValue of ['unsupported', 'not-verified'] as const)
      expect(line({ signatureValue })).to.equal('indeterminate CUSTOM SIGNATURE_ALGORITHM_UNSUPPORTED');
  });
});

describe('seal.maker-trusted', () => {
  const seal: SealFacts = {
    fault: null,
    digest: 'sha256:dd',
    statement: null,
    maker: null,
    makerPaths: PATHS,
    signerListed: null,
    places: [],
  };

  it('asks for the maker as a maker of seals, at the time until which the signature is proven', () => {
    const context = contextAround({ certificates, revocation: new Map([['maker', [REVOKED]]]) });
    expect(told(sealMakerTrusted, signatureFacts({ seal }), context)).to.match(/^indeterminate REVOKED_NO_POE CERTIFICATE_REVOKED/);
    const existence = { ...context.existence, timeOf: () => day('2026-02-01') };
    expect(told(sealMakerTrusted, signatureFacts({ seal }), { ...context, existence })).to.equal(`passed ${JSON.stringify({ maker })}`);
  });

  it('is not asked without a statement, or without the certificate of its maker', () => {
    expect(told(sealMakerTrusted, signatureFacts())).to.equal('not-applicable NO_STATEMENT');
    expect(told(sealMakerTrusted, signatureFacts({ seal: { ...seal, makerPaths: NO_PATHS } }))).to.equal('not-applicable NO_STATEMENT');
  });
});

describe('the line of this check', () => {
  it('has an id, a clause and a group', () => {
    assertNamed([sealMakerTrusted]);
  });
});
