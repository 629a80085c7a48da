import { NO_PATHS, signatureFacts, told } from '../../../test/validation/small-facts.ts';
import type { JsonValue } from '../../bytes/index.ts';
import type { IntentProofFacts, PermitPayload } from '../../seal/index.ts';
import type { JwsFacts, UseFacts } from '../facts/use-facts.ts';
import { intentProven } from './intent-proven.ts';

const sha = (octet: string): string => `sha256:${octet.repeat(32)}`;
type Json = { readonly [name: string]: JsonValue };

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
  intentPolicy: { required: true, methods: ['passkey', 'sms'], minimumAssurance: 2, batch: true },
  nonce: 'nonce',
  notBefore: '2026-06-01T08:00:00.500Z',
  expires: '2026-06-01T08:10:00.000Z',
} as const satisfies PermitPayload;

const STATEMENT: Json = {
  tenant: 'tenant',
  envelopeId: 'envelope',
  person: 'person-1',
  permit: sha('9e'),
  originalDigest: sha('d0'),
  messageDigest: sha('b0'),
  certificate: sha('ce'),
};
const PROOF: Json = {
  tenant: 'tenant',
  person: 'person-1',
  method: 'passkey',
  assurance: 3,
  challenge: sha('c0'),
  shownDigest: sha('c0'),
  result: 'passed',
  statement: STATEMENT,
};
const BATCH: Json = { challenge: sha('ba'), statement: { action: 'batch', tenant: 'tenant', person: 'person-1' } };

const jws = (payload: JsonValue, changes: Partial<JwsFacts> = {}): JwsFacts => ({
  fault: null,
  keyIdMatches: true,
  signatureValue: 'valid',
  payload,
  paths: NO_PATHS,
  digest: sha('9e'),
  ...changes,
});
const RECORD: Json = { v: 1, permit: sha('9e'), intent: sha('1e'), event: sha('e0'), byteRangeDigest: sha('b0') };

function observed(proof: Json = PROOF, changes: Partial<IntentProofFacts> = {}): IntentProofFacts {
  return { proof, digest: sha('1e'), statementDigest: sha('c0'), batch: null, assertion: { fault: null }, ...changes };
}

function line(intent: IntentProofFacts | null | undefined, changes: Partial<UseFacts> = {}): string {
  const use: UseFacts = {
    permit: jws(PERMIT),
    record: jws(RECORD),
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
    ...(intent === undefined ? {} : { intent }),
    ...changes,
  };
  return told(intentProven, signatureFacts({ use }));
}

const says = (method: JsonValue = 'passkey', assurance: JsonValue = 3, more: Json = {}): string =>
  JSON.stringify({ intent: sha('1e'), method, assurance, ...more });
const differs = (member: string): string => `failed FORMAT_FAILURE INTENT_DIFFERS ${says('passkey', 3, { member })}`;

describe('use.intent-proven (explained signing, steps 6 and 7)', () => {
  it('holds where person, act, permit and the passkey’s answer belong together', () => {
    expect(line(observed())).to.equal(`passed ${says()}`);
  });

  it('is not checked where nobody gave the proof, and not asked where the record names none', () => {
    const open = `not-checked INTENT_PROOF_NOT_GIVEN {"intent":"${sha('1e')}"}`;
    expect(line(null)).to.equal(open);
    expect(line(undefined)).to.equal(open);
    expect(line(null, { record: jws({ ...RECORD, intent: null }) })).to.equal('not-applicable INTENT_NOT_REQUIRED');
    expect(line(observed(), { record: null })).to.equal('not-applicable NO_USE_RECORD');
    expect(line(observed(), { record: jws(null, { fault: 'USE_RECORD_MALFORMED' }) })).to.equal('not-applicable NO_USE_RECORD');
    expect(line(observed(), { permit: null })).to.equal('not-applicable NO_USE_RECORD');
    expect(told(intentProven, signatureFacts())).to.equal('not-applicable NO_USE_RECORD');
  });

  it('names the first member in which the proof is of something else', () => {
    for (const member of ['tenant', 'person', 'result', 'shownDigest'])
      expect(line(observed({ ...PROOF, [member]: 'other' })), member).to.equal(differs(member));
    for (const member of Object.keys(STATEMENT))
      expect(line(observed({ ...PROOF, statement: { ...STATEMENT, [member]: 'other' } })), member).to.equal(differs(`statement.${member}`));
    expect(line(observed({ ...PROOF, statement: {} }))).to.equal(differs('statement.tenant'));
    expect(line(observed(PROOF, { digest: sha('00') }))).to.equal(differs('intent'));
    expect(line(observed(PROOF, { statementDigest: sha('00') }))).to.equal(differs('challenge'));
  });

  it('takes a proof of the session alone, which holds no statement, where the permit does', () => {
    const { statement: _, ...session } = PROOF;
    const alone = observed({ ...session, method: 'sms', assurance: 2 }, { statementDigest: null, assertion: null });
    expect(line(alone)).to.equal(`passed ${says('sms', 2)}`);
  });

  it('asks that the act is in the batch, and the batch of this person', () => {
    const inBatch = (batch: Json, included: boolean): IntentProofFacts =>
      observed({ ...PROOF, batch }, { batch: { statementDigest: sha('ba'), included } });
    expect(line(inBatch(BATCH, true))).to.equal(`passed ${says()}`);
    expect(line(inBatch(BATCH, false))).to.equal(`failed FORMAT_FAILURE INTENT_NOT_IN_BATCH ${says()}`);
    expect(line(inBatch({ ...BATCH, challenge: sha('00') }, true))).to.equal(differs('batch.challenge'));
    for (const member of ['action', 'tenant', 'person']) {
      const statement = { ...(BATCH['statement'] as Json), [member]: 'other' };
      expect(line(inBatch({ ...BATCH, statement }, true)), member).to.equal(differs(`batch.${member}`));
    }
    const { batch: _, ...single } = PERMIT.intentPolicy;
    expect(line(inBatch(BATCH, true), { permit: jws({ ...PERMIT, intentPolicy: single }) })).to.equal(
      `failed FORMAT_FAILURE INTENT_BATCH_REFUSED ${says()}`,
    );
  });

  it('asks for a method and an assurance that the permit takes', () => {
    const refused: readonly (readonly [JsonValue, JsonValue])[] = [
      ['totp', 3],
      ['sms', 1],
      ['sms', '3'],
      [null, 3],
    ];
    for (const [method, assurance] of refused)
      expect(line(observed({ ...PROOF, method, assurance }, { assertion: null }))).to.equal(
        `failed FORMAT_FAILURE INTENT_METHOD_REFUSED ${says(method, assurance)}`,
      );
    expect(line(observed({ ...PROOF, method: 'sms', assurance: 2 }, { assertion: null }))).to.equal(`passed ${says('sms', 2)}`);
  });

  it('fails with the fault of the passkey’s answer', () => {
    const fault = 'ASSERTION_SIGNATURE';
    expect(line(observed(PROOF, { assertion: { fault } }))).to.equal(`failed SIG_CRYPTO_FAILURE INTENT_${fault} ${says()}`);
  });

  it('has an id, a clause and a group', () => {
    expect([intentProven.id, intentProven.group]).to.deep.equal(['use.intent-proven', 'permit']);
    expect(intentProven.clause).to.include('§7.2');
  });
});
