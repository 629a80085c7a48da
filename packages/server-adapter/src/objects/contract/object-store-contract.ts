import { type Bytes, type ByteSource, encodeUtf8 } from '@sealkit/core/bytes';
import type { ObjectStore } from '../object-store.ts';
import { caught, collect, expectRefused, expectSame, expectThat, inParts, numbered, referenceTo } from './contract-steps.ts';

/** One promise of the port, checked on a new and empty store. */
export interface ObjectStoreContractCase {
  readonly title: string;
  readonly run: (store: ObjectStore) => Promise<void>;
}

/** What every implementation of `ObjectStore` must do; run each case on a store of its own. It rejects with `OBJECT_STORE_CONTRACT_BROKEN`. */
export const OBJECT_STORE_CONTRACT: readonly ObjectStoreContractCase[] = [
  {
    title: 'gives back what was put, whole and by ranges',
    run: async (store) => {
      const octets = numbered(100_000);
      const of = await put(store, octets);
      const source = await opened(store, of);
      expectThat(source.size === octets.length, `expected ${octets.length} octets, got ${source.size}`);
      expectSame(await collect(source), octets);
      for (const [start, end] of RANGES) expectSame(await source.read(start, end), octets.slice(start, end));
    },
  },
  {
    title: 'keeps an empty object, and one of 20 MiB that comes in uneven parts',
    run: async (store) => {
      for (const length of [0, 20 * 1024 * 1024 + 1]) {
        const octets = numbered(length);
        const of = await referenceTo(octets);
        await store.put(of, inParts(octets, 77_777));
        expectSame(await collect(await opened(store, of)), octets);
      }
    },
  },
  {
    title: 'refuses ranges outside of the object',
    run: async (store) => {
      const source = await opened(store, await put(store, numbered(10)));
      for (const [start, end] of OUTSIDE) await caught(() => source.read(start, end));
    },
  },
  {
    title: 'answers undefined for what is not there',
    run: async (store) => {
      await put(store, numbered(10));
      const other = await store.open(await referenceTo(numbered(11)));
      expectThat(other === undefined, 'expected undefined for an object that was never put');
    },
  },
  {
    title: 'keeps the objects of tenants apart, whatever they are called',
    run: async (store) => {
      const octets = numbered(10);
      for (const [index, tenant] of TENANTS.entries()) {
        const of = await referenceTo(octets, tenant);
        expectThat((await store.open(of)) === undefined, `expected no object of tenant ${index} before it was put`);
        await store.put(of, inParts(octets));
        expectSame(await collect(await opened(store, of)), octets);
      }
    },
  },
  {
    title: 'refuses octets of another digest or length and keeps nothing',
    run: async (store) => {
      const octets = numbered(1000);
      const of = await referenceTo(octets);
      const wrong = [numbered(999), numbered(1001), new Uint8Array(1000), numbered(0)];
      for (const other of wrong) {
        await expectRefused('OBJECT_DIGEST_DIFFERS', () => store.put(of, inParts(other)));
        expectThat((await store.open(of)) === undefined, 'expected nothing of what was refused');
      }
      for (const length of [999, 1001]) await expectRefused('OBJECT_DIGEST_DIFFERS', () => store.put({ ...of, length }, inParts(octets)));
      expectThat((await store.open(of)) === undefined, 'expected nothing of what was refused');
    },
  },
  {
    title: 'refuses wrong octets for an object that it has, and goes on having it',
    run: async (store) => {
      const octets = numbered(1000);
      const of = await put(store, octets);
      await expectRefused('OBJECT_DIGEST_DIFFERS', () => store.put(of, inParts(new Uint8Array(1000))));
      expectSame(await collect(await opened(store, of)), octets);
    },
  },
  {
    title: 'takes the same object again, and from many at the same time',
    run: async (store) => {
      const octets = numbered(50_000);
      const of = await put(store, octets);
      await put(store, octets);
      const other = await referenceTo(octets, 'other');
      await Promise.all(Array.from({ length: 12 }, (_, index) => store.put(other, inParts(octets, 1000 + index))));
      for (const each of [of, other]) expectSame(await collect(await opened(store, each)), octets);
    },
  },
  {
    title: 'passes on the error of octets that fail, and keeps nothing',
    run: async (store) => {
      const octets = numbered(1000);
      const of = await referenceTo(octets);
      const failure = new Error('the octets end here');
      const error = await caught(() => store.put(of, failing(octets.slice(0, 500), failure)));
      expectThat(error === failure, 'expected the error of the octets');
      expectThat((await store.open(of)) === undefined, 'expected nothing of what was given up');
    },
  },
  {
    title: 'ends with the reason of the signal, before and meanwhile, and keeps nothing',
    run: async (store) => {
      const octets = numbered(1000);
      const of = await referenceTo(octets);
      const reason = new Error('the person left');
      const before = await caught(() => store.put(of, inParts(octets), { signal: AbortSignal.abort(reason) }));
      const controller = new AbortController();
      const meanwhile = await caught(() =>
        store.put(
          of,
          aborting(octets, () => controller.abort(reason)),
          { signal: controller.signal },
        ),
      );
      expectThat(before === reason && meanwhile === reason, 'expected the reason of the signal');
      expectThat((await store.open(of)) === undefined, 'expected nothing of what was given up');
      await put(store, octets);
      const opening = await caught(() => store.open(of, { signal: AbortSignal.abort(reason) }));
      expectThat(opening === reason, 'expected the reason of the signal from open');
    },
  },
  {
    title: 'keeps no view of what it is given, and gives none of what it keeps',
    run: async (store) => {
      const octets = numbered(30_000);
      const of = await referenceTo(octets);
      await store.put(of, reusing(octets, 1000));
      const source = await opened(store, of);
      (await source.read(0, 100)).fill(0xff);
      expectSame(await collect(source), octets);
      expectSame(await collect(await opened(store, of)), octets);
    },
  },
  {
    title: 'refuses what is no digest and no length: TypeError, RangeError',
    run: async (store) => {
      const { digest } = await referenceTo(numbered(1));
      for (const wrong of ['', 'sha256:', digest.toUpperCase(), `${digest}0`, digest.replace('sha256', 'sha512'), `sha256:../${digest}`]) {
        const of = { tenant: 'tenant', digest: wrong };
        for (const work of [() => store.put({ ...of, length: 1 }, inParts(numbered(1))), () => store.open(of)])
          expectThat((await caught(work)) instanceof TypeError, `expected a TypeError for the digest ${JSON.stringify(wrong)}`);
      }
      for (const length of [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY]) {
        const error = await caught(() => store.put({ tenant: 'tenant', digest, length }, inParts(numbered(1))));
        expectThat(error instanceof RangeError, `expected a RangeError for the length ${length}`);
      }
    },
  },
];

const RANGES = [
  [0, 0],
  [0, 1],
  [99_999, 100_000],
  [100_000, 100_000],
  [33_333, 77_777],
] as const;

const OUTSIDE = [
  [0, 11],
  [-1, 1],
  [5, 4],
  [0.5, 1],
] as const;

/** Ways out of a folder, names that file systems or URLs take for the same, and names that no file may have. */
const TENANTS = [
  'tenant',
  'Tenant',
  'TENANT',
  '',
  '.',
  '..',
  '../tenant',
  'tenant/../tenant',
  'a/b',
  'a\\b',
  '/etc',
  'a%2fb',
  '%2e%2e',
  'a b',
  'a+b',
  'a?b#c',
  '\u0000',
  'a\nb',
  '\u00e9',
  'e\u0301',
  '印章',
  '\ud800',
  '\ud801',
  '.incoming',
  'con',
  `sha256-${'0'.repeat(64)}`,
  'x'.repeat(63),
  'x'.repeat(64),
  'x'.repeat(5000),
];

async function put(store: ObjectStore, octets: Bytes) {
  const of = await referenceTo(octets);
  await store.put(of, inParts(octets));
  return of;
}

async function opened(store: ObjectStore, of: { readonly tenant: string; readonly digest: string }): Promise<ByteSource> {
  const source = await store.open(of);
  expectThat(source !== undefined, 'expected the object that was put');
  return source;
}

async function* failing(octets: Bytes, failure: Error): AsyncGenerator<Bytes, void> {
  yield octets;
  throw failure;
}

async function* aborting(octets: Bytes, abort: () => void): AsyncGenerator<Bytes, void> {
  yield octets.slice(0, 500);
  abort();
  yield octets.slice(500);
}

/** The same array again and again, as a reader of files hands it out; garbage in it once it was read. */
async function* reusing(octets: Bytes, length: number): AsyncGenerator<Bytes, void> {
  const part = new Uint8Array(length);
  for (let start = 0; start < octets.length; start += length) {
    part.set(octets.subarray(start, start + length));
    yield part;
    part.set(encodeUtf8('garbage'));
  }
}
