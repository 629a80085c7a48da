import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeHex } from '@sealkit/core/bytes';
import {
  composeSignedNote,
  cosignNote,
  isConsistent,
  parseCheckpoint,
  parseSignedNote,
  treeRoot,
  verifyEventInclusion,
  verifyNote,
} from '@sealkit/core/evidence';
import { appendEvent, createAdapter, createMemoryStore, logVerifierKey } from '@sealkit/server-adapter';
import { testNoteSigner, testPki } from '@sealkit/testkit';
import { buildGoLog, goLogMissing } from '../support/go-log.mjs';
import { readLogFolder, writeLogFolder, writeServedLog } from '../support/log-folder.mjs';

const missing = goLogMissing();
const TITLE = 'transparency logs, with golang.org/x/mod/sumdb and transparency-dev';
const SIZES = [
  [1, 1],
  [1, 2],
  [100, 255],
  [255, 256],
  [256, 257],
  [257, 1000],
  // The example of tlog-tiles: a full and a partial tile of level 1, and one hash on level 2.
  [65_537, 70_000],
];

describe.skipIf(missing !== undefined)(missing === undefined ? TITLE : `${TITLE} (skipped: ${missing})`, () => {
  let folder;
  let goLog;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'sealkit-tlog-'));
    goLog = buildGoLog(folder);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  for (const [earlier, size] of SIZES) {
    it(`ours of ${size} entries, grown from ${earlier}, is verified: notes, cosignatures, every tile, consistency and proofs`, async () => {
      const at = join(folder, `ours-${size}`);
      const entries = Array.from({ length: size }, (_, index) => createHash('sha256').update(`${index}`).digest());
      const proven = [...new Set([0, earlier - 1, Math.floor(size / 2), size - 1])];
      await writeLogFolder(at, { entries, earlier, proven });
      const { status, stdout, stderr } = goLog('verify', at);
      expect(status, stderr).to.equal(0);
      expect(JSON.parse(stdout)).to.include({ entries: size, proofs: proven.length });
    });

    it(`theirs of ${size} entries, grown from ${earlier}, is verified by us`, async () => {
      const at = join(folder, `theirs-${size}`);
      expect(goLog('make', at, String(earlier), String(size)).stderr).to.equal('');
      const theirs = await readLogFolder(at);
      const open = async (text) => {
        const note = parseSignedNote(text);
        expect((await verifyNote(note, theirs.log)).result).to.equal('valid');
        expect((await verifyNote(note, theirs.witness)).time).to.be.instanceOf(Date);
        return parseCheckpoint(note.text);
      };
      const [first, second] = [await open(theirs.earlier), await open(theirs.checkpoint)];
      expect(await treeRoot(size, theirs.tiles)).to.deep.equal(second.root);
      expect(await isConsistent({ first, second, proof: theirs.consistency })).to.equal(true);
      expect(theirs.proofs.length).to.be.above(0);
      for (const { index, text } of theirs.proofs) {
        const query = { tlogProof: text, logKey: theirs.log, witnesses: { threshold: 1, members: [theirs.witness] } };
        const verify = (entry) => verifyEventInclusion({ ...query, eventDigest: `sha256:${encodeHex(entry)}` });
        expect(await verify(theirs.entries[index])).to.include({ indication: 'PASSED', index, size });
        expect(await verify(new Uint8Array(32))).to.deep.equal({ indication: 'FAILED', reasons: ['LEAF_NOT_INCLUDED'] });
      }
    });
  }

  it("a server's, as its routes give it out, is verified: 600 events, a witness, each event's proof", async () => {
    const { adapter, append, transparencyLog } = await logServer();
    const fetch = (path) => adapter.fetch(new Request(`https://seal.example${path}`));
    await append(300);
    const earlier = await (await fetch('/log/checkpoint')).text();
    const events = await append(300);
    expect((await fetch(`/events/${events.at(-1).id}/proof`)).status).to.equal(200);
    const at = join(folder, 'served');
    const logKey = await logVerifierKey(transparencyLog, 't-1');
    await writeServedLog(at, { fetch, events, earlier, logKey, witnessKey: transparencyLog.witnesses[0].key });
    await adapter.close();
    const { status, stdout, stderr } = goLog('verify', at);
    expect(status, stderr).to.equal(0);
    expect(JSON.parse(stdout)).to.deep.equal({ entries: 600, tiles: 4, proofs: 600 });
  });

  const forgeries = {
    'tile/0/001': (octets) => turned(octets, 5000),
    'tile/1/000.p/3': (octets) => turned(octets, 40),
    'proofs/500.tlog-proof': (octets) => Buffer.from(octets.toString().replace('index 500', 'index 501')),
    checkpoint: (octets) => Buffer.from(octets.toString().replace('\n1000\n', '\n1001\n')),
    consistency: (octets) => Buffer.from(octets.toString().split('\n').slice(1).join('\n')),
    'witness.vkey': (octets) => Buffer.from(octets.toString().replace('witness.', 'another.')),
  };
  for (const [name, forge] of Object.entries(forgeries))
    it(`ours with another ${name} is refused, so that a pass means something`, async () => {
      const at = join(folder, `forged-${name.replaceAll('/', '-')}`);
      const entries = Array.from({ length: 1000 }, (_, index) => createHash('sha256').update(`${index}`).digest());
      await writeLogFolder(at, { entries, earlier: 300, proven: [500] });
      expect(goLog('verify', at).status).to.equal(0);
      writeFileSync(join(at, name), forge(readFileSync(join(at, name))));
      expect(goLog('verify', at).status).to.equal(1);
    });
});

/** An adapter over a store in memory; `append` writes events and answers all there are, in order. */
async function logServer() {
  const log = await testNoteSigner('any');
  const witness = await testNoteSigner('witness.example', 2, 'cosignature/v1');
  const cosign = async ({ checkpoint }) => {
    const note = parseSignedNote(checkpoint);
    const signatures = [await cosignNote(note, witness, new Date('2026-11-27T10:00:00Z'))];
    return composeSignedNote({ text: note.text, signatures }).slice(note.text.length + 1);
  };
  const transparencyLog = {
    origin: 'seal.example/log',
    signCheckpoint: { publicKey: log.key.publicKey, sign: log.sign },
    witnesses: [{ key: witness.key, cosign }],
    checkpointEveryMs: 3_600_000,
  };
  const unused = () => Promise.reject(new Error('no key is asked for'));
  const store = createMemoryStore();
  const adapter = createAdapter({
    authenticate: () => ({ tenant: 't-1', personId: 'p-1', transport: 'bearer' }),
    authorize: () => true,
    store,
    keyStore: { open: unused, authorize: unused, sign: unused },
    registerSigner: (await testPki()).register.signer,
    transparencyLog,
  });
  const events = [];
  const append = async (count) => {
    const event = { tenant: 't-1', envelopeId: null, sealNumber: null, type: 'person-registered', actor: 'setup', body: {} };
    for (let at = 0; at < count; at += 1)
      events.push(await store.transaction((tx) => appendEvent(tx, { ...event, time: new Date(1_790_000_000_000 + events.length) })));
    return events;
  };
  return { adapter, append, transparencyLog };
}

function turned(octets, at) {
  octets[at] ^= 1;
  return octets;
}
