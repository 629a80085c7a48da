import { type Bytes, memorySource } from '@sealkit/core/bytes';
import { createMemoryObjectStore } from '../memory-object-store.ts';
import type { ObjectStore } from '../object-store.ts';
import { OBJECT_STORE_CONTRACT } from './object-store-contract.ts';

/** Titles of the cases that find something. */
async function brokenBy(create: () => ObjectStore): Promise<readonly string[]> {
  const titles: string[] = [];
  for (const { title, run } of OBJECT_STORE_CONTRACT) {
    try {
      await run(create());
    } catch {
      titles.push(title);
    }
  }
  return titles;
}

/** A store without the checks: octets under a name. */
function careless(nameOf: (of: { readonly tenant: string; readonly digest: string }) => string): ObjectStore {
  const objects = new Map<string, readonly Bytes[]>();
  return {
    async put(of, octets) {
      const parts: Bytes[] = [];
      objects.set(nameOf(of), parts);
      for await (const part of octets) parts.push(part);
    },
    async open(of) {
      const parts = objects.get(nameOf(of));
      return parts && memorySource(new Uint8Array(Buffer.concat(parts)));
    },
  };
}

describe('the contract of object stores', () => {
  for (const { title, run } of OBJECT_STORE_CONTRACT) it(`in memory: ${title}`, () => run(createMemoryObjectStore()));

  it('finds what a store without checks does wrong', async () => {
    const found = await brokenBy(() => careless(({ tenant, digest }) => `${tenant} ${digest}`));
    expect(found.map((title) => title.split(/[ ,:]/).slice(0, 3).join(' '))).to.deep.equal([
      'refuses octets of',
      'refuses wrong octets',
      'passes on the',
      'ends with the',
      'keeps no view',
      'refuses what is',
    ]);
  });

  it('finds tenants that share a name, or objects', async () => {
    for (const nameOf of [({ digest = '' }) => digest, ({ tenant = '', digest = '' }) => `${tenant.toLowerCase()} ${digest}`])
      expect(await brokenBy(() => careless(nameOf))).to.include('keeps the objects of tenants apart, whatever they are called');
  });

  it('finds a store that loses, and one that hands out too much', async () => {
    const store = createMemoryObjectStore();
    const forgetful: ObjectStore = { put: (...request) => store.put(...request), open: async () => undefined };
    expect((await brokenBy(() => forgetful)).length).to.be.above(5);
    const generous = (): ObjectStore => {
      const inner = createMemoryObjectStore();
      const open: ObjectStore['open'] = async (of) => {
        const source = await inner.open(of);
        return source && { size: source.size, read: (_start, end) => source.read(0, Math.min(Math.max(end, 0), source.size)) };
      };
      return { ...inner, open };
    };
    expect(await brokenBy(generous)).to.include.members([
      'gives back what was put, whole and by ranges',
      'refuses ranges outside of the object',
    ]);
  });
});
