import { array, assert, asyncProperty, constantFrom, integer, nat, oneof, record, uint8Array } from 'fast-check';
import { PAGE_OBJECTS, bytesOf, objectStreamText, withStream, withTable } from '../../../test/pdf/pdf-builder.ts';
import { type Bytes, concatBytes, memorySource } from '../../bytes/index.ts';
import { PdfError } from '../pdf-error.ts';
import { firstFreeObjectNumber } from './object-number-scan.ts';
import { openPdf } from './open-pdf.ts';
import { walkPageTree } from './page-tree.ts';
import { objectsByText } from './objects-by-text.ts';

/** Far above what a small file takes; a loop or a bomb takes longer. */
const MOST_MILLISECONDS = 2000;

const table = withTable('', { ...PAGE_OBJECTS, 4: '<< /Length 5 >>\nstream\nq Q n\nendstream' });
const parts = objectStreamText({ 2: PAGE_OBJECTS[2] ?? '', 3: PAGE_OBJECTS[3] ?? '' });
const stream = withStream('', { 1: PAGE_OBJECTS[1] ?? '', 4: parts }, 5, { compressed: { 2: [4, 0], 3: [4, 1] } });
const updated = withTable(table.text, { 3: PAGE_OBJECTS[3] ?? '' }, { previous: table.startxref, size: 5 });
const FILES: readonly Bytes[] = [table.text, stream.text, updated.text].map(bytesOf);

/** Reads whatever the reader reads; anything but a PdfError, or a long time, fails. */
async function readAll(bytes: Uint8Array): Promise<void> {
  const start = performance.now();
  try {
    const document = await openPdf(memorySource(bytes));
    await walkPageTree(document);
    await firstFreeObjectNumber(document);
    await objectsByText(document);
  } catch (error) {
    if (!(error instanceof PdfError)) throw error;
  }
  expect(performance.now() - start).to.be.lessThan(MOST_MILLISECONDS);
}

describe('damaged files', () => {
  it('cut anywhere are read or refused by name', async () => {
    for (const file of FILES) for (let length = 0; length < file.length; length += 1) await readAll(file.subarray(0, length));
  });

  it('with one bit flipped are read or refused by name', async () => {
    for (const file of FILES) {
      for (let at = 0; at < file.length; at += 1) {
        const flipped = file.slice();
        flipped[at] = (file[at] ?? 0) ^ (1 << (at % 8));
        await readAll(flipped);
      }
    }
  });

  it('edited at random are read or refused by name', async () => {
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
      '>>',
      '(',
      '[',
      '%',
      '1 0 R',
      '9999999999',
    );
    const inserted = oneof(uint8Array({ maxLength: 12 }), words.map(bytesOf));
    const edits = array(record({ at: nat(), removed: integer({ min: 0, max: 40 }), inserted }), { minLength: 1, maxLength: 6 });
    await assert(
      asyncProperty(constantFrom(...FILES), edits, async (file, changes) => {
        let bytes: Uint8Array = file;
        for (const change of changes) {
          const at = change.at % (bytes.length + 1);
          bytes = concatBytes(bytes.subarray(0, at), change.inserted, bytes.subarray(at + change.removed));
        }
        await readAll(bytes);
      }),
      { numRuns: 1500 },
    );
  });
});
