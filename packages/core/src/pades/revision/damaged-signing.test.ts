import { array, assert, asyncProperty, constantFrom, integer, nat, oneof, record, uint8Array } from 'fast-check';
import { PAGE_OBJECTS, bytesOf, objectStreamText, withStream, withTable } from '../../../test/pdf/pdf-builder.ts';
import { type Bytes, concatBytes, concatSources, memorySource } from '../../bytes/index.ts';
import { openPdf, spellObject } from '../../pdf/index.ts';
import { SealkitError } from '../../errors/index.ts';
import { readDocumentFrame } from '../frame/read-document-frame.ts';
import { writeSigningRevision } from './write-signing-revision.ts';

const MOST_MILLISECONDS = 2000;
const ACT = { places: [], face: null, invisibleField: { kind: 'new', name: 'Signature1' }, fileIdentifier: '00'.repeat(16) } as const;
const HOLE = 100;

const table = withTable('', { ...PAGE_OBJECTS, 4: '<< /Length 5 >>\nstream\nq Q n\nendstream' }).text;
const parts = objectStreamText({ 2: PAGE_OBJECTS[2] ?? '', 3: PAGE_OBJECTS[3] ?? '' });
const stream = withStream('', { 1: PAGE_OBJECTS[1] ?? '', 4: parts }, 5, { compressed: { 2: [4, 0], 3: [4, 1] } }).text;
const FILES: readonly Bytes[] = [table, stream, `junk\n${table}`].map(bytesOf);

/** Signs or refuses by name. What is signed opens without faults, with every object of before but those of the revision. */
async function signAndCompare(original: Uint8Array): Promise<'signed' | 'refused'> {
  const start = performance.now();
  try {
    const source = memorySource(original);
    const frame = await readDocumentFrame(source, { algorithm: 'SHA-256', pages: [], digest: 'sha256:', mode: 'direct' });
    const revision = writeSigningRevision(frame, ACT, new Date(0), HOLE);
    expect(performance.now() - start).to.be.lessThan(MOST_MILLISECONDS);
    const signed = await openPdf(concatSources(source, memorySource(revision.bytes)), { xref: 'follow' });
    expect(signed.repaired).to.equal(false);
    expect(signed.revisions.at(-1)?.end).to.equal(signed.size);
    const before = await openPdf(source, frame.xref?.objects === undefined ? {} : { xref: 'rebuild' });
    const redefined = new Set(
      signed.revisions
        .at(-1)
        ?.entries.flatMap((entry) => (entry.kind === 'offset' && entry.offset >= original.length ? [entry.number] : [])),
    );
    for (const number of before.objectNumbers()) {
      if (redefined.has(number) || frame.xref?.objects === undefined) continue;
      const [old, now] = [await before.readObject(number), await signed.readObject(number)];
      if (old !== undefined && old.value.kind !== 'stream')
        expect(now === undefined ? '' : spellObject(now.value)).to.equal(spellObject(old.value));
    }
    return 'signed';
  } catch (error) {
    if (!(error instanceof SealkitError)) throw error;
    return 'refused';
  }
}

describe('signing damaged files', () => {
  it('that are cut anywhere', async () => {
    for (const file of FILES) {
      expect(await signAndCompare(file)).to.equal('signed');
      for (let length = 0; length < file.length; length += 1) await signAndCompare(file.subarray(0, length));
    }
  });

  it('with one bit flipped', async () => {
    for (const file of FILES) {
      for (let at = 0; at < file.length; at += 1) {
        const flipped = file.slice();
        flipped[at] = (file[at] ?? 0) ^ (1 << (at % 8));
        await signAndCompare(flipped);
      }
    }
  });

  it('edited at random', async () => {
    const words = constantFrom(
      'obj',
      'endobj',
      'stream',
      'endstream',
      'xref',
      'trailer',
      'startxref',
      '3 0 obj',
      '<<',
      '(',
      '%',
      '1 0 R',
      '\n',
    );
    const inserted = oneof(uint8Array({ maxLength: 12 }), words.map(bytesOf));
    const edits = array(record({ at: nat(), removed: integer({ min: 0, max: 12 }), inserted }), { minLength: 1, maxLength: 4 });
    await assert(
      asyncProperty(constantFrom(...FILES), edits, async (file, changes) => {
        let bytes: Uint8Array = file;
        for (const change of changes) {
          const at = change.at % (bytes.length + 1);
          bytes = concatBytes(bytes.subarray(0, at), change.inserted, bytes.subarray(at + change.removed));
        }
        await signAndCompare(bytes);
      }),
      { numRuns: 1000 },
    );
  });
});
