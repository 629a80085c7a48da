import { testSigner } from '../../../test/pades/test-signer.ts';
import { type Bytes, concatBytes, encodeBase64, encodeBase64Url, encodeUtf8, type JsonValue } from '../../bytes/index.ts';
import { digest, digestText, parseDigest } from '../../crypto/index.ts';
import { parseCertificate } from '../../x509/index.ts';
import type { PasskeyAssertion } from '../intent/passkey-assertion.ts';
import { type CountersignatureFacts, findCountersignatureFault, observeCountersignatures } from './countersignatures.ts';
import type { PermitApproval, PermitPayload } from './payloads.ts';
import { permitRequestDigest } from './permit-digests.ts';
import { assertPermitPayload } from './register-jws.ts';

const sha = (letter: string): string => `sha256:${letter.repeat(64)}`;
const PERMIT: PermitPayload = {
  v: 1,
  id: 'permit-1',
  tenant: 'tenant',
  envelopeId: 'envelope',
  seal: { number: '1101000000001', version: 2, statement: sha('a') },
  document: { digest: sha('b'), length: 1000 },
  frame: sha('c'),
  placements: [{ page: 1, x: 0, y: 0, width: 40_000, height: 40_000, rotation: 0 }],
  person: 'person-1',
  certificate: sha('d'),
  issuer: 'register',
  attestedBy: [],
  approvals: [],
  intentPolicy: { required: true, methods: ['confirm'], minimumAssurance: 0 },
  approvalPolicy: { countersigned: 'passkey' },
  nonce: 'nonce',
  notBefore: '2026-06-01T08:00:00.000Z',
  expires: '2026-06-01T08:10:00.000Z',
};
const RP_ID = 'seal.example';
const ORIGIN = 'https://app.seal.example';
const VERIFIED = 0x05;

interface Answer {
  readonly challenge: Bytes;
  readonly flags?: number;
  readonly origin?: string;
}

/** What a passkey with the key of the test signer answers. @see Web Authentication Level 3 §6.1, §6.3.3 */
async function assertionOf({ challenge, flags = VERIFIED, origin = ORIGIN }: Answer): Promise<PasskeyAssertion> {
  const signer = testSigner();
  const [certificate] = signer.certificates;
  if (certificate === undefined) throw new TypeError('expected a certificate');
  const clientData = encodeUtf8(
    JSON.stringify({ type: 'webauthn.get', challenge: encodeBase64Url(challenge), origin, crossOrigin: false }),
  );
  const data = concatBytes(await digest('SHA-256', encodeUtf8(RP_ID)), Uint8Array.of(flags, 0, 0, 0, 7));
  const dtbs = concatBytes(data, await digest('SHA-256', clientData));
  return {
    rpId: RP_ID,
    origin,
    algorithm: -7,
    publicKey: encodeBase64(parseCertificate(certificate).spki),
    clientDataJSON: encodeBase64Url(clientData),
    authenticatorData: encodeBase64Url(data),
    signature: encodeBase64Url(await signer.sign({ dtbs, digest: await digest('SHA-256', dtbs) })),
  };
}

async function requestOf(permit: PermitPayload): Promise<Bytes> {
  return parseDigest(await permitRequestDigest(permit)).value;
}

function approvalBy(person: string, assertion?: PasskeyAssertion): PermitApproval {
  return { person, time: '2026-06-01T07:59:00.000Z', decision: 'approved', ...(assertion === undefined ? {} : { assertion }) };
}

async function faultOf(permit: PermitPayload): Promise<string> {
  const found = findCountersignatureFault(permit, await observeCountersignatures(permit));
  return found === null ? 'none' : `${found.fault} ${found.person ?? 'nobody'}`;
}

describe('countersignatures of a permit (Web Authentication Level 3 §7.2)', () => {
  it('hold over the request, whatever the register adds to it, and name the key', async () => {
    const assertion = await assertionOf({ challenge: await requestOf(PERMIT) });
    const permit: PermitPayload = { ...PERMIT, approvals: [approvalBy('mia', assertion)], expires: '2026-06-02T08:10:00.000Z' };
    const [certificate] = testSigner().certificates;
    const key = await digestText('SHA-256', parseCertificate(certificate ?? new Uint8Array()).spki);
    expect(await observeCountersignatures(permit)).to.deep.equal([{ person: 'mia', rpId: RP_ID, algorithm: -7, key, fault: null }]);
    expect(await faultOf(permit)).to.equal('none');
    expect(assertPermitPayload(JSON.parse(JSON.stringify(permit)) as JsonValue)).to.deep.equal(permit);
  });

  it('fail over another request: one more place, another document, mode or nonce', async () => {
    const assertion = await assertionOf({ challenge: await requestOf(PERMIT) });
    const others: readonly Partial<PermitPayload>[] = [
      { placements: [...PERMIT.placements, ...PERMIT.placements] },
      { document: { digest: sha('e'), length: 1000 } },
      { frameMode: 'direct' },
      { nonce: 'another' },
      { person: 'person-2' },
    ];
    for (const changes of others)
      expect(await faultOf({ ...PERMIT, ...changes, approvals: [approvalBy('mia', assertion)] })).to.equal(
        'COUNTERSIGNATURE_CHALLENGE mia',
      );
  });

  it('fail without a verified user, for another site, and where the signature does not hold', async () => {
    const challenge = await requestOf(PERMIT);
    const good = await assertionOf({ challenge });
    const cases: readonly (readonly [string, PasskeyAssertion])[] = [
      ['USER_NOT_VERIFIED', await assertionOf({ challenge, flags: 0x01 })],
      ['ORIGIN', await assertionOf({ challenge, origin: 'https://seal.example.invalid' })],
      ['ALGORITHM_UNKNOWN', { ...good, algorithm: -8 }],
      ['SIGNATURE', { ...good, signature: (await assertionOf({ challenge, flags: 0x1d })).signature }],
      ['MALFORMED', { ...good, authenticatorData: 'AAAA' }],
    ];
    for (const [fault, assertion] of cases)
      expect(await faultOf({ ...PERMIT, approvals: [approvalBy('mia', assertion)] })).to.equal(`COUNTERSIGNATURE_${fault} mia`);
  });

  it('are asked of every approval where the policy asks, and of none where it does not', async () => {
    const assertion = await assertionOf({ challenge: await requestOf(PERMIT) });
    expect(await faultOf(PERMIT)).to.equal('COUNTERSIGNATURE_MISSING nobody');
    expect(await faultOf({ ...PERMIT, approvals: [approvalBy('mia', assertion), approvalBy('lee')] })).to.equal(
      'COUNTERSIGNATURE_MISSING lee',
    );
    const { approvalPolicy: _, ...open } = PERMIT;
    expect(await faultOf({ ...open, approvals: [approvalBy('mia')] })).to.equal('none');
  });

  it('are not by two persons with one key', () => {
    const fact = (person: string, key: string): CountersignatureFacts => ({ person, rpId: RP_ID, algorithm: -7, key, fault: null });
    const permit = { ...PERMIT, approvals: [approvalBy('mia'), approvalBy('lee')] };
    expect(findCountersignatureFault(permit, [fact('mia', sha('1')), fact('lee', sha('1'))])?.fault).to.equal(
      'COUNTERSIGNATURE_KEY_SHARED',
    );
    expect(findCountersignatureFault(permit, [fact('mia', sha('1')), fact('lee', sha('2'))])).to.equal(null);
  });

  it('are bounded in size, and have no member of another kind', async () => {
    const assertion = await assertionOf({ challenge: await requestOf(PERMIT) });
    const refused: readonly object[] = [
      { ...assertion, clientDataJSON: 'A'.repeat(4097) },
      { ...assertion, signature: 'A'.repeat(1401) },
      { ...assertion, publicKey: '' },
      { ...assertion, credentialId: 'x' },
      { ...assertion, algorithm: 1 },
    ];
    for (const each of refused) {
      const permit = JSON.parse(JSON.stringify({ ...PERMIT, approvals: [{ ...approvalBy('mia'), assertion: each }] })) as JsonValue;
      expect(() => assertPermitPayload(permit)).to.throw('assertion');
    }
  });
});
