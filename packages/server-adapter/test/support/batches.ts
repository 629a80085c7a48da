import type {
  EnrolmentView,
  IntentBatchView,
  IntentMethodList,
  IntentPolicy,
  IntentView,
  UseChallenge,
  UseResult,
} from '@sealkit/core/protocol';
import type { IntentProvider } from '../../src/index.ts';
import { setSealIntentPolicy } from '../../src/index.ts';
import { createPasskeyProvider } from '../../src/intent/passkey/index.ts';
import { type SoftAuthenticator, softAuthenticator } from './soft-authenticator.ts';
import { type Client, createWorld, expectStatus, obtainPermit, sampleDocument, startUse, TENANT, type World } from './world.ts';

const PAGE = 'https://app.seal.example';

export const passkeyProvider = (): IntentProvider => createPasskeyProvider({ rpId: 'seal.example', rpName: 'Test', origins: [PAGE] });

/** Deployment and seal take one proof for several acts. */
export const BATCH_POLICY: IntentPolicy = { minimumAssurance: 3, methods: null, maximumAge: null, commitment: false, batch: true };

/** Nobody's identity is verified here: a sign-in is enough for a first authenticator. */
export const BY_SIGN_IN = { first: 'authorize' } as const;

export async function createBatchWorld(
  policy: Partial<IntentPolicy> = BATCH_POLICY,
  overrides: Parameters<typeof createWorld>[0] = {},
): Promise<World> {
  const intent = { providers: [passkeyProvider()], policy: { batch: true }, enrolment: BY_SIGN_IN };
  const world = await createWorld({ intent, ...overrides });
  await setSealIntentPolicy(world.registration, { tenant: TENANT, sealNumber: 'QL-1', policy });
  return world;
}

export async function enrolPasskey(client: Client): Promise<SoftAuthenticator> {
  const device = softAuthenticator(PAGE);
  const begun = expectStatus(await client.post<EnrolmentView>('/intent-methods/passkey/enrolments', { name: 'Laptop' }), 201);
  if (begun.passkey === null) throw new TypeError('expected creation options');
  const answer = device.create(begun.passkey);
  expectStatus(await client.post<IntentMethodList>(`/intent-enrolments/${begun.id}/confirm`, { answer }), 200);
  return device;
}

/** So many uses that wait for intent, each in an envelope of its own. */
export async function waitingUses(client: Client, count: number): Promise<readonly UseChallenge[]> {
  const document = await sampleDocument();
  const uses: UseChallenge[] = [];
  while (uses.length < count) uses.push(await startUse(client, document, (await obtainPermit(client, document)).id));
  return uses;
}

export const postBatch = (client: Client, uses: readonly Pick<UseChallenge, 'useId'>[]) =>
  client.post<IntentBatchView>('/intent-batches', { useIds: uses.map(({ useId }) => useId) });

/** Puts the uses into one batch and confirms it by the device. */
export async function confirmedBatch(client: Client, device: SoftAuthenticator, uses: readonly UseChallenge[]): Promise<IntentBatchView> {
  const batch = expectStatus(await postBatch(client, uses), 201);
  const intent = expectStatus(await client.post<IntentView>(`/intent-batches/${batch.batchId}/intents`, { method: 'passkey' }), 201);
  if (intent.passkey === null) throw new TypeError('expected request options');
  const proof = { intentId: intent.id, shownDigest: batch.challenge, answer: device.get(intent.passkey) };
  return expectStatus(await client.post<IntentBatchView>(`/intent-batches/${batch.batchId}/confirm`, { proof }), 200);
}

/** Confirms one use by its place in a batch. */
export const confirmLeaf = (
  client: Client,
  { batchId }: Pick<IntentBatchView, 'batchId'>,
  { useId, challenge }: Pick<UseChallenge, 'useId' | 'challenge'>,
) => client.post<UseResult>(`/uses/${useId}/confirm`, { proof: { batchId, shownDigest: challenge } });
