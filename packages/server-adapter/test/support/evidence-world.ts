import { concatBytes, decodeBase64, memorySource } from '@sealkit/core/bytes';
import {
  type EvidenceReport,
  type EvidenceTrust,
  formatVerifierKey,
  type ReportGlyphs,
  verifyEvidencePackage,
} from '@sealkit/core/evidence';
import type { ConfirmUseRequest, EnvelopeView, UseChallenge, UseResult } from '@sealkit/core/protocol';
import { VALIDATION_POLICIES } from '@sealkit/core/validation';
import { createMemoryObjectStore } from '../../src/objects/index.ts';
import { askPermit, BUYER, confirmAct, openContract, SELLER } from './contract.ts';
import { logWorld, testLogKey } from './log-world.ts';
import { expectStatus, ORIGIN, readTestDocument, sampleDocument, TENANT, type TestDocument, type World } from './world.ts';

/** A contract that two companies sealed, of which the server holds the document, in a world with a transparency log. */
export interface SealedContract {
  readonly world: World;
  readonly envelope: EnvelopeView;
  readonly document: TestDocument;
}

/** How a person confirms, where it is more than `confirm`. */
export type Prove = (person: string, challenge: UseChallenge) => Promise<ConfirmUseRequest>;

export async function sealedContract(storage: 'stored' | 'hash-only' = 'stored', world?: World, prove?: Prove): Promise<SealedContract> {
  const made = world ?? (await logWorld({}, { objects: createMemoryObjectStore() }));
  let document = await sampleDocument();
  const envelope = await openContract(made.as('ada'), document, { storage });
  if (storage === 'stored') await send(made, 'ada', `/envelopes/${envelope.id}/document`, document.bytes);
  for (const [person, changes] of [
    ['ada', SELLER],
    ['cy', BUYER],
  ] as const) {
    made.pass(60_000);
    const client = made.as(person);
    const permit = expectStatus(await askPermit(client, envelope, document, changes), 201);
    const page = storage === 'stored' ? {} : { frame: document.frame, state: document.state };
    const challenge = expectStatus(await client.post<UseChallenge>('/uses', { permitId: permit.id, ...page }), 201);
    const confirmed =
      prove === undefined
        ? await confirmAct(client, challenge)
        : await client.post<UseResult>(`/uses/${challenge.useId}/confirm`, await prove(person, challenge));
    const { revision } = expectStatus(confirmed, 200);
    document = await readTestDocument(concatBytes(document.bytes, decodeBase64(revision)), [1, 2]);
  }
  return { world: made, envelope, document };
}

/** Sends a document as a page sends a file. */
export async function send(world: World, person: string, path: string, body: Uint8Array<ArrayBuffer>): Promise<Response> {
  const headers = {
    authorization: `Bearer ${TENANT}/${person}`,
    'content-type': 'application/pdf',
    'idempotency-key': crypto.randomUUID(),
  };
  return world.adapter.fetch(new Request(`${ORIGIN}${path}`, { method: 'POST', headers, body }));
}

export async function fetchEvidence(world: World, person: string, { id }: EnvelopeView): Promise<Response> {
  const headers = { authorization: `Bearer ${TENANT}/${person}` };
  return world.adapter.fetch(new Request(`${ORIGIN}/envelopes/${id}/evidence`, { headers }));
}

export async function packageOf(world: World, person: string, envelope: EnvelopeView): Promise<Uint8Array<ArrayBuffer>> {
  const response = await fetchEvidence(world, person, envelope);
  if (response.status !== 200) throw new RangeError(`expected a package, got ${response.status}: ${await response.text()}`);
  return new Uint8Array(await response.arrayBuffer());
}

export async function trustOfWorld({ pki }: World): Promise<EvidenceTrust> {
  const anchors = [pki.root.certificate];
  const logs = [formatVerifierKey(await testLogKey())];
  return { signers: anchors, sealMakers: anchors, registers: anchors, timestampAuthorities: anchors, logs };
}

export async function verifyIn(
  world: World,
  bytes: Uint8Array,
  changes: {
    readonly trust?: Partial<EvidenceTrust>;
    readonly document?: Uint8Array<ArrayBuffer>;
    readonly validationTime?: Date;
    readonly reportGlyphs?: ReportGlyphs;
  } = {},
): Promise<EvidenceReport> {
  const { trust, ...rest } = changes;
  return verifyEvidencePackage(memorySource(bytes), {
    trust: { ...(await trustOfWorld(world)), ...trust },
    // The test certificates of authorities have no revocation services.
    policy: VALIDATION_POLICIES.basic,
    validationTime: world.now(),
    ...rest,
  });
}
