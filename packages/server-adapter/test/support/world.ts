import { encodeLatin1, memorySource } from '@sealkit/core/bytes';
import { type DocumentFrame, type SealPlacement, digestOfFrame, digestOriginal, readDocumentFrame } from '@sealkit/core/pades';
import type { HashState } from '@sealkit/core/ports';
import type {
  EnvelopeView,
  PermitRequest,
  PermitView,
  ProblemDetails,
  SealTransitionResult,
  UseChallenge,
  UseList,
  UseResult,
} from '@sealkit/core/protocol';
import { composeSealStatement } from '@sealkit/core/seal';
import { type TestIdentity, type TestPki, buildSamplePdf, createTestPki } from '@sealkit/testkit';
import {
  type Adapter,
  type AdapterConfig,
  createAdapter,
  createMemoryStore,
  grantSeal,
  type LogEntry,
  type NewSealVersion,
  type Registration,
  registerOrganisation,
  registerPerson,
  registerSeal,
  type Store,
} from '../../src/index.ts';
import { type MemoryKeyStore, memoryKeyStore } from './memory-key-store.ts';

export const ORIGIN = 'https://seal.example';
export const TENANT = 'tenant-one';
export const START = new Date('2026-06-01T12:00:00Z');
export const SIDE = 40_000;
const FACE =
  '<svg xmlns="http://www.w3.org/2000/svg" width="40mm" height="40mm" viewBox="0 0 40 40"><path d="M 2 2 L 38 2 L 38 38 L 2 38 Z M 6 6 L 6 34 L 34 34 L 34 6 Z" fill="#C8102E" fill-rule="nonzero"/></svg>';

export interface TestDocument {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly digest: string;
  readonly frame: DocumentFrame;
  readonly frameDigest: string;
  readonly state: HashState;
}

export interface Answer<T> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: T;
  readonly text: string;
}

/** A person's requests, as a page would send them. */
export interface Client {
  get<T>(path: string): Promise<Answer<T>>;
  post<T>(
    path: string,
    body: unknown,
    options?: { readonly key?: string; readonly headers?: Readonly<Record<string, string>> },
  ): Promise<Answer<T>>;
}

export interface World {
  readonly adapter: Adapter;
  readonly store: Store;
  readonly keyStore: MemoryKeyStore;
  readonly pki: TestPki;
  readonly registration: Registration;
  readonly log: LogEntry[];
  /** Moves the server's clock. */
  pass(milliseconds: number): void;
  readonly now: () => Date;
  as(person: string, tenant?: string): Client;
  sealVersion(number: string, signer: TestIdentity, credentialId: string): Promise<NewSealVersion>;
}

let shared: Promise<TestPki> | undefined;

/** Two companies with a contract seal each; `ada` may use the first, `bo` has no grant, `cy` belongs to the second. */
export async function createWorld(
  overrides: Partial<AdapterConfig> & {
    /** The store is filled already. */
    readonly seeded?: boolean;
  } = {},
): Promise<World> {
  const pki = await (shared ??= createTestPki());
  let now = START.getTime();
  const clock = { now: () => new Date(now) };
  const store = overrides.store ?? createMemoryStore();
  const keyStore = memoryKeyStore({
    'seal-1': pki.signers.p256.signer,
    'seal-2': pki.signers.otherCompany.signer,
    'ada-own': pki.signers.rsa2048.signer,
  });
  const registration: Registration = { store, clock, actor: 'setup' };
  const sealVersion = (number: string, signer: TestIdentity, credentialId: string): Promise<NewSealVersion> =>
    makeVersion(pki, number, signer, credentialId);
  if (overrides.seeded !== true) await seed(registration, pki, sealVersion);
  const log: LogEntry[] = [];
  const { seeded: _seeded, ...config } = overrides;
  const adapter = createAdapter({
    authenticate: (request) => {
      const [, tenant, personId] = /^Bearer ([^/]+)\/(.+)$/.exec(request.headers.get('authorization') ?? '') ?? [];
      return tenant === undefined || personId === undefined ? null : { tenant, personId, transport: 'bearer' };
    },
    authorize: () => true,
    registerSigner: pki.register.signer,
    clock,
    log: (entry) => log.push(entry),
    // What a test sends in a second, a person does not in a minute.
    rateLimiter: null,
    ...config,
    store,
    keyStore: overrides.keyStore ?? keyStore,
  });
  return {
    adapter,
    store,
    keyStore,
    pki,
    registration,
    log,
    pass: (milliseconds) => void (now += milliseconds),
    now: clock.now,
    as: (person, tenant = TENANT) => createClient(adapter, `Bearer ${tenant}/${person}`),
    sealVersion,
  };
}

async function seed(registration: Registration, pki: TestPki, sealVersion: World['sealVersion']): Promise<void> {
  await registerOrganisation(registration, { tenant: TENANT, id: 'company-1', name: '北京测试公司' });
  await registerOrganisation(registration, { tenant: TENANT, id: 'company-2', name: 'Other Company' });
  const own = { credentialId: 'ada-own', certificates: pki.signers.rsa2048.certificates, algorithm: pki.signers.rsa2048.algorithm };
  const person = { tenant: TENANT, roles: ['user'], credential: null };
  await registerPerson(registration, { ...person, id: 'ada', name: '张爱达', organisationId: 'company-1', credential: own });
  await registerPerson(registration, { ...person, id: 'bo', name: '李博', organisationId: 'company-1' });
  await registerPerson(registration, { ...person, id: 'cy', name: '王晨', organisationId: 'company-2' });
  const seal = { tenant: TENANT, kind: 'contract', testMaterial: true } as const;
  const first = await sealVersion('QL-1', pki.signers.p256, 'seal-1');
  await registerSeal(registration, { ...seal, number: 'QL-1', organisationId: 'company-1', name: '合同专用章', version: first });
  const second = await sealVersion('QL-2', pki.signers.otherCompany, 'seal-2');
  await registerSeal(registration, { ...seal, number: 'QL-2', organisationId: 'company-2', name: 'Contract seal', version: second });
  await grantSeal(registration, { tenant: TENANT, sealNumber: 'QL-1', personId: 'ada' });
  await grantSeal(registration, { tenant: TENANT, sealNumber: 'QL-2', personId: 'cy' });
  await registerOrganisation(registration, { tenant: 'tenant-two', id: 'company-x', name: 'Elsewhere' });
  await registerPerson(registration, { ...person, tenant: 'tenant-two', id: 'eve', name: 'Eve', organisationId: 'company-x' });
}

async function makeVersion(pki: TestPki, number: string, signer: TestIdentity, credentialId: string): Promise<NewSealVersion> {
  const validStart = new Date('2026-01-01T00:00:00Z');
  const validEnd = new Date('2030-01-01T00:00:00Z');
  const picture = { type: 'SVG', bytes: encodeLatin1(FACE) } as const;
  const statement = await composeSealStatement({
    info: {
      number,
      kind: 'contract',
      ordinal: 0,
      name: `Seal ${number}`,
      vendor: 'Test',
      permittedSigners: { by: 'certificate', certificates: [signer.certificate] },
      createDate: validStart,
      validStart,
      validEnd,
      picture,
      widthUm: SIDE,
      heightUm: SIDE,
      testMaterial: true,
    },
    signer: pki.sealMaker.signer,
    time: validStart,
  });
  return {
    face: picture,
    widthUm: SIDE,
    heightUm: SIDE,
    statement,
    credential: { credentialId, certificates: signer.certificates, algorithm: signer.algorithm },
    validFrom: validStart,
    validTo: validEnd,
  };
}

function createClient(adapter: Adapter, authorization: string): Client {
  const send = async <T>(request: Request): Promise<Answer<T>> => {
    const response = await adapter.fetch(request);
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, body: JSON.parse(text) as T };
  };
  return {
    get: (path) => send(new Request(`${ORIGIN}${path}`, { headers: { authorization } })),
    post: (path, body, options = {}) =>
      send(
        new Request(`${ORIGIN}${path}`, {
          method: 'POST',
          headers: {
            authorization,
            'content-type': 'application/json',
            'idempotency-key': options.key ?? crypto.randomUUID(),
            ...options.headers,
          },
          body: JSON.stringify(body),
        }),
      ),
  };
}

/** What the page takes from a document. */
export async function readTestDocument(bytes: Uint8Array<ArrayBuffer>, pages: readonly number[]): Promise<TestDocument> {
  const source = memorySource(bytes);
  const { digest, state } = await digestOriginal(source, 'SHA-256');
  const frame = await readDocumentFrame(source, { algorithm: 'SHA-256', pages });
  return { bytes, digest, frame, frameDigest: await digestOfFrame(frame), state };
}

export async function sampleDocument(title = 'Lease', pages: readonly number[] = [1, 2]): Promise<TestDocument> {
  return readTestDocument(await buildSamplePdf({ pages: 2, title }), pages);
}

export function placeOn(page: number, x = 100_000, y = 200_000): SealPlacement {
  return { page, x, y, width: SIDE, height: SIDE, rotation: 0 };
}

export async function openEnvelope(client: Client, document: TestDocument, name = 'Lease 2026.pdf'): Promise<EnvelopeView> {
  const answer = await client.post<EnvelopeView>('/envelopes', {
    name,
    document: { digest: document.digest, length: document.bytes.length, pages: document.frame.pageCount },
  });
  return expectStatus(answer, 201);
}

export function permitRequest(envelope: EnvelopeView, document: TestDocument, changes: Partial<PermitRequest> = {}): PermitRequest {
  return {
    envelopeId: envelope.id,
    sealNumber: 'QL-1',
    sealVersion: 1,
    document: { digest: document.digest, length: document.bytes.length },
    frame: document.frameDigest,
    placements: [placeOn(1), placeOn(2)],
    ...changes,
  };
}

/** Envelope and permit for a document. */
export async function obtainPermit(client: Client, document: TestDocument, changes: Partial<PermitRequest> = {}): Promise<PermitView> {
  const envelope = await openEnvelope(client, document);
  return expectStatus(await client.post<PermitView>('/permits', permitRequest(envelope, document, changes)), 201);
}

export async function startUse(client: Client, document: TestDocument, permitId: string): Promise<UseChallenge> {
  return expectStatus(await client.post<UseChallenge>('/uses', { permitId, frame: document.frame, state: document.state }), 201);
}

export function confirmation(challenge: UseChallenge): { readonly proof: { readonly method: 'confirm'; readonly shownDigest: string } } {
  return { proof: { method: 'confirm', shownDigest: challenge.challenge } };
}

/** The whole way from the document to its signed revision. */
export async function sign(client: Client, document: TestDocument, changes: Partial<PermitRequest> = {}): Promise<UseResult> {
  const permit = await obtainPermit(client, document, changes);
  const challenge = await startUse(client, document, permit.id);
  return expectStatus(await client.post<UseResult>(`/uses/${challenge.useId}/confirm`, confirmation(challenge)), 200);
}

export async function changeState(client: Client, number: string, to: string): Promise<SealTransitionResult> {
  return expectStatus(await client.post<SealTransitionResult>(`/seals/${number}/transitions`, { to, reason: 'test' }), 200);
}

export async function useLog(client: Client, path = '/seals/QL-1/uses'): Promise<UseList> {
  return expectStatus(await client.get<UseList>(path), 200);
}

export function expectStatus<T>(answer: Answer<T>, status: number): T {
  if (answer.status !== status) throw new Error(`expected status ${status}, got ${answer.status}: ${answer.text}`);
  return answer.body;
}

/** The problem that an answer must be. */
export function problemOf(answer: Answer<unknown>): ProblemDetails {
  expect(answer.headers.get('content-type')).to.equal('application/problem+json; charset=utf-8');
  const problem = answer.body as ProblemDetails;
  expect(problem.status).to.equal(answer.status);
  return problem;
}
