import { decodeBase64Url, encodeHex, encodeUtf8 } from '@sealkit/core/bytes';
import type { EvidenceRow } from '@sealkit/core/evidence';
import type {
  ApprovalCountersignatureView,
  ApprovalDecisionRequest,
  ApprovalList,
  ApprovalResult,
  ApprovalView,
  EnrolmentView,
  EnvelopeView,
  IntentAnswer,
  PasskeyRequestOptions,
  PermitView,
  UseResult,
} from '@sealkit/core/protocol';
import {
  type ApprovalPolicy,
  type ApprovalTier,
  composePermit,
  findPasskeyFault,
  parsePermit,
  type PermitPayload,
  permitRequestDigest,
} from '@sealkit/core/seal';
import { detailedText } from '../src/cli/verify-details.ts';
import { withdrawAuthenticators } from '../src/index.ts';
import { createPasskeyProvider } from '../src/intent/passkey/index.ts';
import { createSqliteStore } from '../src/storage/sqlite/index.ts';
import { packageOf, trustOfWorld, verifyIn } from './support/evidence-world.ts';
import { testLog } from './support/log-world.ts';
import { entriesOf, withEntries } from './support/mutated-package.ts';
import { createOffice, give, type Office } from './support/office.ts';
import { secondVerifierPresent, verifyInPython } from './support/second-verifier.ts';
import { type SoftAuthenticator, softAuthenticator } from './support/soft-authenticator.ts';
import { validateUse } from './support/validated-use.ts';
import {
  type Client,
  confirmation,
  expectStatus,
  permitRequest,
  problemOf,
  sampleDocument,
  startUse,
  TENANT,
  type TestDocument,
} from './support/world.ts';

const RP_ID = 'seal.example';
const PAGE = 'https://app.seal.example';
const WITH_PASSKEYS = {
  intent: {
    providers: [createPasskeyProvider({ rpId: RP_ID, rpName: 'Test', origins: [PAGE] })],
    enrolment: { first: 'authorize' },
  },
} as const;
const role = (id: string) => ({ type: 'role', id }) as const;
const ANY: ApprovalTier = { fromValue: 0, mode: 'any', approvers: [role('approver'), role('director')] };
const COUNTERSIGNED: ApprovalPolicy = { currency: 'CNY', tiers: [ANY], approverAttests: false, approverCountersigns: 'passkey' };
const { approverCountersigns: _, ...PLAIN } = COUNTERSIGNED;

interface Case {
  readonly office: Office;
  readonly bo: Client;
  readonly document: TestDocument;
}

async function officeWith(approval: ApprovalPolicy, overrides: Parameters<typeof createOffice>[0] = {}): Promise<Case> {
  const office = await createOffice({ ...WITH_PASSKEYS, ...overrides });
  await give(office, 'QL-1', { approval }, { type: 'person', id: 'bo' });
  return { office, bo: office.as('bo'), document: await sampleDocument() };
}

async function enrol(client: Client): Promise<SoftAuthenticator> {
  const device = softAuthenticator(PAGE);
  const begun = expectStatus(await client.post<EnrolmentView>('/intent-methods/passkey/enrolments', { name: 'Laptop' }), 201);
  if (begun.passkey === null) throw new TypeError('expected creation options');
  expectStatus(await client.post(`/intent-enrolments/${begun.id}/confirm`, { answer: device.create(begun.passkey) }), 200);
  return device;
}

async function open({ bo, document }: Case): Promise<EnvelopeView> {
  const body = { name: 'Order.pdf', document: { digest: document.digest, length: document.bytes.length, pages: 2 } };
  return expectStatus(await bo.post<EnvelopeView>('/envelopes', body), 201);
}

async function request(c: Case): Promise<PermitView> {
  return expectStatus(await c.bo.post<PermitView>('/permits', permitRequest(await open(c), c.document)), 201);
}

/** The newest request that waits for this person. */
async function newest(client: Client): Promise<ApprovalView> {
  const [approval] = expectStatus(await client.get<ApprovalList>('/approvals?box=for-me'), 200).approvals;
  if (approval === undefined) throw new Error('expected a request that waits');
  return approval;
}

async function optionsOf(client: Client, { id }: ApprovalView): Promise<PasskeyRequestOptions> {
  return expectStatus(await client.get<ApprovalCountersignatureView>(`/approvals/${id}/countersignature`), 200).passkey;
}

function decide(client: Client, approval: ApprovalView, countersignature?: IntentAnswer, changes: Partial<ApprovalDecisionRequest> = {}) {
  return client.post<ApprovalResult>(`/approvals/${approval.id}/decisions`, {
    decision: 'approved',
    comment: '',
    requestDigest: approval.requestDigest,
    attestation: null,
    ...(countersignature === undefined ? {} : { countersignature }),
    ...changes,
  });
}

async function payloadOf({ bo }: Case, { id }: PermitView): Promise<PermitPayload> {
  const { permit } = expectStatus(await bo.get<PermitView>(`/permits/${id}`), 200);
  return parsePermit(permit ?? '').payload;
}

async function use({ bo, document }: Case, permit: PermitView): Promise<UseResult> {
  const challenge = await startUse(bo, document, permit.id);
  return expectStatus(await bo.post<UseResult>(`/uses/${challenge.useId}/confirm`, confirmation(challenge)), 200);
}

async function refusalsOf({ office }: Case, { envelope }: ApprovalView): Promise<readonly unknown[]> {
  const events = await office.store.transaction((tx) => tx.audit.listEvents({ tenant: TENANT, of: { chain: envelope.id }, limit: 100 }));
  return events.filter(({ type }) => type === 'approval-refused').map(({ actor, body }) => [actor, body['refusal']]);
}

describe('an approval that is countersigned by a passkey', () => {
  it('carries the assertion over the request digest into the permit, where a validator repeats the check', async () => {
    const c = await officeWith(COUNTERSIGNED);
    const device = await enrol(c.office.approver);
    const pending = await request(c);
    const approval = await newest(c.office.approver);
    expect(approval.countersigns).to.equal('passkey');
    const options = await optionsOf(c.office.approver, approval);
    expect(encodeHex(decodeBase64Url(options.challenge))).to.equal(approval.requestDigest.slice(7));
    const result = expectStatus(await decide(c.office.approver, approval, device.get(options)), 200);
    expect(result.approval.decisions.map(({ person, countersigned }) => [person.id, countersigned])).to.deep.equal([['mia', true]]);

    const payload = await payloadOf(c, pending);
    const [given] = payload.approvals;
    expect(payload.approvalPolicy).to.deep.equal({ countersigned: 'passkey' });
    expect(Object.keys(given?.assertion ?? {}).sort()).to.deep.equal(
      ['algorithm', 'authenticatorData', 'clientDataJSON', 'origin', 'publicKey', 'rpId', 'signature'].sort(),
    );
    expect(await findPasskeyFault({ ...given?.assertion }, await permitRequestDigest(payload))).to.equal(null);

    const report = await validateUse(c.office, c.document, await use(c, pending));
    const [signature] = report.signatures;
    expect([signature?.indication, signature?.seal?.permit?.indication]).to.deep.equal(['TOTAL-PASSED', 'PASSED']);
    const check = signature?.checks.find(({ id }) => id === 'use.approvals-countersigned');
    expect([check?.status, check?.reason]).to.deep.equal(['passed', undefined]);
    const [approved] = signature?.seal?.permit?.approvals ?? [];
    expect([approved?.person, approved?.passkey?.indication, approved?.passkey?.rpId]).to.deep.equal(['mia', 'PASSED', RP_ID]);
    expect(approved?.passkey?.key).to.match(/^sha256:[0-9a-f]{64}$/);
    if (signature === undefined) throw new TypeError('expected a signature');
    expect(detailedText(signature)).to.include(
      `  mia, ${given?.time ?? ''}: passkey of ${RP_ID}, key ${approved?.passkey?.key ?? ''}, PASSED`,
    );
  });

  it('is refused without an own passkey over exactly this request, and each try is an event', async () => {
    const c = await officeWith(COUNTERSIGNED);
    const { approver, secondApprover } = c.office;
    const other = await enrol(secondApprover);
    await request(c);
    const approval = await newest(approver);
    const codeOf = async (answer?: IntentAnswer, changes: Partial<ApprovalDecisionRequest> = {}): Promise<string> =>
      problemOf(await decide(approver, approval, answer, changes)).code;
    const theirs = other.get(await optionsOf(secondApprover, approval));
    expect(await codeOf(theirs)).to.equal('APPROVAL_PASSKEY_NOT_ENROLLED');
    expect(problemOf(await approver.get(`/approvals/${approval.id}/countersignature`)).code).to.equal('APPROVAL_PASSKEY_NOT_ENROLLED');
    const device = await enrol(approver);
    const options = await optionsOf(approver, approval);
    await request(c);
    const another = await newest(approver);
    expect(another.id).to.not.equal(approval.id);
    expect(await codeOf()).to.equal('APPROVAL_PASSKEY_REQUIRED');
    expect(await codeOf(theirs)).to.equal('APPROVAL_PASSKEY_UNKNOWN');
    expect(await codeOf(softAuthenticator(PAGE).get(options))).to.equal('APPROVAL_PASSKEY_UNKNOWN');
    expect(await codeOf(device.get(await optionsOf(approver, another)))).to.equal('APPROVAL_PASSKEY_MISMATCH');
    expect(await codeOf(device.get(options, { userVerified: false }))).to.equal('APPROVAL_PASSKEY_INVALID');
    expect(await codeOf(device.get(options, { origin: 'https://seal.example.invalid' }))).to.equal('APPROVAL_PASSKEY_INVALID');
    expect(await codeOf({ code: '123456' })).to.equal('APPROVAL_PASSKEY_INVALID');
    expect(await codeOf(device.get(options), { requestDigest: another.requestDigest })).to.equal('APPROVAL_CHANGED');
    expect(await refusalsOf(c, approval)).to.deep.equal(
      ['NOT_ENROLLED', 'REQUIRED', 'UNKNOWN', 'UNKNOWN', 'MISMATCH', 'INVALID', 'INVALID', 'INVALID']
        .map((code) => ['mia', `APPROVAL_PASSKEY_${code}`])
        .concat([['mia', 'APPROVAL_CHANGED']]),
    );
    const good = device.get(options);
    expectStatus(await decide(approver, approval, good), 200);
    expect(await codeOf(good)).to.equal('ALREADY_DECIDED');
    expect(problemOf(await decide(approver, another, good)).code).to.equal('APPROVAL_PASSKEY_MISMATCH');
    expect(problemOf(await approver.get(`/approvals/${approval.id}/countersignature`)).code).to.equal('APPROVAL_CLOSED');
  });

  it('takes no answer of a request that has ended, of a copied device, or of one that was taken away', async () => {
    const c = await officeWith(COUNTERSIGNED);
    const { approver } = c.office;
    const device = await enrol(approver);
    await request(c);
    const late = await newest(approver);
    const answer = device.get(await optionsOf(approver, late));
    c.office.pass(8 * 24 * 3_600_000);
    expect(problemOf(await decide(approver, late, answer)).code).to.equal('APPROVAL_CLOSED');

    await request(c);
    const first = await newest(approver);
    expectStatus(await decide(approver, first, device.get(await optionsOf(approver, first), { counter: 9 })), 200);
    await request(c);
    const second = await newest(approver);
    const options = await optionsOf(approver, second);
    expect(problemOf(await decide(approver, second, device.get(options, { counter: 9 }))).code).to.equal('APPROVAL_PASSKEY_INVALID');
    await withdrawAuthenticators(c.office.registration, { tenant: TENANT, personId: 'mia' });
    expect(problemOf(await decide(approver, second, device.get(options))).code).to.equal('APPROVAL_PASSKEY_NOT_ENROLLED');
  });

  it('is rejected without a passkey: nothing is permitted by that', async () => {
    const c = await officeWith(COUNTERSIGNED);
    await request(c);
    const approval = await newest(c.office.approver);
    const rejected = expectStatus(await decide(c.office.approver, approval, undefined, { decision: 'rejected', comment: 'no' }), 200);
    expect([rejected.approval.status, rejected.approval.decisions[0]?.countersigned]).to.deep.equal(['rejected', false]);
  });

  it('is not asked where no policy asks for it: permit, decision and events are as they were', async () => {
    const c = await officeWith(PLAIN);
    const pending = await request(c);
    const approval = await newest(c.office.approver);
    expect(approval.countersigns).to.equal(null);
    expect(problemOf(await c.office.approver.get(`/approvals/${approval.id}/countersignature`)).code).to.equal(
      'APPROVAL_PASSKEY_NOT_ASKED',
    );
    expectStatus(await decide(c.office.approver, approval), 200);
    const payload = await payloadOf(c, pending);
    expect([payload.approvalPolicy, payload.approvals.map((each) => Object.keys(each).sort())]).to.deep.equal([
      undefined,
      [['decision', 'person', 'time']],
    ]);
    const report = await validateUse(c.office, c.document, await use(c, pending));
    expect(report.signatures.flatMap(detailedText)).to.include(`  mia, ${payload.approvals[0]?.time ?? ''}: as the register says`);
    const check = report.signatures[0]?.checks.find(({ id }) => id === 'use.approvals-countersigned');
    expect([check?.status, check?.reason]).to.deep.equal(['not-applicable', 'COUNTERSIGNATURE_NOT_REQUIRED']);
  });

  it('is asked by the deployment too, and a request that nobody could approve is refused at once', async () => {
    const c = await officeWith(PLAIN, { policy: { approvalCountersignature: 'passkey' } });
    await request(c);
    expect((await newest(c.office.approver)).countersigns).to.equal('passkey');

    const without = await officeWith(COUNTERSIGNED, { intent: {} });
    const answer = await without.bo.post('/permits', permitRequest(await open(without), without.document));
    expect(problemOf(answer).code).to.equal('INTENT_POLICY_UNMEETABLE');
  });

  it('is given by each of several approvers, with a passkey of their own, and kept by a database', async () => {
    const store = await createSqliteStore({ file: ':memory:' });
    const c = await officeWith({ ...COUNTERSIGNED, tiers: [{ ...ANY, mode: 'all' }] }, { store });
    const pending = await request(c);
    for (const client of [c.office.approver, c.office.secondApprover]) {
      const device = await enrol(client);
      const approval = await newest(client);
      expectStatus(await decide(client, approval, device.get(await optionsOf(client, approval))), 200);
    }
    const payload = await payloadOf(c, pending);
    expect(payload.approvals.map(({ person, assertion }) => [person, assertion !== undefined])).to.deep.equal([
      ['mia', true],
      ['noa', true],
    ]);
    expect(new Set(payload.approvals.map(({ assertion }) => assertion?.publicKey)).size).to.equal(2);
  });

  it('finds that somebody changed an assertion in the store', async () => {
    const c = await officeWith({ ...COUNTERSIGNED, tiers: [{ ...ANY, mode: 'all' }] });
    await request(c);
    const { approver, secondApprover, store } = c.office;
    const device = await enrol(approver);
    const approval = await newest(approver);
    expectStatus(await decide(approver, approval, device.get(await optionsOf(approver, approval))), 200);
    await store.transaction(async (tx) => {
      const found = await tx.approvals.find(TENANT, approval.id);
      if (found === undefined) throw new Error('expected the request');
      const decisions = found.decisions.map(({ assertion: __, ...decision }) => decision);
      await tx.approvals.put({ ...found, decisions });
    });
    const second = await enrol(secondApprover);
    const answer = second.get(await optionsOf(secondApprover, approval));
    expect(problemOf(await decide(secondApprover, approval, answer)).code).to.equal('APPROVAL_ALTERED');
  });

  it('stands in the evidence package, where both verifiers say the same of it and of what is made of it', async () => {
    const c = await officeWith(COUNTERSIGNED, { transparencyLog: await testLog({ checkpointEveryMs: 3_600_000 }) });
    const { approver } = c.office;
    const device = await enrol(approver);
    const envelope = await open(c);
    const pending = expectStatus(await c.bo.post<PermitView>('/permits', permitRequest(envelope, c.document)), 201);
    const approval = await newest(approver);
    expectStatus(await decide(approver, approval, device.get(await optionsOf(approver, approval))), 200);
    const payload = await payloadOf(c, pending);
    await use(c, pending);
    const bytes = await packageOf(c.office, 'bo', envelope);
    const [given] = payload.approvals;
    const assertion = given?.assertion;
    if (given === undefined || assertion === undefined) throw new TypeError('expected a countersignature');
    const { approvalPolicy: __, ...open_ } = payload;
    const withAssertion = (changes: object): PermitPayload => ({
      ...payload,
      approvals: [{ ...given, assertion: { ...assertion, ...changes } }],
    });
    const { assertion: ___, ...unsigned } = given;
    const cases: readonly (readonly [string, PermitPayload])[] = [
      ['passed', payload],
      ['failed COUNTERSIGNATURE_CHALLENGE', { ...payload, nonce: 'another' }],
      ['failed COUNTERSIGNATURE_CHALLENGE', { ...payload, frameMode: 'direct' }],
      ['failed COUNTERSIGNATURE_CHALLENGE', open_],
      ['failed COUNTERSIGNATURE_MISSING', { ...payload, approvals: [unsigned] }],
      ['failed COUNTERSIGNATURE_MISSING', { ...payload, approvals: [] }],
      ['failed COUNTERSIGNATURE_MISSING', { ...payload, approvals: [given, { ...unsigned, person: 'noa' }] }],
      ['failed COUNTERSIGNATURE_KEY_SHARED', { ...payload, approvals: [given, { ...given, person: 'noa' }] }],
      ['failed COUNTERSIGNATURE_SIGNATURE', withAssertion({ signature: 'MAYCAQECAQE' })],
      ['failed COUNTERSIGNATURE_SIGNATURE', withAssertion({ publicKey: 'AAAA' })],
      ['failed COUNTERSIGNATURE_ORIGIN', withAssertion({ rpId: 'example' })],
      ['failed COUNTERSIGNATURE_ORIGIN', withAssertion({ origin: 'https://other.example' })],
      ['failed COUNTERSIGNATURE_ALGORITHM_UNKNOWN', withAssertion({ algorithm: -8 })],
      ['failed COUNTERSIGNATURE_MALFORMED', withAssertion({ authenticatorData: 'AAAA' })],
      ['failed COUNTERSIGNATURE_MALFORMED', withAssertion({ clientDataJSON: 'AAAA' })],
      ['no row', { ...open_, approvals: [unsigned] }],
    ];
    const packages = await Promise.all(
      cases.map(async ([, permit]) => withPermit(bytes, await composePermit(permit, c.office.pki.register.signer))),
    );
    const told = (rows: readonly EvidenceRow[]): string => {
      const row = rows.find(({ id }) => id === 'use.permit-countersigned');
      return row === undefined ? 'no row' : [row.status, ...(row.reason === null ? [] : [row.reason])].join(' ');
    };
    expect((await verifyIn(c.office, bytes)).indication).to.equal('PASSED');
    const ours = await Promise.all(packages.map(async (each) => told((await verifyIn(c.office, each)).rows)));
    expect(ours).to.deep.equal(cases.map(([expected]) => expected));
    if (!secondVerifierPresent) return;
    const theirs = verifyInPython(packages, await trustOfWorld(c.office), c.office.now());
    expect(theirs.map(({ rows }) => told(rows))).to.deep.equal(ours);
  });
});

/** The package with another permit in its place, signed by the register all the same. */
function withPermit(bytes: Uint8Array, compact: string): Uint8Array<ArrayBuffer> {
  const isPermit = ({ name }: { readonly name: string }): boolean => name.endsWith('/permit.jws');
  if (!entriesOf(bytes).some(isPermit)) throw new RangeError('expected a permit in the package');
  return withEntries(bytes, (entries) => entries.map((entry) => (isPermit(entry) ? { ...entry, bytes: encodeUtf8(compact) } : entry)));
}
