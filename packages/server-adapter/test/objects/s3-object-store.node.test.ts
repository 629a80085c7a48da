import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Bytes } from '@sealkit/core/bytes';
import {
  createS3ObjectStore,
  OBJECT_STORE_CONTRACT,
  type ObjectStore,
  ObjectStoreError,
  type S3ObjectStoreOptions,
} from '../../src/objects/index.ts';
import { describeOnVersitygw, type S3Server, startVersitygw } from '../support/versitygw.ts';

const OCTETS = new TextEncoder().encode('a contract of two pages');
const OF = referenceTo(OCTETS);

function referenceTo(octets: Uint8Array) {
  return { tenant: 'acme', digest: `sha256:${createHash('sha256').update(octets).digest('hex')}`, length: octets.length };
}

async function* whole(octets: Uint8Array): AsyncGenerator<Bytes, void> {
  yield octets.slice();
}

async function errorOf(work: Promise<unknown> | undefined): Promise<ObjectStoreError> {
  try {
    await work;
  } catch (error) {
    if (error instanceof ObjectStoreError) return error;
    throw error;
  }
  throw new Error('expected an error');
}

describeOnVersitygw('objects in a bucket (versitygw)', () => {
  let server: S3Server;
  let sent: { readonly method: string }[] = [];
  beforeAll(async () => {
    server = await startVersitygw();
  });
  beforeEach(() => {
    sent = [];
  });
  afterAll(() => server.remove());

  let stores = 0;
  const storeOf = (changes: Partial<S3ObjectStoreOptions> = {}): ObjectStore => {
    const { endpoint, bucket, region, credentials } = server;
    const counted: typeof fetch = (url, init) => {
      sent.push({ method: init?.method ?? '' });
      return fetch(url, init);
    };
    const fixed = { endpoint, bucket, region, retryDelayMs: 5, fetch: counted, credentials: async () => credentials };
    return createS3ObjectStore({ ...fixed, prefix: [`s${(stores += 1)}`], ...changes });
  };
  const fileOf = (prefix: string, { digest }: { readonly digest: string }) =>
    join(server.folder, prefix, 'acme', 'sha256', digest.slice(7));

  for (const { title, run } of OBJECT_STORE_CONTRACT) it(title, () => run(storeOf()), 60_000);

  it('lie under their digest, byte for byte', async () => {
    const store = storeOf({ prefix: ['documents', 'plain'] });
    await store.put(OF, whole(OCTETS));
    expect(new Uint8Array(readFileSync(join(server.folder, 'documents', 'plain', 'acme', 'sha256', OF.digest.slice(7))))).to.deep.equal(
      OCTETS,
    );
    expect(sent.map(({ method }) => method)).to.deep.equal(['PUT']);
  });

  it('that are large go in parts, come by ranges, and leave no upload behind', async () => {
    const store = storeOf({ prefix: ['large'] });
    const octets = new Uint8Array(20 * 1024 * 1024 + 5).map((_, index) => index % 251);
    await store.put(referenceTo(octets), whole(octets));
    expect(sent.map(({ method }) => method)).to.deep.equal(['POST', 'PUT', 'PUT', 'PUT', 'POST']);
    sent = [];
    const source = await store.open(referenceTo(octets));
    expect(sent.length).to.equal(3);
    expect(await source?.read(9_000_000, 9_000_010)).to.deep.equal(octets.slice(9_000_000, 9_000_010));
    expect(sent.length).to.equal(4);
    const wrong = await errorOf(store.put({ ...referenceTo(octets), length: octets.length - 1 }, whole(octets)));
    expect(wrong.code).to.equal('OBJECT_DIGEST_DIFFERS');
    expect(sent.at(-1)?.method).to.equal('DELETE');
    const uploads = join(server.folder, '.sgwtmp', 'multipart');
    expect(existsSync(uploads) ? readdirSync(uploads) : []).to.deep.equal([]);
  });

  it('that are there already stay: the second is compared, not written', async () => {
    const store = storeOf({ prefix: ['twice'] });
    await store.put(OF, whole(OCTETS));
    sent = [];
    await store.put(OF, whole(OCTETS));
    expect(sent.map(({ method }) => method)).to.deep.equal(['PUT', 'GET']);
  });

  it('are refused when they were changed behind the store', async () => {
    const store = storeOf({ prefix: ['changed'] });
    await store.put(OF, whole(OCTETS));
    for (const spoilt of ['A contract of two pages', 'a contract', '']) {
      writeFileSync(fileOf('changed', OF), spoilt);
      expect((await errorOf(store.open(OF))).code).to.equal('OBJECT_BROKEN');
      expect((await errorOf(store.put(OF, whole(OCTETS)))).code).to.equal('OBJECT_BROKEN');
    }
  });

  it('that disappear or are replaced while they are read are no octets of the object', async () => {
    const store = storeOf({ prefix: ['gone'] });
    const octets = new Uint8Array(9 * 1024 * 1024).fill(7);
    const of = referenceTo(octets);
    await store.put(of, whole(octets));
    const source = await store.open(of);
    rmSync(fileOf('gone', of));
    expect((await errorOf(source?.read(0, 10))).code).to.equal('OBJECT_BROKEN');
    await store.put(of, whole(octets));
    const again = await store.open(of);
    writeFileSync(fileOf('gone', of), octets.slice(1));
    expect((await errorOf(again?.read(0, 10))).code).to.match(/^OBJECT_(BROKEN|STORE_UNAVAILABLE)$/);
  });

  it('are not to be had with another secret, in no bucket, or without keys; no error carries a secret', async () => {
    const { credentials } = server;
    const stranger = { ...credentials, secretAccessKey: 'planted-secret-of-somebody-else' };
    const refusals = [
      [storeOf({ credentials: async () => stranger }), /403 SignatureDoesNotMatch/],
      [storeOf({ credentials: async () => ({ ...stranger, accessKeyId: 'NOBODY' }) }), /403 InvalidAccessKeyId|404 XAdminUserNotFound/],
      [storeOf({ bucket: 'elsewhere' }), /404 NoSuchBucket/],
      [storeOf({ credentials: async () => undefined }), /expected keys/],
      [storeOf({ clock: { now: () => new Date('2020-01-01T00:00:00Z') } }), /403 RequestTimeTooSkewed/],
    ] as const;
    for (const [store, words] of refusals) {
      for (const work of [() => store.open(OF), () => store.put(OF, whole(OCTETS))]) {
        const error = await errorOf(work());
        expect([error.code, error.retryable]).to.deep.equal(['OBJECT_STORE_REFUSED', false]);
        expect(error.message).to.match(words);
        expect(JSON.stringify([error.message, error.facts, String(error.cause)])).not.to.include('planted-secret');
      }
    }
  });

  it('are put after failures that pass, and given up after four', async () => {
    for (const [failures, outcome] of [
      [3, 'done'],
      [4, 'OBJECT_STORE_UNAVAILABLE'],
    ] as const) {
      for (const fault of [unreachable, slowDown, lostAnswer]) {
        let left = failures as number;
        const faulty: typeof fetch = (url, init) => ((left -= 1) >= 0 ? fault(url, init) : fetch(url, init));
        const store = storeOf({ fetch: faulty });
        const result = await store.put(OF, whole(OCTETS)).then(
          () => 'done',
          (error: unknown) => (error instanceof ObjectStoreError ? error.code : String(error)),
        );
        expect(result, `${fault.name} × ${failures}`).to.equal(outcome);
      }
    }
  });

  it('of several parts appear once, whatever answer is lost', async () => {
    const octets = new Uint8Array(8 * 1024 * 1024 + 1).fill(3);
    for (let lost = 0; lost < 4; lost += 1) {
      let number = 0;
      const faulty: typeof fetch = (url, init) => ((number += 1) - 1 === lost ? lostAnswer(url, init) : fetch(url, init));
      const store = storeOf({ fetch: faulty });
      await store.put(referenceTo(octets), whole(octets));
      expect((await store.open(referenceTo(octets)))?.size).to.equal(octets.length);
    }
  });

  it('wait for a server that comes back, and do not wait longer than they are told', async () => {
    const store = storeOf({ retryDelayMs: 400, prefix: ['back'] });
    await server.stop();
    expect((await errorOf(storeOf().put(OF, whole(OCTETS)))).retryable).to.equal(true);
    const put = store.put(OF, whole(OCTETS));
    await server.start();
    await put;
    const hanging: typeof fetch = (_url, init) =>
      new Promise((_resolve, reject) => init?.signal?.addEventListener('abort', () => reject(init.signal?.reason as Error)));
    const error = await errorOf(storeOf({ fetch: hanging, timeoutMs: 10 }).open(OF));
    expect([error.code, error.message]).to.deep.equal(['OBJECT_STORE_UNAVAILABLE', `${new URL(server.endpoint).host}: no answer in time`]);
  });

  it('are not asked for harder while the service is down: the budget of repeats ends', async () => {
    let requests = 0;
    const down: typeof fetch = () => {
      requests += 1;
      return Promise.reject(new TypeError('down'));
    };
    const store = storeOf({ fetch: down, retryDelayMs: 0 });
    for (let calls = 0; calls < 100; calls += 1) await errorOf(store.open(OF));
    expect(requests).to.equal(150);
  });
});

describe('an object store in a bucket', () => {
  it('is not made over a plain connection to elsewhere, nor of a name that leads elsewhere', () => {
    const fixed = { endpoint: 'https://s3.example', region: 'r', bucket: 'seals', credentials: async () => undefined };
    for (const wrong of [{ endpoint: 'http://s3.example' }, { bucket: '../x' }, { bucket: 'A' }, { prefix: ['..'] }, { prefix: ['a/b'] }])
      expect(() => createS3ObjectStore({ ...fixed, ...wrong })).to.throw(TypeError);
    expect(createS3ObjectStore(fixed)).to.have.keys('put', 'open');
  });
});

const unreachable: typeof fetch = () => Promise.reject(new TypeError('fetch failed'));
const slowDown: typeof fetch = async () => new Response('<Error><Code>SlowDown</Code></Error>', { status: 503 });
const lostAnswer: typeof fetch = async (url, init) => {
  await fetch(url, init);
  throw new TypeError('fetch failed');
};
