/** A transparency log as a folder: what `test/interop/transparency-log` reads and writes, by Sealkit's own code. */
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { concatBytes, decodeBase64, decodeHex, encodeBase64, encodeHex } from '@sealkit/core/bytes';
import {
  addNoteSignatures,
  cosignNote,
  createConsistencyProof,
  createInclusionProof,
  formatCheckpoint,
  formatTilePath,
  formatTlogProof,
  formatVerifierKey,
  growTree,
  leafHash,
  parseCheckpoint,
  parseSignedNote,
  parseVerifierKey,
  signNote,
  TILE_WIDTH,
  treeRoot,
} from '@sealkit/core/evidence';
import { testNoteSigner } from '@sealkit/testkit';

const ORIGIN = 'seal.example/log/t-1';
const SEEN = new Date('2026-11-27T10:00:00Z');

/** Writes a log of these entries with a proof for each of `proven`, and a checkpoint of its first `earlier` entries. */
export async function writeLogFolder(folder, { entries, earlier, proven }) {
  const put = (name, content) => {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  };
  const log = await testNoteSigner(ORIGIN);
  const witness = await testNoteSigner('witness.example', 2, 'cosignature/v1');
  put('log.vkey', formatVerifierKey(log.key));
  put('witness.vkey', formatVerifierKey(witness.key));
  put('entries', entries.map((entry) => `${encodeHex(entry)}\n`).join(''));

  const hashes = await grownInSteps(await Promise.all(entries.map((entry) => leafHash(entry))));
  const reader = readerOf(hashes);
  for (const tile of tilesOf(entries.length)) put(formatTilePath(tile), await reader.readTile(tile));

  const checkpointOf = async (size) => {
    const root = await treeRoot(size, reader);
    const note = await signNote(formatCheckpoint({ origin: ORIGIN, size, root, extensions: [] }), log);
    return addNoteSignatures(note, [await cosignNote(parseSignedNote(note), witness, SEEN)]);
  };
  const checkpoint = await checkpointOf(entries.length);
  put('checkpoint', checkpoint);
  put('earlier', await checkpointOf(earlier));
  const consistency = await createConsistencyProof(earlier, entries.length, reader);
  put('consistency', consistency.map((hash) => `${encodeBase64(hash)}\n`).join(''));
  for (const index of proven) {
    const path = await createInclusionProof(index, entries.length, reader);
    put(`proofs/${index}.tlog-proof`, formatTlogProof({ extra: Uint8Array.of(index % 256), index, path, checkpoint }));
  }
}

/** Writes what a server gives out over its routes: `fetch` asks them, `events` are `{ id, digest }` in the order of their leaves. */
export async function writeServedLog(folder, { fetch, events, earlier, logKey, witnessKey }) {
  const put = (name, content) => {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  };
  put('log.vkey', formatVerifierKey(logKey));
  put('witness.vkey', formatVerifierKey(witnessKey));
  put('entries', events.map(({ digest }) => `${digest.replace('sha256:', '')}\n`).join(''));
  put('checkpoint', await (await fetch('/log/checkpoint')).text());
  put('earlier', earlier);
  const tiles = new Map();
  for (const tile of tilesOf(events.length)) {
    const path = formatTilePath(tile);
    const octets = new Uint8Array(await (await fetch(`/log/${path}`)).arrayBuffer());
    tiles.set(path, octets);
    put(path, octets);
  }
  const first = parseCheckpoint(parseSignedNote(earlier).text).size;
  const consistency = await createConsistencyProof(first, events.length, { readTile: async (tile) => tiles.get(formatTilePath(tile)) });
  put('consistency', consistency.map((hash) => `${encodeBase64(hash)}\n`).join(''));
  for (const { id } of events) {
    const { tlogProof, index } = await (await fetch(`/events/${id}/proof`)).json();
    put(`proofs/${index}.tlog-proof`, tlogProof);
  }
}

/** Reads a log that somebody wrote; tiles on demand. */
export async function readLogFolder(folder) {
  const text = (name) => readFileSync(join(folder, name), 'utf8');
  const lines = (name) => text(name).split('\n').slice(0, -1);
  return {
    log: await parseVerifierKey(text('log.vkey')),
    witness: await parseVerifierKey(text('witness.vkey')),
    checkpoint: text('checkpoint'),
    earlier: text('earlier'),
    entries: lines('entries').map(decodeHex),
    consistency: lines('consistency').map(decodeBase64),
    proofs: readdirSync(join(folder, 'proofs')).map((name) => ({ index: Number.parseInt(name, 10), text: text(`proofs/${name}`) })),
    tiles: { readTile: async (tile) => readFileSync(join(folder, formatTilePath(tile))) },
  };
}

/** In steps of odd lengths, as events come in. */
async function grownInSteps(leaves) {
  const hashes = [];
  for (let size = 0, step = 1; size < leaves.length; step = step * 3 + 1) {
    const batch = leaves.slice(size, size + step);
    hashes.push(...(await growTree(size, batch, readerOf(hashes))));
    size += batch.length;
  }
  return hashes;
}

function readerOf(hashes) {
  const places = new Map(hashes.map(({ level, index, hash }) => [`${level}/${index}`, hash]));
  return {
    readTile: async ({ level, index, width }) =>
      concatBytes(...Array.from({ length: width }, (_, at) => places.get(`${level}/${index * TILE_WIDTH + at}`))),
  };
}

function tilesOf(size) {
  const tiles = [];
  for (let level = 0, count = size; count > 0; level += 1, count = Math.floor(count / TILE_WIDTH))
    for (let index = 0; index * TILE_WIDTH < count; index += 1)
      tiles.push({ level, index, width: Math.min(TILE_WIDTH, count - index * TILE_WIDTH) });
  return tiles;
}
