import { canonicalJson, decodeUtf8, encodeUtf8, type JsonValue, memorySource } from '@sealkit/core/bytes';
import { digestOfJson } from '@sealkit/core/crypto';
import { type EvidenceReport, readCanonicalZip } from '@sealkit/core/evidence';
import type { IntentBatchView, UseChallenge } from '@sealkit/core/protocol';
import { validateDocument, VALIDATION_POLICIES } from '@sealkit/core/validation';
import { createMemoryObjectStore } from '../src/objects/index.ts';
import { BY_SIGN_IN, confirmedBatch, enrolPasskey, passkeyProvider, waitingUses } from './support/batches.ts';
import { packageOf, sealedContract, trustOfWorld, verifyIn } from './support/evidence-world.ts';
import { logWorld } from './support/log-world.ts';
import { withEntries } from './support/mutated-package.ts';
import { secondVerifierPresent, verifyInPython } from './support/second-verifier.ts';
import type { SoftAuthenticator } from './support/soft-authenticator.ts';
import { TENANT, type World } from './support/world.ts';

type JsonObject = { readonly [name: string]: JsonValue };
/** The intent of the seller as the package holds it. */
interface Intent extends JsonObject {
  readonly batch: { readonly statement: JsonObject; readonly path: readonly string[]; readonly index: number } & JsonObject;
}

interface Case {
  readonly world: World;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** The seller's use: the second of three acts that one passkey confirmed. */
  readonly useId: string;
  readonly batch: IntentBatchView;
  readonly others: readonly UseChallenge[];
}

/** A contract that two companies sealed; the seller confirmed it among three acts, the buyer in a batch of its own. */
async function batchCase(): Promise<Case> {
  const intent = { providers: [passkeyProvider()], policy: { minimumAssurance: 3, batch: true } as const, enrolment: BY_SIGN_IN };
  const world = await logWorld({}, { objects: createMemoryObjectStore(), intent });
  const devices = new Map<string, SoftAuthenticator>();
  let seller: Pick<Case, 'useId' | 'batch' | 'others'> | undefined;
  const contract = await sealedContract('stored', world, async (person, challenge) => {
    const client = world.as(person);
    const device = devices.get(person) ?? (await enrolPasskey(client));
    devices.set(person, device);
    const [before, after] = person === 'ada' ? await waitingUses(client, 2) : [];
    const uses = before === undefined || after === undefined ? [challenge] : [before, challenge, after];
    const batch = await confirmedBatch(client, device, uses);
    seller ??= { useId: challenge.useId, batch, others: uses.filter((use) => use !== challenge) };
    return { proof: { batchId: batch.batchId, shownDigest: challenge.challenge } };
  });
  if (seller === undefined) throw new TypeError('expected a seller');
  return { world, bytes: await packageOf(world, 'ada', contract.envelope), ...seller };
}

const BATCH_ROWS = [
  'use.intent-act',
  'use.intent-permit',
  'use.intent-batch',
  'use.intent-passkey',
  'use.record-intent',
  'use.event-intent',
];

function statusesOf({ rows }: Pick<EvidenceReport, 'rows'>, useId: string): Readonly<Record<string, string>> {
  const own = rows.filter(({ id, subject }) => subject === useId && BATCH_ROWS.includes(id));
  return Object.fromEntries(own.map(({ id, reason }) => [id, reason ?? 'passed']));
}

describe('the evidence of one act that was confirmed among others', () => {
  let scene: Case;
  beforeAll(async () => {
    scene = await batchCase();
  });

  /** What both verifiers say of the seller's use once the intent in the package is another one. */
  const rowsWith = (change: (intent: Intent) => JsonValue): Promise<Readonly<Record<string, string>>> => rowsIn(scene, change);

  async function rowsIn(
    { world, bytes, useId }: Pick<Case, 'world' | 'bytes' | 'useId'>,
    change: (intent: Intent) => JsonValue,
  ): Promise<Readonly<Record<string, string>>> {
    const name = `uses/${useId}/intent.json`;
    const changed = withEntries(bytes, (entries) =>
      entries.map((entry) => {
        if (entry.name !== name) return entry;
        const intent = JSON.parse(decodeUtf8(entry.bytes)) as Intent;
        return { name, bytes: encodeUtf8(canonicalJson(change(intent))) };
      }),
    );
    const report = await verifyIn(world, changed);
    expect(report.indication).to.equal('FAILED');
    const rows = statusesOf(report, useId);
    if (secondVerifierPresent) {
      const [second] = verifyInPython([changed], await trustOfWorld(world), world.now());
      expect(statusesOf(second ?? { rows: [] }, useId)).to.deep.equal(rows);
    }
    return rows;
  }

  it('passes before both verifiers, and holds nothing of the other acts', async () => {
    const { world, bytes, useId, others, batch } = scene;
    const report = await verifyIn(world, bytes);
    expect(report.indication).to.equal('PASSED');
    expect(statusesOf(report, useId)).to.deep.equal(Object.fromEntries(BATCH_ROWS.map((id) => [id, 'passed'])));
    expect(report.rows.find(({ id, subject }) => id === 'use.intent-batch' && subject === useId)?.values).to.deep.equal({
      index: 1,
      count: 3,
    });
    const text = Buffer.from(bytes).toString('latin1');
    expect(text).to.include(batch.act.root);
    for (const { useId: other, challenge, act } of others)
      for (const secret of [other, challenge, act.envelopeId, act.permit, act.nonce]) expect(text).not.to.include(secret);
    if (!secondVerifierPresent) return;
    const [second] = verifyInPython([bytes], await trustOfWorld(world), world.now());
    expect(statusesOf(second ?? { rows: [] }, useId)).to.deep.equal(statusesOf(report, useId));
  });

  it('lets the validator of the document follow the chain from the person to the signature, where it is given the proof', async () => {
    const { world, bytes, useId } = scene;
    const entries = readCanonicalZip(bytes);
    if (!Array.isArray(entries)) throw new TypeError('expected a package');
    const octets = (name: string): Uint8Array => entries.find((entry) => entry.name === name)?.bytes ?? new Uint8Array();
    const proof = JSON.parse(decodeUtf8(octets(`uses/${useId}/intent.json`))) as Intent;
    const judged = async (proofs: readonly JsonValue[]): Promise<readonly unknown[]> => {
      const report = await validateDocument(memorySource(octets('documents/document.pdf')), {
        trust: await trustOfWorld(world),
        policy: VALIDATION_POLICIES.basic,
        validationTime: world.now(),
        intentProofs: proofs,
      });
      const [seller] = report.signatures;
      const check = seller?.checks.find(({ id }) => id === 'use.intent-proven');
      return [seller?.indication, seller?.seal?.intent?.indication, check?.status, check?.reason ?? null];
    };
    expect(await judged([proof])).to.deep.equal(['TOTAL-PASSED', 'PASSED', 'passed', null]);
    const unknown = ['TOTAL-PASSED', 'INDETERMINATE', 'not-checked', 'INTENT_PROOF_NOT_GIVEN'];
    expect(await judged([])).to.deep.equal(unknown);
    // Another proof is not the one that the use record names, however little of it is changed.
    expect(await judged([inBatch(proof, { index: 0 }), 'proof', null])).to.deep.equal(unknown);
  });

  const altered = (digest: JsonValue | undefined): string => {
    if (typeof digest !== 'string') throw new TypeError('digest: expected a text');
    return `${digest.slice(0, -1)}${digest.endsWith('0') ? '1' : '0'}`;
  };
  const inBatch = (intent: Intent, change: JsonObject): JsonValue => ({ ...intent, batch: { ...intent.batch, ...change } });
  const mutations: readonly (readonly [string, (intent: Intent) => JsonValue, string])[] = [
    ['a sibling of the path', (intent) => inBatch(intent, { path: intent.batch.path.map(altered) }), 'NOT_IN_BATCH'],
    ['the length of the path', (intent) => inBatch(intent, { path: intent.batch.path.slice(1) }), 'NOT_IN_BATCH'],
    ['the order of the path', (intent) => inBatch(intent, { path: intent.batch.path.toReversed() }), 'NOT_IN_BATCH'],
    ['the kind of the path', (intent) => inBatch(intent, { path: 'path' }), 'NOT_IN_BATCH'],
    ['the index', (intent) => inBatch(intent, { index: 0 }), 'NOT_IN_BATCH'],
    ['the index, beyond the tree', (intent) => inBatch(intent, { index: 3 }), 'NOT_IN_BATCH'],
    ['the index, not a number', (intent) => inBatch(intent, { index: true }), 'NOT_IN_BATCH'],
    [
      'the root',
      (intent) => inBatch(intent, { statement: { ...intent.batch.statement, root: altered(intent.batch.statement['root']) } }),
      'DIFFERS',
    ],
    ['the count', (intent) => inBatch(intent, { statement: { ...intent.batch.statement, count: 2 } }), 'DIFFERS'],
    ['the person', (intent) => inBatch(intent, { statement: { ...intent.batch.statement, person: 'cy' } }), 'DIFFERS'],
    ['the digest of the batch', (intent) => inBatch(intent, { challenge: altered(intent.batch['challenge']) }), 'DIFFERS'],
    ['all of the batch', (intent) => ({ ...intent, batch: 'batch' }), 'DIFFERS'],
    ['the statement, gone', (intent) => inBatch(intent, { statement: null }), 'DIFFERS'],
  ];
  for (const [what, change, reason] of mutations) {
    it(`does not pass with another value: ${what}`, async () => {
      const rows = await rowsWith(change);
      expect(rows['use.intent-batch']).to.equal(reason);
      expect(rows['use.record-intent']).to.equal('DIFFERS');
    });
  }

  it('is named by both verifiers where it is no JSON that can be judged, of whatever depth', async () => {
    const { world, bytes, useId } = scene;
    const name = `uses/${useId}/intent.json`;
    const trust = await trustOfWorld(world);
    const nested = (levels: number): string => `${'['.repeat(levels)}${']'.repeat(levels)}`;
    const judge = async (octets: Uint8Array<ArrayBuffer>): Promise<readonly (readonly [string, string | null])[]> => {
      const changed = withEntries(bytes, (entries) => entries.map((entry) => (entry.name === name ? { name, bytes: octets } : entry)));
      const rowsOf = ({ rows }: Pick<EvidenceReport, 'rows'>): readonly (readonly [string, string | null])[] =>
        rows.filter(({ id, subject }) => subject === useId && id.startsWith('use.intent')).map(({ id, reason }) => [id, reason] as const);
      const rows = rowsOf(await verifyIn(world, changed));
      if (secondVerifierPresent) expect(rowsOf(verifyInPython([changed], trust, world.now())[0] ?? { rows: [] })).to.deep.equal(rows);
      return rows;
    };
    for (const text of [nested(20_000), nested(129), 'null', '{'])
      expect(await judge(encodeUtf8(text)), text.slice(0, 5)).to.deep.equal([['use.intent-evidence', 'INTENT_MALFORMED']]);

    const entries = readCanonicalZip(bytes);
    if (!Array.isArray(entries)) throw new TypeError('expected a package');
    const own = entries.find((entry) => entry.name === name)?.bytes ?? new Uint8Array();
    const intent = JSON.parse(decodeUtf8(own)) as Intent & { readonly raw: JsonObject };
    const client = (text: string): JsonObject => ({ clientDataJSON: Buffer.from(text).toString('base64url') });
    for (const change of [client(nested(5000)), client('{"type":"webauthn.get","n":NaN}'), { algorithm: -7.5 }]) {
      const rows = await judge(encodeUtf8(canonicalJson({ ...intent, raw: { ...intent.raw, ...change } })));
      expect(new Map(rows).get('use.intent-passkey')).to.equal('ASSERTION_MALFORMED');
    }
  });

  it('does not pass with another root whose digest is made right: the device signed the one before', async () => {
    const intent = (await scene.world.store.transaction((tx) => tx.uses.find(TENANT, scene.useId)))?.intent as Intent;
    const statement = { ...intent.batch.statement, root: altered(intent.batch.statement['root']) };
    const challenge = await digestOfJson(statement);
    const rows = await rowsWith((kept) => inBatch(kept, { statement, challenge }));
    expect([rows['use.intent-batch'], rows['use.intent-passkey']]).to.deep.equal(['NOT_IN_BATCH', 'ASSERTION_CHALLENGE']);
  });

  it('does not pass under a permit that takes no batch', async () => {
    const { world, envelope } = await sealedContract();
    const bytes = await packageOf(world, 'ada', envelope);
    const useId = (await verifyIn(world, bytes)).rows.find(({ id }) => id === 'use.intent-permit')?.subject ?? '';
    const rows = await rowsIn({ world, bytes, useId }, (intent) => ({ ...intent, batch: {} }));
    expect([rows['use.intent-permit'], rows['use.intent-batch']]).to.deep.equal(['BATCH_REFUSED', 'DIFFERS']);
  });

  it("does not pass with another leaf's place: that of an act which was confirmed too", async () => {
    const { world, others, useId, batch } = scene;
    const [other] = others;
    const client = world.as('ada');
    const answer = await client.post(`/uses/${other?.useId}/confirm`, { proof: { batchId: batch.batchId, shownDigest: other?.challenge } });
    expect(answer.status).to.equal(200);
    const use = await world.store.transaction((tx) => tx.uses.find(TENANT, other?.useId ?? ''));
    const foreign = use?.intent as Intent;
    const place = await rowsWith((intent) => ({ ...intent, batch: foreign.batch }));
    expect(place['use.intent-batch']).to.equal('NOT_IN_BATCH');
    const whole = await rowsWith(() => foreign);
    expect([whole['use.intent-batch'], whole['use.intent-act']]).to.deep.equal(['passed', 'DIFFERS']);
    expect(useId).not.to.equal(other?.useId);
  });

  it('does not pass as the proof of this act alone: the device signed the batch', async () => {
    const rows = await rowsWith(({ batch: _gone, ...intent }) => intent);
    expect(rows['use.intent-passkey']).to.equal('ASSERTION_CHALLENGE');
    expect(rows).not.to.have.property('use.intent-batch');
  });
});
