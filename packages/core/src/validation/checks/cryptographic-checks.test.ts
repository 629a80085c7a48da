import { assertNamed, signatureFacts, signedBy, told, UNREADABLE_CMS } from '../../../test/validation/small-facts.ts';
import type { AlgorithmFacts } from '../facts/cms-facts.ts';
import type { EvidenceRecordFacts } from '../facts/evidence-record-facts.ts';
import { algorithmsConsistent } from './algorithms-consistent.ts';
import { algorithmsProtected } from './algorithms-protected.ts';
import { evidenceRecordsIntact } from './evidence-records-intact.ts';
import { messageDigestMatches } from './message-digest-matches.ts';
import { seedValuesHonoured } from './seed-values-honoured.ts';
import { signatureValueValid } from './signature-value-valid.ts';
import { signingCertificateIdentified } from './signing-certificate-identified.ts';

const SOUND = signatureFacts();
const UNSIGNED = signatureFacts({ cms: UNREADABLE_CMS });
const STRANGE: AlgorithmFacts = { oid: '1.2.3', name: null, digest: null };

describe('the values of a signature (EN 319 102-1 §5.2.7)', () => {
  it('cv.message-digest-matches: signs the digest over the signed octets (RFC 5652 §5.4)', () => {
    const values = '{"digestAlgorithm":"SHA-256","digest":"sha256:aa"}';
    expect(told(messageDigestMatches, SOUND)).to.equal(`passed ${values}`);
    expect(told(messageDigestMatches, signedBy({ messageDigestMatches: false }))).to.equal(`failed HASH_FAILURE DIGEST_DIFFERS ${values}`);
    expect(told(messageDigestMatches, UNSIGNED)).to.equal('not-applicable NO_SIGNER_INFO');
  });

  it('cv.message-digest-matches: tells an unknown algorithm from octets that are not there', () => {
    const open = signedBy({ messageDigestMatches: null });
    const values = '{"digestAlgorithm":"SHA-256","digest":"sha256:aa"}';
    expect(told(messageDigestMatches, open)).to.equal(`indeterminate SIGNED_DATA_NOT_FOUND BYTE_RANGE_UNUSABLE ${values}`);
    expect(told(messageDigestMatches, { ...open, dictionary: null })).to.equal(
      `indeterminate SIGNED_DATA_NOT_FOUND CONTENT_MISSING ${values}`,
    );
    expect(told(messageDigestMatches, signedBy({ messageDigestMatches: null, digestAlgorithm: STRANGE }))).to.equal(
      'indeterminate CUSTOM DIGEST_ALGORITHM_UNKNOWN {"digestAlgorithm":"1.2.3","digest":"sha256:aa"}',
    );
  });

  it('cv.signature-value-valid: verifies under the key of the certificate, or says why nobody could try (RFC 5652 §5.6)', () => {
    const of = (signatureValue: 'valid' | 'invalid' | 'unsupported' | 'not-verified'): string =>
      told(signatureValueValid, signedBy({ signatureValue }));
    const values = '{"signatureAlgorithm":"ECDSA"}';
    expect(of('valid')).to.equal(`passed ${values}`);
    expect(of('invalid')).to.equal(`failed SIG_CRYPTO_FAILURE SIGNATURE_VALUE_INVALID ${values}`);
    expect(of('unsupported')).to.equal(`indeterminate CUSTOM SIGNATURE_ALGORITHM_UNSUPPORTED ${values}`);
    expect(of('not-verified')).to.equal(`indeterminate NO_SIGNING_CERTIFICATE_FOUND SIGNER_CERTIFICATE_MISSING ${values}`);
    expect(told(signatureValueValid, signedBy({ signatureAlgorithm: STRANGE }))).to.equal('passed {"signatureAlgorithm":"1.2.3"}');
    expect(told(signatureValueValid, UNSIGNED)).to.equal('not-applicable NO_SIGNER_INFO');
  });

  it('cv.algorithms-protected: repeats in CMSAlgorithmProtection what the SignerInfo says (RFC 6211 §2)', () => {
    expect(told(algorithmsProtected, signedBy({ repeatsAlgorithms: true }))).to.equal('passed');
    expect(told(algorithmsProtected, signedBy({ repeatsAlgorithms: false }))).to.equal(
      'failed SIG_CRYPTO_FAILURE ALGORITHM_PROTECTION_DIFFERS',
    );
    expect(told(algorithmsProtected, signedBy({ repeatsAlgorithms: null }))).to.equal('not-applicable NO_ALGORITHM_PROTECTION');
    expect(told(algorithmsProtected, UNSIGNED)).to.equal('not-applicable NO_ALGORITHM_PROTECTION');
  });

  it('sav.algorithms-consistent: digests the content as the value digests the attributes, but for EdDSA (RFC 8419 §3.1)', () => {
    const of = (content: string | null, signatureAlgorithm: Partial<AlgorithmFacts>): string =>
      told(
        algorithmsConsistent,
        signedBy({
          digestAlgorithm: { oid: '1.2', name: content, digest: content },
          signatureAlgorithm: { oid: '1.3', name: 'ECDSA', digest: 'SHA-256', ...signatureAlgorithm },
        }),
      );
    expect(of('SHA-256', {})).to.equal('passed');
    expect(of('SHA-1', {})).to.equal(
      'indeterminate CRYPTO_CONSTRAINTS_FAILURE DIGEST_ALGORITHMS_DIFFER {"content":"SHA-1","value":"SHA-256"}',
    );
    for (const name of ['Ed25519', 'Ed448']) expect(of('SHA-256', { name, digest: 'SHA-512' })).to.equal('not-applicable NO_TWO_DIGESTS');
    expect(of(null, {})).to.equal('not-applicable NO_TWO_DIGESTS');
    expect(of('SHA-256', { digest: null })).to.equal('not-applicable NO_TWO_DIGESTS');
    expect(of('SHA-1', { name: null })).to.match(/^indeterminate CRYPTO_CONSTRAINTS_FAILURE /);
    expect(told(algorithmsConsistent, UNSIGNED)).to.equal('not-applicable NO_TWO_DIGESTS');
  });
});

describe('the certificate that a signature names (EN 319 102-1 §5.2.3, RFC 5035 §3)', () => {
  it('isc.signing-certificate-identified: is there and is the one of the signed reference', () => {
    const of = (changes: Parameters<typeof signedBy>[0]): string => told(signingCertificateIdentified, signedBy(changes));
    expect(of({})).to.equal('passed {"attribute":"signing-certificate-v2"}');
    expect(of({ reference: 'signing-certificate' })).to.equal('passed {"attribute":"signing-certificate"}');
    const differs = 'indeterminate NO_SIGNING_CERTIFICATE_FOUND SIGNING_CERTIFICATE_REFERENCE_DIFFERS';
    for (const referenceMatches of [false, null])
      expect(of({ referenceMatches })).to.equal(`${differs} {"attribute":"signing-certificate-v2"}`);
    expect(of({ certificate: null })).to.equal('indeterminate NO_SIGNING_CERTIFICATE_FOUND SIGNER_CERTIFICATE_MISSING');
    expect(of({ reference: null, referenceMatches: null })).to.equal('not-checked SIGNING_CERTIFICATE_REFERENCE_MISSING');
    expect(told(signingCertificateIdentified, UNSIGNED)).to.equal('not-applicable NO_SIGNER_INFO');
  });
});

describe('what the author of the form asks (ISO 32000-2 §12.7.5.5)', () => {
  it('sav.seed-values-honoured: is what the signature has', () => {
    expect(told(seedValuesHonoured, SOUND)).to.equal('passed');
    expect(told(seedValuesHonoured, signatureFacts({ seedValueFaults: ['SEED_REASON', 'SEED_DIGEST'] }))).to.equal(
      'indeterminate SIG_CONSTRAINTS_FAILURE SEED_REASON {"faults":["SEED_REASON","SEED_DIGEST"]}',
    );
    expect(told(seedValuesHonoured, signatureFacts({ dictionary: null, seedValueFaults: ['SEED_REASON'] }))).to.equal(
      'not-applicable NOT_IN_PDF',
    );
  });
});

describe('evidence records inside a signature (RFC 4998 §4.3)', () => {
  const record = (changes: Partial<EvidenceRecordFacts> = {}): EvidenceRecordFacts => ({
    kind: 'internal-evidence-record',
    fault: null,
    isOverContainer: true,
    unknownDigests: 0,
    timestamps: [],
    ...changes,
  });
  const of = (...evidenceRecords: readonly EvidenceRecordFacts[]): string =>
    told(evidenceRecordsIntact, signatureFacts({ evidenceRecords }));
  const values = (...rows: readonly [boolean | null, number][]): string =>
    JSON.stringify({
      records: rows.map(([isOverContainer, unknownDigests]) => ({ kind: 'internal-evidence-record', isOverContainer, unknownDigests })),
    });

  it('cv.evidence-records-intact: are over the file as it was when they came', () => {
    expect(of()).to.equal('not-applicable NO_EVIDENCE_RECORD');
    expect(of(record({ unknownDigests: 2 }))).to.equal(`passed ${values([true, 2])}`);
  });

  it('cv.evidence-records-intact: one over something else counts before one that cannot be read, and that before one not judged', () => {
    const over = record({ isOverContainer: false });
    const unread = record({ isOverContainer: null, fault: 'EVIDENCE_RECORD_MALFORMED' });
    const open = record({ isOverContainer: null });
    expect(of(open, unread, over)).to.equal(
      `failed HASH_FAILURE EVIDENCE_RECORD_OVER_SOMETHING_ELSE ${values([null, 0], [null, 0], [false, 0])}`,
    );
    expect(of(record(), open, unread)).to.equal(`not-checked EVIDENCE_RECORD_UNREADABLE ${values([true, 0], [null, 0], [null, 0])}`);
    expect(of(record(), open)).to.equal(`not-checked EVIDENCE_RECORD_NOT_JUDGED ${values([true, 0], [null, 0])}`);
  });
});

describe('the lines of these checks', () => {
  it('have an id, a clause and a group', () => {
    assertNamed([
      messageDigestMatches,
      signatureValueValid,
      algorithmsProtected,
      algorithmsConsistent,
      evidenceRecordsIntact,
      signingCertificateIdentified,
      seedValuesHonoured,
    ]);
  });
});
