import { naiveConsistencyProof, naiveInclusionPath, naiveLeafHash, naiveRoot, naiveTiles } from '@sealkit/testkit';
import { assert, asyncProperty, integer, nat, record } from 'fast-check';
import { concatBytes, decodeHex, encodeHex, encodeUtf8 } from '../../bytes/index.ts';
import { type InclusionClaim, isIncluded, leafHash, merkleRoot, nodeHash, RunningRoot } from '../../merkle/index.ts';
import { EvidenceError } from '../evidence-error.ts';
import { type ConsistencyClaim, createConsistencyProof, isConsistent } from './consistency-proof.ts';
import { createInclusionProof } from './inclusion-proof.ts';
import { type TileReader, treeRoot } from './tile-hashes.ts';
import { formatTilePath, type TileAddress } from './tile-path.ts';
import { growTree, type TileHash } from './tree-growth.ts';
import { CT_CONSISTENCY_PROOFS, CT_ENTRIES, CT_INCLUSION_PROOFS, CT_ROOTS } from './tree.vectors.ts';

const hexOf = (hashes: readonly Uint8Array[]): readonly string[] => hashes.map(encodeHex);
const makeLeaves = (count: number): readonly Uint8Array[] => Array.from({ length: count }, (_, at) => naiveLeafHash(encodeUtf8(`${at}`)));

/** The same octets with one bit turned. */
function flipped(octets: Uint8Array, bit: number): Uint8Array {
  const copy = concatBytes(octets);
  const at = bit % (copy.length * 8);
  copy[at >> 3] = (copy[at >> 3] ?? 0) ^ (1 << (at & 7));
  return copy;
}

function replaced<T>(values: readonly T[], at: number, change: (value: T) => T): readonly T[] {
  return values.map((value, index) => (index === at ? change(value) : value));
}

describe("Certificate Transparency's tree of eight leaves (RFC 9162 §2.1)", () => {
  let leaves: readonly Uint8Array[];
  beforeAll(async () => {
    leaves = await Promise.all(CT_ENTRIES.map((entry) => leafHash(decodeHex(entry))));
  });

  it('has the published roots at every size, from leaves and from tiles', async () => {
    for (const [size, root] of CT_ROOTS.entries()) {
      expect(encodeHex(await merkleRoot(leaves.slice(0, size))), `${size} leaves`).to.equal(root);
      expect(encodeHex(await treeRoot(size, naiveTiles(leaves))), `${size} leaves in tiles`).to.equal(root);
    }
  });

  it('has them while it grows', async () => {
    const tree = new RunningRoot();
    for (const leaf of leaves) {
      expect(encodeHex(await tree.root())).to.equal(CT_ROOTS[tree.size]);
      await tree.append(leaf);
    }
    expect([tree.size, encodeHex(await tree.root())]).to.deep.equal([8, CT_ROOTS[8]]);
  });

  it('has the published inclusion proofs (§2.1.3)', async () => {
    for (const { index, size, path } of CT_INCLUSION_PROOFS) {
      expect(hexOf(await createInclusionProof(index, size, naiveTiles(leaves)))).to.deep.equal(path);
      const root = decodeHex(CT_ROOTS[size] ?? '');
      const claim = { leafHash: leaves[index] ?? root, index, size, path: path.map(decodeHex), root };
      expect(await isIncluded(claim), `leaf ${index} of ${size}`).to.equal(true);
    }
  });

  it('has the published consistency proofs (§2.1.4)', async () => {
    for (const { first, second, proof } of CT_CONSISTENCY_PROOFS) {
      expect(hexOf(await createConsistencyProof(first, second, naiveTiles(leaves)))).to.deep.equal(proof);
      const side = (size: number) => ({ size, root: decodeHex(CT_ROOTS[size] ?? '') });
      const claim = { first: side(first), second: side(second), proof: proof.map(decodeHex) };
      expect(await isConsistent(claim), `${first} in ${second}`).to.equal(true);
    }
  });
});

describe('trees of 1 to 200 leaves against a naive reference', () => {
  const all = makeLeaves(200);
  const tree = record({ size: integer({ min: 1, max: 200 }), at: nat(), bit: nat(), extra: nat() });

  it('prove every leaf with the path of RFC 9162 §2.1.3.1, and nothing but that', async () => {
    await assert(
      asyncProperty(tree, async ({ size, at, bit, extra }) => {
        const leaves = all.slice(0, size);
        const index = at % size;
        const path = await createInclusionProof(index, size, naiveTiles(leaves));
        expect(hexOf(path)).to.deep.equal(hexOf(naiveInclusionPath(index, leaves)));
        const sound: InclusionClaim = { leafHash: all[index] ?? new Uint8Array(), index, size, path, root: naiveRoot(leaves) };
        expect(await isIncluded(sound)).to.equal(true);
        for (const forged of forgedInclusions(sound, bit, extra)) expect(await isIncluded(forged), JSON.stringify(forged)).to.equal(false);
      }),
      { numRuns: 300 },
    );
  });

  it('prove every beginning with the proof of RFC 9162 §2.1.4.1, and nothing but that', async () => {
    await assert(
      asyncProperty(tree, async ({ size, at, bit, extra }) => {
        const leaves = all.slice(0, size);
        const first = at % (size + 1);
        const proof = await createConsistencyProof(first, size, naiveTiles(leaves));
        expect(hexOf(proof)).to.deep.equal(hexOf(naiveConsistencyProof(first, leaves)));
        const sound: ConsistencyClaim = {
          first: { size: first, root: naiveRoot(leaves.slice(0, first)) },
          second: { size, root: naiveRoot(leaves) },
          proof,
        };
        expect(await isConsistent(sound)).to.equal(true);
        for (const forged of forgedConsistencies(sound, bit, extra))
          expect(await isConsistent(forged), JSON.stringify(forged)).to.equal(false);
      }),
      { numRuns: 300 },
    );
  });
});

describe('proofs of another height than the tree', () => {
  const leaves = makeLeaves(7);
  const extra = naiveLeafHash(encodeUtf8('extra'));

  it('are refused even under the roots that they lead to', async () => {
    for (const index of [0, 3, 6]) {
      const claim = { leafHash: leaves[index] ?? extra, index, size: 7 };
      const path = [...naiveInclusionPath(index, leaves), extra];
      for (const root of [await nodeHash(extra, naiveRoot(leaves)), await nodeHash(naiveRoot(leaves), extra)])
        expect(await isIncluded({ ...claim, path, root }), `leaf ${index}`).to.equal(false);
    }
    for (const size of [3, 4, 6]) {
      const roots = [naiveRoot(leaves.slice(0, size)), naiveRoot(leaves)] as const;
      const first = { size, root: await nodeHash(extra, roots[0]) };
      const second = { size: 7, root: await nodeHash(extra, roots[1]) };
      // A power of two has its own root as the first hash.
      const proof = [...(size === 4 ? [roots[0]] : []), ...naiveConsistencyProof(size, leaves), extra];
      expect(await isConsistent({ first, second, proof }), `${size} leaves`).to.equal(false);
    }
  });
});

function forgedInclusions(sound: InclusionClaim, bit: number, extra: number): readonly InclusionClaim[] {
  const { index, size, path } = sound;
  const forged: InclusionClaim[] = [
    { ...sound, leafHash: flipped(sound.leafHash, bit) },
    { ...sound, root: flipped(sound.root, bit) },
    { ...sound, path: [...path, naiveLeafHash(encodeUtf8(`${extra}`))] },
    { ...sound, path: [naiveLeafHash(encodeUtf8(`${extra}`)), ...path] },
    { ...sound, index: size },
    { ...sound, index: index + 0.5 },
    { ...sound, index: -1 },
    { ...sound, size: 0 },
    { ...sound, root: sound.root.slice(1) },
    { ...sound, leafHash: concatBytes(sound.leafHash, Uint8Array.of(0)) },
  ];
  if (size > 1) {
    forged.push(
      { ...sound, index: (index + 1 + (extra % (size - 1))) % size },
      { ...sound, path: path.slice(1) },
      { ...sound, path: path.slice(0, -1) },
      { ...sound, path: replaced(path, extra % path.length, (hash) => flipped(hash, bit)) },
      { ...sound, path: replaced(path, extra % path.length, (hash) => hash.slice(1)) },
    );
  }
  // Another size proves the same only where the leaf has the same way up in both trees; a tree of twice the size never has.
  forged.push({ ...sound, size: size * 2 });
  return forged;
}

function forgedConsistencies(sound: ConsistencyClaim, bit: number, extra: number): readonly ConsistencyClaim[] {
  const { first, second, proof } = sound;
  const another = naiveLeafHash(encodeUtf8(`another ${extra}`));
  const forged: ConsistencyClaim[] = [
    { ...sound, first: { ...first, root: flipped(first.root, bit) } },
    { ...sound, proof: [...proof, another] },
    { ...sound, proof: [another, ...proof] },
    { ...sound, first: { ...first, size: second.size + 1 } },
    { ...sound, first: { ...first, size: -1 } },
    { ...sound, second: { ...second, root: second.root.slice(1) } },
  ];
  if (first.size > 0) forged.push({ ...sound, second: { ...second, root: flipped(second.root, bit) } });
  if (proof.length > 0) {
    forged.push(
      { ...sound, proof: proof.slice(1) },
      { ...sound, proof: proof.slice(0, -1) },
      { ...sound, proof: replaced(proof, extra % proof.length, (hash) => flipped(hash, bit)) },
    );
  }
  return forged;
}

/** Tiles out of single hashes, as a store keeps them. */
function readerOf(hashes: readonly TileHash[]): TileReader {
  const byPlace = new Map(hashes.map((entry) => [`${entry.level}/${entry.index}`, entry.hash]));
  return {
    readTile: async ({ level, index, width }) =>
      concatBytes(...Array.from({ length: width }, (_, at) => byPlace.get(`${level}/${index * 256 + at}`) ?? new Uint8Array())),
  };
}

describe('tiles (C2SP tlog-tiles)', () => {
  it('grow by whatever number of leaves to the tiles of the definition', async () => {
    const leaves = makeLeaves(66_000);
    const hashes: TileHash[] = [];
    let size = 0;
    for (const count of [1, 254, 1, 1, 256, 1000, 511, 63_000, 976]) {
      const added = await growTree(size, leaves.slice(size, size + count), readerOf(hashes));
      hashes.push(...added);
      size += count;
    }
    expect(size).to.equal(66_000);
    const perLevel = [0, 1, 2, 3].map((level) => hashes.filter((entry) => entry.level === level).length);
    expect(perLevel).to.deep.equal([66_000, 257, 1, 0]);
    expect(new Set(hashes.map(({ level, index }) => `${level}/${index}`)).size).to.equal(hashes.length);
    const reader = readerOf(hashes);
    for (const tile of [
      { level: 0, index: 0, width: 256 },
      { level: 0, index: 257, width: 208 },
      { level: 1, index: 0, width: 256 },
      { level: 1, index: 1, width: 1 },
      { level: 2, index: 0, width: 1 },
    ])
      expect(encodeHex(await reader.readTile(tile)), JSON.stringify(tile)).to.equal(encodeHex(await naiveTiles(leaves).readTile(tile)));
    expect(encodeHex(await treeRoot(66_000, reader))).to.equal(encodeHex(naiveRoot(leaves)));
    for (const index of [65_535, 65_999])
      expect(hexOf(await createInclusionProof(index, 66_000, reader))).to.deep.equal(hexOf(naiveInclusionPath(index, leaves)));
    for (const first of [257, 65_537])
      expect(hexOf(await createConsistencyProof(first, 66_000, reader))).to.deep.equal(hexOf(naiveConsistencyProof(first, leaves)));
  });

  it('are read a few for a proof, each once, and with the width that the size gives', async () => {
    const leaves = makeLeaves(700);
    const asked: TileAddress[] = [];
    await createInclusionProof(100, 700, naiveTiles(leaves, asked));
    expect(asked.map(formatTilePath).sort()).to.deep.equal(['tile/0/000', 'tile/0/002.p/188', 'tile/1/000.p/2']);
  });

  it('make the proof of a leaf among a million out of a few of them, in 640 octets', async () => {
    // Of equal leaves all hashes of a level are equal, so that a million of them cost nothing.
    const leaf = naiveLeafHash(encodeUtf8('leaf'));
    const tile = naiveRoot(Array.from({ length: 256 }, () => leaf));
    const levels = [leaf, tile, naiveRoot(Array.from({ length: 256 }, () => tile))];
    const asked: TileAddress[] = [];
    const reader: TileReader = {
      readTile: async (tile) => {
        asked.push(tile);
        return concatBytes(...Array.from({ length: tile.width }, () => levels[tile.level] ?? new Uint8Array()));
      },
    };
    const path = await createInclusionProof(123_456, 1_000_000, reader);
    expect(path.reduce((octets, hash) => octets + hash.length, 0)).to.equal(640);
    expect(asked.length).to.be.below(6);
    const root = await treeRoot(1_000_000, reader);
    const claim = { leafHash: leaf, index: 123_456, size: 1_000_000, path, root };
    expect(await isIncluded(claim)).to.equal(true);
    expect(await isIncluded({ ...claim, size: 2_000_000 })).to.equal(false);
  });

  it('of another length than their width are refused', async () => {
    for (const octets of [0, 31, 95, 97, 128]) {
      const reader: TileReader = { readTile: async () => new Uint8Array(octets) };
      for (const work of [createInclusionProof(1, 3, reader), treeRoot(3, reader), createConsistencyProof(2, 3, reader)]) {
        const code = await work.then(
          () => 'read',
          (error: unknown) => (error instanceof EvidenceError ? error.code : String(error)),
        );
        expect(code, `${octets} octets`).to.equal('EVIDENCE_TILE_MALFORMED');
      }
    }
  });

  it('say where no proof can be asked for', async () => {
    const reader = naiveTiles(makeLeaves(3));
    for (const [index, size] of [
      [3, 3],
      [-1, 3],
      [0.5, 3],
      [0, 0],
      [0, 2 ** 53],
    ] as const) {
      const failure = await createInclusionProof(index, size, reader).catch((error: unknown) => error);
      expect(failure instanceof RangeError, `${index} of ${size}`).to.equal(true);
    }
    expect((await createConsistencyProof(4, 3, reader).catch((error: unknown) => error)) instanceof RangeError).to.equal(true);
  });
});
