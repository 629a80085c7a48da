/** A small register for measurements, and the way of one use. */
import { memorySource } from '@sealkit/core/bytes';
import { digestOfFrame, digestOriginal, readDocumentFrame } from '@sealkit/core/pades';
import { composeSealStatement } from '@sealkit/core/seal';
import { buildSamplePdf, createTestPki } from '@sealkit/testkit';
import {
  createAdapter,
  createSignerKeyStore,
  grantSeal,
  registerOrganisation,
  registerPerson,
  registerSeal,
  systemClock,
} from '@sealkit/server-adapter';
import { createSqliteStore } from '@sealkit/server-adapter/sqlite';

const FACE = new TextEncoder().encode(
  '<svg xmlns="http://www.w3.org/2000/svg" width="40mm" height="40mm" viewBox="0 0 40 40"><path d="M 2 2 L 38 2 L 38 38 L 2 38 Z" fill="#CF111B" fill-rule="nonzero"/></svg>',
);

/**
 * A register with one seal and its use by `persons` persons (`p`, or `p0`, `p1` and so on), over an SQLite file. A request says whose it is as `Bearer NAME`; without,
 * it is of the first.
 */
export async function createSealWorld({ file, persons = 1, ...config }) {
  const pki = await createTestPki();
  const store = await createSqliteStore({ file });
  const registration = { store, clock: systemClock, actor: 'bench' };
  const { p256 } = pki.signers;
  await registerOrganisation(registration, { tenant: 't', id: 'o', name: 'Bench' });
  const ids = persons === 1 ? ['p'] : Array.from({ length: persons }, (_, at) => `p${at}`);
  for (const id of ids)
    await registerPerson(registration, { tenant: 't', id, name: id, organisationId: 'o', roles: ['user'], credential: null });
  const [validFrom, validTo] = [new Date('2026-01-01T00:00:00Z'), new Date('2030-01-01T00:00:00Z')];
  const face = { type: 'SVG', bytes: FACE };
  const statement = await composeSealStatement({
    info: {
      number: 'B-1',
      kind: 'contract',
      ordinal: 0,
      name: 'Bench',
      vendor: 'Bench',
      permittedSigners: { by: 'certificate', certificates: [p256.certificate] },
      createDate: validFrom,
      validStart: validFrom,
      validEnd: validTo,
      picture: face,
      widthUm: 40_000,
      heightUm: 40_000,
      testMaterial: true,
    },
    signer: pki.sealMaker.signer,
    time: validFrom,
  });
  const credential = { credentialId: 'k', certificates: p256.certificates, algorithm: p256.algorithm };
  const version = { face, widthUm: 40_000, heightUm: 40_000, statement, credential, validFrom, validTo };
  const seal = { tenant: 't', number: 'B-1', organisationId: 'o', kind: 'contract', name: 'Bench', testMaterial: true, version };
  await registerSeal(registration, seal);
  for (const personId of ids) await grantSeal(registration, { tenant: 't', sealNumber: 'B-1', personId });
  const keyStore = createSignerKeyStore({ name: 'bench', clock: systemClock, openSigner: async () => p256.signer });
  const log = await logSigner();
  const adapter = createAdapter({
    authenticate: (request) => ({
      tenant: 't',
      personId: request.headers.get('authorization')?.slice('Bearer '.length) ?? ids[0],
      transport: 'bearer',
    }),
    authorize: () => true,
    store,
    keyStore,
    registerSigner: pki.register.signer,
    transparencyLog: { origin: 'bench.invalid', signCheckpoint: log },
    ...config,
  });
  return { adapter, store, keyStore };
}

async function logSigner() {
  const { privateKey, publicKey } = await crypto.subtle.generateKey({ name: 'Ed25519' }, true, ['sign', 'verify']);
  return {
    publicKey: new Uint8Array(await crypto.subtle.exportKey('raw', publicKey)),
    sign: async (octets) => new Uint8Array(await crypto.subtle.sign('Ed25519', privateKey, octets)),
  };
}

/** What a page takes from a document. */
export async function readBenchDocument() {
  const source = memorySource(await buildSamplePdf({ pages: 1, title: 'Bench' }));
  const { digest, state } = await digestOriginal(source, 'SHA-256');
  const frame = await readDocumentFrame(source, { algorithm: 'SHA-256', pages: [1] });
  return { length: source.size, digest, state, frame, frameDigest: await digestOfFrame(frame) };
}

/** Envelope, permit, use, confirmation; `post` sends a body to a path and answers what came back. Answers the finished use. */
export async function useSeal(post, { length, digest, state, frame, frameDigest }) {
  const envelope = await post('/envelopes', { name: 'bench.pdf', document: { digest, length, pages: 1 } });
  const permit = await post('/permits', {
    envelopeId: envelope.id,
    sealNumber: 'B-1',
    sealVersion: 1,
    document: { digest, length },
    frame: frameDigest,
    placements: [{ page: 1, x: 50_000, y: 50_000, width: 40_000, height: 40_000, rotation: 0 }],
  });
  const challenge = await post('/uses', { permitId: permit.id, frame, state });
  return post(`/uses/${challenge.useId}/confirm`, { proof: { method: 'confirm', shownDigest: challenge.challenge } });
}
