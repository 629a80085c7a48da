import { NO_PATHS, signatureFacts, told } from '../../../test/validation/small-facts.ts';
import type { JsonValue } from '../../bytes/index.ts';
import type { CountersignatureFacts, PasskeyAssertion, PermitPayload } from '../../seal/index.ts';
import type { JwsFacts, UseFacts } from '../facts/use-facts.ts';
import { approvalsCountersigned } from './approvals-countersigned.ts';

const sha = (octet: string): string => `sha256:${octet.repeat(32)}`;
const ASSERTION: PasskeyAssertion = {
  rpId: 'seal.example',
  origin: 'https://seal.example',
  algorithm: -7,
  publicKey: 'AAAA',
  clientDataJSON: 'AAAA',
  authenticatorData: 'AAAA',
  signature: 'AAAA',
};
const APPROVAL = { person: 'mia', time: '2026-06-01T07:59:00.000Z', decision: 'approved', assertion: ASSERTION } as const;
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
  approvals: [APPROVAL],
  intentPolicy: { required: true, methods: ['confirm'], minimumAssurance: 0 },
  approvalPolicy: { countersigned: 'passkey' },
  nonce: 'nonce',
  notBefore: '2026-06-01T08:00:00.000Z',
  expires: '2026-06-01T08:10:00.000Z',
} as const satisfies PermitPayload;
const FACT: CountersignatureFacts = { person: 'mia', rpId: 'seal.example', algorithm: -7, key: sha('ab'), fault: null };

function line(
  countersignatures: readonly CountersignatureFacts[] | undefined,
  permit: object = PERMIT,
  jws: Partial<JwsFacts> = {},
): string {
  const use: UseFacts = {
    permit: {
      fault: null,
      keyIdMatches: true,
      signatureValue: 'valid',
      payload: JSON.parse(JSON.stringify(permit)) as JsonValue,
      paths: NO_PATHS,
      digest: sha('9e'),
      ...jws,
    },
    record: null,
    ...(countersignatures === undefined ? {} : { countersignatures }),
    observed: {
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
    },
  };
  return told(approvalsCountersigned, signatureFacts({ use }));
}

const { approvalPolicy: _, ...OPEN } = PERMIT;
const withoutAssertion = { person: 'lee', time: APPROVAL.time, decision: 'approved' } as const;

describe('use.approvals-countersigned', () => {
  it('passes where every approval is over the request, and says who, where and with which key', () => {
    const said = JSON.stringify({ approvals: [{ person: 'mia', rpId: 'seal.example', algorithm: -7, key: sha('ab') }] });
    expect(line([FACT])).to.equal(`passed ${said}`);
    expect(line([FACT], OPEN)).to.equal(`passed ${said}`);
  });

  it('is not asked without a permit, and where neither the permit asks nor an approval has an answer', () => {
    expect(told(approvalsCountersigned, signatureFacts())).to.equal('not-applicable NO_PERMIT');
    expect(line([], PERMIT, { fault: 'PERMIT_MALFORMED' })).to.equal('not-applicable NO_PERMIT');
    expect(line([], { ...OPEN, approvals: [withoutAssertion] })).to.equal('not-applicable COUNTERSIGNATURE_NOT_REQUIRED');
    expect(line(undefined, { ...OPEN, approvals: [] })).to.equal('not-applicable COUNTERSIGNATURE_NOT_REQUIRED');
  });

  it('stays open for facts from before it was looked at', () => {
    expect(line(undefined)).to.equal('not-checked COUNTERSIGNATURES_NOT_OBSERVED');
  });

  it('fails where one that the permit asks for is missing', () => {
    expect(line([FACT], { ...PERMIT, approvals: [APPROVAL, withoutAssertion] })).to.equal(
      'failed FORMAT_FAILURE COUNTERSIGNATURE_MISSING {"person":"lee"}',
    );
    expect(line([], { ...PERMIT, approvals: [] })).to.equal('failed FORMAT_FAILURE COUNTERSIGNATURE_MISSING {"person":null}');
  });

  it('fails with the fault of the answer, also where the permit does not ask', () => {
    const wrong: CountersignatureFacts = { ...FACT, key: null, fault: 'ASSERTION_CHALLENGE' };
    const said = 'failed SIG_CRYPTO_FAILURE COUNTERSIGNATURE_CHALLENGE {"person":"mia"}';
    expect(line([wrong])).to.equal(said);
    expect(line([wrong], OPEN)).to.equal(said);
  });

  it('fails where two persons answered with one key', () => {
    const permit = { ...PERMIT, approvals: [APPROVAL, { ...APPROVAL, person: 'lee' }] };
    expect(line([FACT, { ...FACT, person: 'lee' }], permit)).to.equal('failed FORMAT_FAILURE COUNTERSIGNATURE_KEY_SHARED {"person":"mia"}');
  });

  it('has an id, a clause and a group', () => {
    expect([approvalsCountersigned.id, approvalsCountersigned.group]).to.deep.equal(['use.approvals-countersigned', 'permit']);
    expect(approvalsCountersigned.clause).to.include('§7.2');
  });
});
