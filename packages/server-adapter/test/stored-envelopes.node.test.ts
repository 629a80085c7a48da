import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { concatBytes, decodeBase64, memorySource } from '@sealkit/core/bytes';
import { digestText } from '@sealkit/core/crypto';
import { digestOfFrame, digestOriginal, readHeldFrame } from '@sealkit/core/pades';
import type { EnvelopeView, UseChallenge, UseResult } from '@sealkit/core/protocol';
import { encodePem } from '@sealkit/core/x509';
import { ODD_PDFS, type OddPdfName } from '@sealkit/testkit';
import { judge, judgesPresent, refusalsOf } from '@sealkit/testkit/node';
import { createMemoryObjectStore, type ObjectStore, ObjectStoreError } from '../src/objects/index.ts';
import { nodeListener } from '../src/http/node.ts';
import { act, askPermit, BUYER, confirmAct, openContract, prepareAct, readContract, SELLER, twoCompanies } from './support/contract.ts';
import { validateUse } from './support/validated-use.ts';
import {
  createWorld,
  expectStatus,
  ORIGIN,
  placeOn,
  problemOf,
  readTestDocument,
  sampleDocument,
  type TestDocument,
  TENANT,
  useLog,
  type World,
} from './support/world.ts';

/** Sends octets as a page sends a file. */
async function upload(
  world: World,
  person: string,
  { id }: EnvelopeView,
  body: Uint8Array<ArrayBuffer>,
  headers: Readonly<Record<string, string>> = {},
): Promise<{ readonly status: number; readonly code: string | undefined; readonly body: EnvelopeView }> {
  const response = await world.adapter.fetch(
    new Request(`${ORIGIN}/envelopes/${id}/document`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${person.includes('/') ? person : `${TENANT}/${person}`}`,
        'content-type': 'application/pdf',
        'idempotency-key': 'upload',
        ...headers,
      },
      body,
    }),
  );
  const answer = (await response.json()) as EnvelopeView & { readonly code?: string };
  return { status: response.status, code: answer.code, body: answer };
}

async function download(world: World, person: string, path: string): Promise<{ readonly response: Response; readonly bytes: Uint8Array }> {
  const response = await world.adapter.fetch(
    new Request(`${ORIGIN}${path}`, { headers: { authorization: `Bearer ${person.includes('/') ? person : `${TENANT}/${person}`}` } }),
  );
  return { response, bytes: new Uint8Array(await response.arrayBuffer()) };
}

interface Stored {
  readonly world: World;
  readonly envelope: EnvelopeView;
  readonly document: TestDocument;
}

async function storedContract(
  objects: ObjectStore = createMemoryObjectStore(),
  config: Parameters<typeof createWorld>[0] = {},
): Promise<Stored> {
  const world = await createWorld({ objects, ...config });
  const document = await sampleDocument();
  const envelope = await openContract(world.as('ada'), document, { storage: 'stored' });
  expect((await upload(world, 'ada', envelope, document.bytes)).status).to.equal(200);
  return { world, envelope, document };
}

/** A seal on the only page of an odd document. */
const ONE_PAGE = { placements: [placeOn(1)] };

/** One of the odd documents, stored, with the frame as a page that holds it reads it. */
async function storedOdd(name: OddPdfName): Promise<Stored> {
  const world = await createWorld({ objects: createMemoryObjectStore() });
  const document = await readOdd(ODD_PDFS[name]());
  const [seller] = twoCompanies();
  if (seller === undefined) throw new RangeError('expected a party');
  const envelope = await openContract(world.as('ada'), document, { storage: 'stored', parties: [seller] });
  expect((await upload(world, 'ada', envelope, document.bytes)).status).to.equal(200);
  return { world, envelope, document };
}

async function readOdd(bytes: Uint8Array<ArrayBuffer>): Promise<TestDocument> {
  const source = memorySource(bytes);
  const { digest, state } = await digestOriginal(source, 'SHA-256');
  const { frame } = await readHeldFrame(source, { algorithm: 'SHA-256', pages: [1], digest });
  return { bytes, digest, frame, frameDigest: await digestOfFrame(frame), state };
}

/** A use of a stored document: no frame and no state travel. */
async function signStored(
  world: World,
  person: string,
  envelope: EnvelopeView,
  document: TestDocument,
  changes: object,
): Promise<TestDocument> {
  const client = world.as(person);
  const permit = expectStatus(await askPermit(client, envelope, document, changes), 201);
  const challenge = expectStatus(await client.post<UseChallenge>('/uses', { permitId: permit.id }), 201);
  const { revision } = expectStatus(await confirmAct(client, challenge), 200);
  const bytes = concatBytes(document.bytes, decodeBase64(revision));
  return document.frame.pageCount > 1 ? readTestDocument(bytes, [1, 2]) : readOdd(bytes);
}

describe('a stored envelope', () => {
  it('keeps the document and every version, signed without anything of it coming from the page', async () => {
    const { world, envelope, document } = await storedContract();
    const once = await signStored(world, 'ada', envelope, document, SELLER);
    const twice = await signStored(world, 'cy', envelope, once, BUYER);
    const after = await readContract(world.as('ada'), envelope);
    expect([after.state, after.documentStored, after.versions.length]).to.deep.equal(['completed', true, 3]);
    for (const [index, expected] of [document, once, twice].entries()) {
      const { response, bytes } = await download(world, 'cy', `/envelopes/${envelope.id}/versions/${index + 1}/document`);
      expect([response.status, response.headers.get('content-type')]).to.deep.equal([200, 'application/pdf']);
      expect(response.headers.get('content-disposition')).to.equal(`attachment; filename="version-${index + 1}.pdf"`);
      expect(response.headers.get('content-length')).to.equal(String(expected.bytes.length));
      expect(bytes).to.deep.equal(expected.bytes);
    }
    expect((await download(world, 'cy', `/envelopes/${envelope.id}/document`)).bytes).to.deep.equal(twice.bytes);
    const report = await validateUse(world, { bytes: twice.bytes }, { revision: '' });
    expect([report.document.integrity, ...report.signatures.map(({ indication }) => indication)]).to.deep.equal([
      'intact',
      'TOTAL-PASSED',
      'TOTAL-PASSED',
    ]);
    expect((await useLog(world.as('ada'), '/uses')).chain.intact).to.be.true;
  });

  it('takes frame and state of a page that are its own, and refuses others', async () => {
    const { world, envelope, document } = await storedContract();
    const other = await sampleDocument('Another');
    const ada = world.as('ada');
    const permit = expectStatus(await askPermit(ada, envelope, document, SELLER), 201);
    const lying = problemOf(await ada.post('/uses', { permitId: permit.id, frame: other.frame, state: document.state }));
    expect(lying.code).to.equal('LENGTH_MISMATCH');
    const frame = { ...document.frame, pageCount: document.frame.pageCount + 1 };
    expect(problemOf(await ada.post('/uses', { permitId: permit.id, frame, state: document.state })).code).to.equal('FRAME_MISMATCH');
    const wrong = problemOf(await askPermit(ada, envelope, { ...document, frameDigest: `sha256:${'0'.repeat(64)}` }, SELLER));
    expect(wrong.code).to.equal('FRAME_MISMATCH');
    expect((await useLog(ada, '/uses')).uses.find(({ id }) => id === wrong.eventId)?.refusal).to.equal('FRAME_MISMATCH');
    await act(ada, envelope, document, SELLER);
  });

  it('takes the document once, of its digest and length, from whoever opened it, readable and whole', async () => {
    const world = await createWorld({ objects: createMemoryObjectStore() });
    const ada = world.as('ada');
    const document = await sampleDocument();
    const envelope = await openContract(ada, document, { storage: 'stored' });
    expect(problemOf(await askPermit(ada, envelope, document, SELLER)).code).to.equal('DOCUMENT_NOT_STORED');
    expect((await upload(world, 'cy', envelope, document.bytes)).code).to.equal('NOT_AUTHORIZED');
    expect((await upload(world, 'tenant-two/eve', envelope, document.bytes)).code).to.equal('ENVELOPE_NOT_FOUND');
    expect((await upload(world, 'ada', envelope, document.bytes.slice(1))).code).to.equal('DIGEST_MISMATCH');
    expect((await upload(world, 'ada', envelope, document.bytes, { 'content-type': 'text/plain' })).code).to.equal('BODY_TYPE_WRONG');
    expect((await upload(world, 'ada', envelope, document.bytes, { 'idempotency-key': '' })).code).to.equal('IDEMPOTENCY_KEY_REQUIRED');
    for (let turn = 0; turn < 2; turn += 1) {
      const { status, body } = await upload(world, 'ada', envelope, document.bytes);
      expect([status, body.documentStored]).to.deep.equal([200, true]);
    }
    const events = await world.store.transaction((tx) => tx.audit.listEvents({ tenant: TENANT, of: { chain: envelope.id }, limit: 50 }));
    expect(events.filter(({ type }) => type === 'envelope-document-stored').length).to.equal(1);

    const text = await sampleDocument('Text');
    const bytes = new TextEncoder().encode('no PDF at all');
    const noPdf = await openContract(ada, { ...text, bytes, digest: await digestText('SHA-256', bytes) }, { storage: 'stored' });
    expect((await upload(world, 'ada', noPdf, bytes)).code).to.equal('DOCUMENT_REFUSED');
    // Readable once its cross-reference is rebuilt, which nobody signs.
    const spoilt = new Uint8Array(text.bytes);
    spoilt.set(new TextEncoder().encode('startxref\n7\n%%EOF'), spoilt.length - 24);
    const rebuilt = await openContract(ada, { ...text, bytes: spoilt, digest: await digestText('SHA-256', spoilt) }, { storage: 'stored' });
    const refused = await upload(world, 'ada', rebuilt, spoilt);
    expect([refused.status, refused.code]).to.deep.equal([422, 'DOCUMENT_REFUSED']);
    const pages = await openContract(ada, { ...text, frame: { ...text.frame, pageCount: 7 } }, { storage: 'stored' });
    expect((await upload(world, 'ada', pages, text.bytes)).code).to.equal('DOCUMENT_REFUSED');
  });

  it('takes a document whose form readers draw themselves, which hash-only mode refuses; a validator replays it all', async () => {
    for (const name of ['needAppearances', 'xfa'] as const) {
      const { world, envelope, document } = await storedOdd(name);
      const once = await signStored(world, 'ada', envelope, document, ONE_PAGE);
      const use = (await readContract(world.as('ada'), envelope)).versions[1]?.useId ?? '';
      const permitId = await world.store.transaction(async (tx) => (await tx.uses.find(TENANT, use))?.permitId ?? '');
      const permit = await world.store.transaction((tx) => tx.permits.find(TENANT, permitId));
      expect(permit?.payload.frameMode).to.equal('direct');
      const report = await validateUse(world, { bytes: once.bytes }, { revision: '' });
      const [signature] = report.signatures;
      expect([report.document.integrity, signature?.indication, signature?.seal?.permit?.indication], name).to.deep.equal([
        'intact',
        'TOTAL-PASSED',
        'PASSED',
      ]);

      const open = await openContract(world.as('ada'), document);
      const blind = expectStatus(await askPermit(world.as('ada'), open, document, ONE_PAGE), 201);
      const { frame, state } = document;
      expect(problemOf(await world.as('ada').post('/uses', { permitId: blind.id, frame, state })).code).to.equal('DOCUMENT_REFUSED');
    }
  });

  it('takes no document with a signature in it that does not hold', async () => {
    const { world, envelope, document } = await storedContract();
    const ada = world.as('ada');
    const once = await signStored(world, 'ada', envelope, document, SELLER);
    const [seller] = twoCompanies();
    if (seller === undefined) throw new RangeError('expected a party');
    const again = async (bytes: Uint8Array<ArrayBuffer>) => {
      const digest = await digestText('SHA-256', bytes);
      const open = await openContract(ada, { ...once, bytes, digest }, { storage: 'stored', parties: [seller] });
      return upload(world, 'ada', open, bytes);
    };
    expect((await again(once.bytes)).status).to.equal(200);
    const spoilt = new Uint8Array(once.bytes);
    // In the content of a page, which the signature covers.
    spoilt[document.bytes.length >> 1] = (spoilt[document.bytes.length >> 1] ?? 0) ^ 1;
    expect((await again(spoilt)).code).to.equal('DOCUMENT_REFUSED');
  });

  it('gives no document to another tenant, to whom the host does not let in, or for knowing its digest alone', async () => {
    const { world, envelope, document } = await storedContract(createMemoryObjectStore(), {
      authorize: ({ personId }, action) => action !== 'envelope.download' || personId !== 'cy',
    });
    expect((await download(world, 'cy', `/envelopes/${envelope.id}/document`)).response.status).to.equal(403);
    const { response } = await download(world, 'tenant-two/eve', `/envelopes/${envelope.id}/document`);
    expect(response.status).to.equal(404);
    const [seller] = envelope.parties;
    if (seller === undefined) throw new RangeError('expected a party');
    const { state: _state, acts, ...party } = seller;
    const parties = [{ ...party, personIds: ['ada'], acts: acts.map(({ done: _done, ...rest }) => rest) }];
    const own = await openContract(world.as('ada'), document, { storage: 'stored', parties });
    expect((await upload(world, 'ada', own, document.bytes)).status).to.equal(200);
    expect((await download(world, 'bo', `/envelopes/${own.id}/document`)).response.status).to.equal(403);
    // Somebody names the digest of a document that lies here for another envelope, and never sends it.
    const guessed = await openContract(world.as('bo'), document, { storage: 'stored' });
    expect((await download(world, 'bo', `/envelopes/${guessed.id}/document`)).response.status).to.equal(404);
    expect((await download(world, 'ada', `/envelopes/${own.id}/versions/2/document`)).response.status).to.equal(404);
    expect((await download(world, 'ada', `/envelopes/${own.id}/versions/x/document`)).response.status).to.equal(404);
  });

  it('discards what does not hold as a whole document, and keeps nothing of it', async () => {
    const objects = createMemoryObjectStore();
    const put: string[] = [];
    let spoilt = false;
    const lying: ObjectStore = {
      put: (of, octets, options) => {
        put.push(of.digest);
        return objects.put(of, octets, options);
      },
      open: async (of, options) => {
        const source = await objects.open(of, options);
        if (!spoilt || source === undefined) return source;
        const bytes = await source.read(0, source.size);
        // A space of the page's content: no signature covers it yet, and its digest is another.
        bytes[bytes.length - 8] = (bytes[bytes.length - 8] ?? 0) ^ 1;
        return memorySource(bytes);
      },
    };
    const { world, envelope, document } = await storedContract(lying);
    const ada = world.as('ada');
    const challenge = await prepareAct(ada, envelope, document, SELLER);
    world.keyStore.hooks.beforeSign = () => void (spoilt = true);
    const refused = problemOf(await confirmAct(ada, challenge));
    expect([refused.code, refused.values?.['reason']]).to.deep.equal(['USE_DISCARDED', 'SIGNATURE_NOT_INTACT']);
    spoilt = false;
    delete world.keyStore.hooks.beforeSign;
    const after = await readContract(ada, envelope);
    expect([after.state, after.versions.length]).to.deep.equal(['in-progress', 1]);
    expect(put).to.deep.equal([document.digest]);
    const row = (await useLog(ada, '/uses')).uses.find(({ id }) => id === challenge.useId);
    expect([row?.result, row?.refusal]).to.deep.equal(['refused', 'SIGNATURE_NOT_INTACT']);
    await act(ada, envelope, document, SELLER);
    expect(put.length).to.equal(2);
  });

  it('discards what the store of documents hands out as something that is no document at all', async () => {
    const objects = createMemoryObjectStore();
    let emptied = false;
    const { world, envelope, document } = await storedContract({
      put: (...call) => objects.put(...call),
      open: async (...call) => (emptied ? memorySource(new Uint8Array(2000)) : objects.open(...call)),
    });
    const challenge = await prepareAct(world.as('ada'), envelope, document, SELLER);
    world.keyStore.hooks.beforeSign = () => void (emptied = true);
    const refused = problemOf(await confirmAct(world.as('ada'), challenge));
    expect([refused.code, refused.values?.['reason']]).to.deep.equal(['USE_DISCARDED', 'SIGNATURE_NOT_INTACT']);
  });

  it('comes in and goes out over a connection as over a function', async () => {
    const { world, envelope, document } = await storedContract();
    const server = createServer(nodeListener(world.adapter));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/envelopes/${envelope.id}/document`;
      const headers = { authorization: `Bearer ${TENANT}/ada`, 'content-type': 'application/pdf', 'idempotency-key': 'k' };
      const sent = await fetch(url, { method: 'POST', headers, body: document.bytes });
      expect([sent.status, ((await sent.json()) as EnvelopeView).documentStored]).to.deep.equal([200, true]);
      const cut = await fetch(url, { method: 'POST', headers, body: document.bytes.slice(0, 100) });
      expect([cut.status, ((await cut.json()) as { readonly code: string }).code]).to.deep.equal([409, 'DIGEST_MISMATCH']);
      const long = await fetch(url, { method: 'POST', headers, body: new Uint8Array(51 * 1024 * 1024) });
      expect([long.status, ((await long.json()) as { readonly code: string }).code]).to.deep.equal([413, 'BODY_TOO_LARGE']);
      const got = await fetch(url, { headers });
      expect(new Uint8Array(await got.arrayBuffer())).to.deep.equal(document.bytes);
    } finally {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  });

  it('leaves a use interrupted while the store of documents is away, and finishes it afterwards', async () => {
    const objects = createMemoryObjectStore();
    let away = false;
    const { world, envelope, document } = await storedContract({
      put: (...call) =>
        away ? Promise.reject(new ObjectStoreError('OBJECT_STORE_UNAVAILABLE', 'no route to the bucket')) : objects.put(...call),
      open: (...call) => objects.open(...call),
    });
    const ada = world.as('ada');
    const challenge = await prepareAct(ada, envelope, document, SELLER);
    away = true;
    const problem = problemOf(await confirmAct(ada, challenge));
    expect([problem.status, problem.code, problem.retryable]).to.deep.equal([503, 'DOCUMENT_STORE_FAILED', true]);
    expect((await readContract(ada, envelope)).versions.length).to.equal(1);
    away = false;
    expectStatus(await ada.get<UseResult>(`/uses/${challenge.useId}`), 200);
    expect((await readContract(ada, envelope)).versions.length).to.equal(2);
  });

  it('is refused where the deployment keeps no documents, or not of this length or algorithm', async () => {
    const document = await sampleDocument();
    const open = async (world: World, changes: object = {}): Promise<unknown> => {
      const body = {
        name: 'n',
        document: { digest: document.digest, length: document.bytes.length, pages: 2 },
        storage: 'stored',
        ...changes,
      };
      const { parties } = await openContract(world.as('ada'), document);
      const named = parties.map(({ state: _state, acts, ...party }) => ({ ...party, acts: acts.map(({ done: _done, ...rest }) => rest) }));
      const { code, values } = problemOf(await world.as('ada').post('/envelopes', { ...body, parties: named }));
      return values?.['reason'] ?? code;
    };
    expect(await open(await createWorld())).to.equal('STORAGE_MISSING');
    const objects = createMemoryObjectStore();
    expect(await open(await createWorld({ objects, policy: { maxDocumentLength: 100 } }))).to.equal('DOCUMENT_TOO_LARGE');
    const sha512 = { document: { digest: `sha512:${'a'.repeat(128)}`, length: 5, pages: 1 } };
    expect(await open(await createWorld({ objects }), sha512)).to.equal('STORED_NEEDS_SHA256');
  });
});

const title = 'contracts of two companies before pyHanko, DSS, pdfsig, qpdf and OpenSSL';
(judgesPresent ? describe : describe.skip)(judgesPresent ? title : `${title} (skipped: judges not found, see SEALKIT_SHARED)`, () => {
  it('are accepted by all of them, stored and hash-only', { timeout: 300_000 }, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sealkit-contracts-'));
    try {
      const files: string[] = [];
      const keep = (name: string, bytes: Uint8Array): void => {
        files.push(join(folder, name));
        writeFileSync(join(folder, name), bytes);
      };
      const { world, envelope, document } = await storedContract();
      await signStored(world, 'cy', envelope, await signStored(world, 'ada', envelope, document, SELLER), BUYER);
      keep('stored.pdf', (await download(world, 'ada', `/envelopes/${envelope.id}/document`)).bytes);
      const open = await openContract(world.as('ada'), document);
      const odd = await storedOdd('needAppearances');
      keep('needs-appearances.pdf', (await signStored(odd.world, 'ada', odd.envelope, odd.document, ONE_PAGE)).bytes);
      keep('hash-only.pdf', (await act(world.as('cy'), open, await act(world.as('ada'), open, document, SELLER), BUYER)).bytes);
      writeFileSync(join(folder, 'root.pem'), encodePem('CERTIFICATE', world.pki.root.certificate));
      const judgements = judge(files, '--trust', join(folder, 'root.pem'));
      expect(refusalsOf(judgements)).to.deep.equal([]);
      for (const file of files) expect(judgements.filter((one) => one.file === file && one.accept === true).length, file).to.be.at.least(4);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
