import {
  assertNamed,
  cmsFacts,
  dictionaryFacts,
  NO_PATHS,
  signatureFacts,
  signerFacts,
  told,
  signedBy,
  UNREADABLE_CMS,
} from '../../../test/validation/small-facts.ts';
import { OIDS } from '../../asn1/index.ts';
import type { JsonValue } from '../../bytes/index.ts';
import type { JwsFacts, ObservedUse, UseFacts } from '../facts/use-facts.ts';
import type { PermitPayload } from '../../seal/index.ts';
import type { SignatureFacts } from '../facts/validation-facts.ts';
import { commitmentStated } from './commitment-stated.ts';
import { intentRecorded } from './intent-recorded.ts';
import { permitOfFacts, textMember } from './permit-payload.ts';
import { usePermitGenuine } from './use-permit-genuine.ts';
import { usePermitMatches } from './use-permit-matches.ts';
import { useRecordGenuine } from './use-record-genuine.ts';
import { useRevisionExplained } from './use-revision-explained.ts';

const sha = (octet: string): string => `sha256:${octet.repeat(32)}`;

const PERMIT = {
  v: 1,
  id: 'permit-1',
  tenant: 'tenant',
  envelopeId: 'envelope',
  seal: { number: '1101000000001', version: 2, statement: sha('5e') },
  document: { digest: sha('d0'), length: 1000 },
  frame: sha('f0'),
  placements: [{ page: 1, x: 0, y: 0, width: 40_000, height: 40_000, rotation: 0 }],
  person: 'person-1',
  certificate: sha('ce'),
  issuer: 'register',
  attestedBy: [],
  approvals: [],
  intentPolicy: { required: false, methods: [], minimumAssurance: 0 },
  nonce: 'nonce',
  notBefore: '2026-06-01T08:00:00.500Z',
  expires: '2026-06-01T08:10:00.000Z',
} as const satisfies PermitPayload;

const OBSERVED: ObservedUse = {
  originalLength: 1000,
  originalDigest: sha('d0'),
  frameDigest: sha('f0'),
  frameFault: null,
  revisionEqual: true,
  revisionFault: null,
  statementDigest: sha('5e'),
  sealNumber: '1101000000001',
  certificateDigest: sha('ce'),
  byteRangeDigest: sha('b0'),
};

const statement = (payload: JsonValue, changes: Partial<JwsFacts> = {}): JwsFacts => ({
  fault: null,
  keyIdMatches: true,
  signatureValue: 'valid',
  payload,
  paths: NO_PATHS,
  digest: sha('9e'),
  ...changes,
});
const RECORD: JsonValue = { v: 1, permit: sha('9e'), intent: null, event: sha('e0'), byteRangeDigest: sha('b0') };

function used(changes: Partial<UseFacts> = {}, claimedTime: string | null = '2026-06-01T08:05:00Z'): SignatureFacts {
  const use: UseFacts = { permit: statement(PERMIT), record: statement(RECORD), observed: OBSERVED, ...changes };
  return signatureFacts({ use, dictionary: dictionaryFacts({ claimedTime }) });
}
const observing = (changes: Partial<ObservedUse>): SignatureFacts => used({ observed: { ...OBSERVED, ...changes } });
const permitting = (changes: Readonly<Record<string, JsonValue>>, observed: Partial<ObservedUse> = {}): SignatureFacts =>
  used({ permit: statement({ ...PERMIT, ...changes }), observed: { ...OBSERVED, ...observed } });

describe('the permit that facts hold', () => {
  it('is read where it is one, and is none with a fault or of another shape', () => {
    expect(permitOfFacts(statement(PERMIT))).to.deep.equal(PERMIT);
    expect(permitOfFacts(statement(PERMIT, { fault: 'PERMIT_MALFORMED' }))).to.equal(undefined);
    expect(permitOfFacts(statement({ ...PERMIT, v: 2 }))).to.equal(undefined);
    expect(permitOfFacts(statement(null))).to.equal(undefined);
    expect(permitOfFacts(null)).to.equal(undefined);
    expect(permitOfFacts(undefined)).to.equal(undefined);
  });

  it('has members of text, and null ones, and no others', () => {
    const payload: JsonValue = { a: 'text', b: null, c: 5, d: ['text'] };
    expect(['a', 'b', 'c', 'd', 'e'].map((name) => textMember(payload, name))).to.deep.equal([
      'text',
      null,
      undefined,
      undefined,
      undefined,
    ]);
    for (const odd of ['text', 7, true, null, ['text']]) expect(textMember(odd, '0')).to.equal(undefined);
  });
});

describe('use.permit-genuine', () => {
  it('asks for the permit that the register signed', () => {
    expect(told(usePermitGenuine, signatureFacts())).to.equal('not-applicable NO_SEAL');
    expect(told(usePermitGenuine, used({ permit: null }))).to.equal('indeterminate SIG_CONSTRAINTS_FAILURE PERMIT_MISSING');
    expect(told(usePermitGenuine, used({ permit: statement(PERMIT, { keyIdMatches: false }) }))).to.equal(
      'failed FORMAT_FAILURE KEY_ID_DIFFERS',
    );
    expect(told(usePermitGenuine, used())).to.equal('indeterminate NO_CERTIFICATE_CHAIN_FOUND NO_TRUST_ANCHORS');
  });
});

describe('use.permit-matches', () => {
  const line = (facts: SignatureFacts): string => told(usePermitMatches, facts);
  const refused = (reason: string): string => `failed FORMAT_FAILURE ${reason} {"permit":"permit-1"}`;

  it('passes for the use that the permit speaks of', () => {
    expect(line(used())).to.equal(`passed {"permit":"permit-1","person":"person-1","document":"${sha('d0')}"}`);
  });

  it('is not asked without a permit that can be read', () => {
    expect(line(signatureFacts())).to.equal('not-applicable NO_PERMIT');
    expect(line(used({ permit: null }))).to.equal('not-applicable NO_PERMIT');
    expect(line(used({ permit: statement({}) }))).to.equal('not-applicable NO_PERMIT');
  });

  it('refuses another document, frame, seal, seal version or certificate', () => {
    expect(line(observing({ originalLength: 999 }))).to.equal(refused('DOCUMENT_LENGTH_DIFFERS'));
    expect(line(observing({ originalDigest: sha('00') }))).to.equal(refused('DOCUMENT_DIGEST_DIFFERS'));
    expect(line(observing({ frameDigest: sha('00') }))).to.equal(refused('FRAME_DIFFERS'));
    expect(line(observing({ statementDigest: null }))).to.equal(refused('SEAL_DIFFERS'));
    expect(line(observing({ sealNumber: '1101000000002' }))).to.equal(refused('SEAL_NUMBER_DIFFERS'));
    expect(line(observing({ statementDigest: sha('00') }))).to.equal(refused('STATEMENT_DIFFERS'));
    expect(line(observing({ certificateDigest: sha('00') }))).to.equal(refused('CERTIFICATE_DIFFERS'));
  });

  it('leaves a frame that could not be read to the check of the revision', () => {
    expect(line(observing({ frameDigest: null, frameFault: 'FRAME_UNREADABLE' }))).to.match(/^passed/);
  });

  it('takes a personal permit for a signature without a seal alone', () => {
    const personal = { seal: null, placements: [] };
    expect(line(permitting(personal, { statementDigest: null, sealNumber: null }))).to.match(/^passed/);
    expect(line(permitting(personal))).to.equal(refused('SEAL_DIFFERS'));
  });

  it('is in force from the second of its start to its end, both included', () => {
    const at = (claimedTime: string | null): string => line(used({}, claimedTime));
    expect(at('2026-06-01T08:00:00Z')).to.match(/^passed/);
    expect(at('2026-06-01T08:10:00Z')).to.match(/^passed/);
    for (const out of ['2026-06-01T07:59:59Z', '2026-06-01T08:10:01Z', null, 'never'])
      expect(at(out)).to.equal(refused('PERMIT_NOT_IN_FORCE'));
    expect(line({ ...used(), dictionary: null })).to.equal(refused('PERMIT_NOT_IN_FORCE'));
  });
});

describe('use.revision-explained', () => {
  const values = '{"permit":"permit-1","places":1}';

  it('passes a revision that is what the permit makes of the document', () => {
    expect(told(useRevisionExplained, used())).to.equal(`passed ${values}`);
    expect(told(useRevisionExplained, signatureFacts())).to.equal('not-applicable NO_PERMIT');
    expect(told(useRevisionExplained, used({ permit: statement(null) }))).to.equal('not-applicable NO_PERMIT');
  });

  it('refuses another revision, and leaves open one that could not be replayed', () => {
    expect(told(useRevisionExplained, observing({ revisionEqual: false }))).to.equal(`failed FORMAT_FAILURE REVISION_DIFFERS ${values}`);
    expect(told(useRevisionExplained, observing({ revisionEqual: false, revisionFault: 'OBJECT_EXTRA' }))).to.equal(
      `failed FORMAT_FAILURE OBJECT_EXTRA ${values}`,
    );
    expect(told(useRevisionExplained, observing({ revisionEqual: null, revisionFault: 'FRAME_UNREADABLE' }))).to.equal(
      `indeterminate SIG_CONSTRAINTS_FAILURE FRAME_UNREADABLE ${values}`,
    );
  });
});

describe('use.record-genuine', () => {
  const line = (record: JwsFacts | null): string => told(useRecordGenuine, used({ record }));

  it('asks for the record of this permit and these octets, signed by the register', () => {
    expect(line(statement(RECORD))).to.equal('indeterminate NO_CERTIFICATE_CHAIN_FOUND NO_TRUST_ANCHORS');
    expect(line(null)).to.equal('indeterminate SIG_CONSTRAINTS_FAILURE USE_RECORD_MISSING');
    expect(line(statement({ ...RECORD, byteRangeDigest: sha('00'), permit: sha('00') }))).to.equal(
      'failed HASH_FAILURE BYTE_RANGE_DIGEST_DIFFERS',
    );
    expect(line(statement({ ...RECORD, permit: sha('00') }))).to.equal('failed FORMAT_FAILURE PERMIT_DIFFERS');
  });

  it('tells what is wrong with a record that cannot be read, and nothing else of it', () => {
    expect(line(statement(null, { fault: 'USE_RECORD_MALFORMED' }))).to.equal('failed FORMAT_FAILURE USE_RECORD_MALFORMED');
  });

  it('is not asked without a permit', () => {
    expect(told(useRecordGenuine, signatureFacts())).to.equal('not-applicable NO_PERMIT');
    expect(told(useRecordGenuine, used({ permit: null }))).to.equal('not-applicable NO_PERMIT');
  });
});

describe('use.intent-recorded', () => {
  const asking = (required: boolean): JwsFacts =>
    statement({ ...PERMIT, intentPolicy: { required, methods: ['passkey'], minimumAssurance: 2 } });
  const line = (required: boolean, record: JwsFacts | null): string => told(intentRecorded, used({ permit: asking(required), record }));
  const proven = statement({ ...RECORD, intent: sha('1e') });
  const asked = (required: boolean): string => `"required":${required},"methods":["passkey"],"minimumAssurance":2`;

  it('asks the record for a proof of intent where the permit does', () => {
    expect(line(true, proven)).to.equal(`passed {${asked(true)},"intent":"${sha('1e')}"}`);
    expect(line(true, statement(RECORD))).to.equal(`failed FORMAT_FAILURE INTENT_MISSING {${asked(true)}}`);
    expect(line(true, statement({}))).to.equal(`failed FORMAT_FAILURE INTENT_MISSING {${asked(true)}}`);
  });

  it('tells one that nobody asked for, and misses none', () => {
    expect(line(false, proven)).to.equal(`passed {${asked(false)},"intent":"${sha('1e')}"}`);
    expect(line(false, statement(RECORD))).to.equal('not-applicable INTENT_NOT_REQUIRED');
  });

  it('is not asked without a permit and a record that can be read', () => {
    expect(line(true, null)).to.equal('not-applicable NO_USE_RECORD');
    expect(line(true, statement(null, { fault: 'USE_RECORD_MALFORMED' }))).to.equal('not-applicable NO_USE_RECORD');
    expect(told(intentRecorded, used({ permit: null }))).to.equal('not-applicable NO_USE_RECORD');
    expect(told(intentRecorded, signatureFacts())).to.equal('not-applicable NO_USE_RECORD');
  });
});

describe('use.commitment-stated (EN 319 122-1 §5.2.3)', () => {
  const APPROVAL = OIDS.commitmentProofOfApproval;
  const asking = statement({ ...PERMIT, intentPolicy: { ...PERMIT.intentPolicy, commitmentType: 'proof-of-approval' } });
  const line = (...commitments: readonly string[]): string =>
    told(commitmentStated, { ...used({ permit: asking }), cms: signedBy({ commitments }).cms });
  const refused = (...stated: readonly string[]): string =>
    `failed FORMAT_FAILURE COMMITMENT_DIFFERS ${JSON.stringify({ asked: 'proof-of-approval', stated })}`;

  it('is that of the permit, and no other beside it', () => {
    expect(line(APPROVAL)).to.equal('passed {"commitment":"proof-of-approval"}');
    expect(line()).to.equal(refused());
    expect(line('1.2.3')).to.equal(refused('1.2.3'));
    expect(line(APPROVAL, '1.2.3')).to.equal(refused(APPROVAL, '1.2.3'));
    expect(told(commitmentStated, { ...used({ permit: asking }), cms: UNREADABLE_CMS })).to.equal(refused());
  });

  it('is left open by facts that were saved before commitments were read', () => {
    const { commitments: _, ...signer } = signerFacts();
    const saved = cmsFacts({ signer });
    const asked = '{"asked":"proof-of-approval"}';
    expect(told(commitmentStated, { ...used({ permit: asking }), cms: saved })).to.equal(`not-checked COMMITMENTS_NOT_SAVED ${asked}`);
    expect(told(commitmentStated, { ...used(), cms: saved })).to.equal('not-applicable COMMITMENT_NOT_REQUIRED');
  });

  it('is not asked where the permit asks for none', () => {
    expect(told(commitmentStated, used())).to.equal('not-applicable COMMITMENT_NOT_REQUIRED');
    expect(told(commitmentStated, signatureFacts())).to.equal('not-applicable COMMITMENT_NOT_REQUIRED');
  });
});

describe('the lines of these checks', () => {
  it('have an id, a clause and a group', () => {
    assertNamed([usePermitGenuine, usePermitMatches, useRecordGenuine, useRevisionExplained, intentRecorded, commitmentStated]);
  });
});
