import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeHex } from '@sealkit/core/bytes';
import { isConsistent, parseCheckpoint, parseSignedNote, treeRoot, verifyEventInclusion, verifyNote } from '@sealkit/core/evidence';
import { buildGoLog, goLogMissing } from '../support/go-log.mjs';
import { readLogFolder, writeLogFolder } from '../support/log-folder.mjs';

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

function turned(octets, at) {
  octets[at] ^= 1;
  return octets;
}
