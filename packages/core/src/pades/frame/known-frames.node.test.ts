import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { canonicalJson, memorySource } from '../../bytes/index.ts';
import { digestOfFrame } from './frame-digest.ts';
import { readDocumentFrame } from './read-document-frame.ts';

const folder = resolve(import.meta.dirname, '../../../test/pades/frames');
const text = (name: string): string => readFileSync(resolve(folder, name), 'utf8').trim();

describe('frames of documents written by hand (formats.md, frame digest)', () => {
  const known = [
    { name: 'plain', algorithm: 'SHA-256', pages: [1] },
    { name: 'form', algorithm: 'SHA-512', pages: [2, 1, 2] },
  ] as const;
  for (const { name, algorithm, pages } of known) {
    it(`reads ${name} as it is written down, with its digest`, async () => {
      const source = memorySource(new Uint8Array(readFileSync(resolve(folder, `${name}.pdf`))));
      const frame = await readDocumentFrame(source, { algorithm, pages });
      expect(canonicalJson(JSON.parse(JSON.stringify(frame)))).to.equal(text(`${name}.frame`));
      expect(await digestOfFrame(frame)).to.equal(text(`${name}.digest`));
    });
  }
});
