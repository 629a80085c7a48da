import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { signDocument } from '../../../test/pades/sign-document.ts';
import { pagesPdf, smallPdf } from '../../../test/pades/small-pdf.ts';
import { testSigner } from '../../../test/pades/test-signer.ts';
import { PAGE_OBJECTS, objectStreamText, withStream } from '../../../test/pdf/pdf-builder.ts';
import { decodeLatin1, encodeLatin1 } from '../../bytes/index.ts';

const TOOLS = ['qpdf', 'pdfsig', 'mutool', 'pdftoppm'];
const present = TOOLS.every((tool) => spawnSync(tool, ['-v']).error === undefined);
const title = 'signed damaged documents before qpdf, pdfsig, mutool and pdftoppm';
const describeJudged = present ? describe : describe.skip;

const signer = testSigner();
const A4 = '/MediaBox [0 0 595 842]';
const sound = decodeLatin1(smallPdf(pagesPdf([A4, A4], { trailer: '/Root 1 0 R /ID [<00> <01>]' })).bytes);
const parts = objectStreamText({ 2: PAGE_OBJECTS[2] ?? '', 3: PAGE_OBJECTS[3] ?? '' });
const compressed = withStream('%PDF-1.7\n', { 1: PAGE_OBJECTS[1] ?? '', 4: parts }, 5, { compressed: { 2: [4, 0], 3: [4, 1] } }).text;
const astray = (text: string): string => text.replace(/startxref\n\d+/, 'startxref\n3');

/** Damaged text → the text of the same document without the damage. */
const FILES: Readonly<Record<string, readonly [damaged: string, sound: string]>> = {
  junk: [`HTTP/1.1 200 OK\r\n\r\n${sound}`, sound],
  'junk-astray': [`HTTP/1.1 200 OK\r\n\r\n${astray(sound)}`, sound],
  astray: [astray(sound), sound],
  imprecise: [sound.replace(/startxref\n(\d+)/, (_, at: string) => `startxref\n${Number(at) - 4}`), sound],
  entry: [sound.replace(/4 1\n\d{10}/, '4 1\n0000000007'), sound],
  cut: [sound.slice(0, sound.indexOf('startxref')), sound],
  compressed: [astray(compressed), compressed],
};

describeJudged(present ? title : `${title} (skipped: tools not found)`, () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'sealkit-damaged-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const run = (tool: string, ...args: readonly string[]) => spawnSync(tool, args, { encoding: 'latin1', maxBuffer: 64 * 1024 * 1024 });
  const rendered = (file: string): string => {
    const root = join(folder, 'page');
    run('pdftoppm', '-r', '20', '-gray', '-l', '1', '-singlefile', file, root);
    return decodeLatin1(readFileSync(`${root}.pgm`));
  };

  for (const [name, [damaged, undamaged]] of Object.entries(FILES)) {
    it(`accept ${name}`, { timeout: 30_000 }, async () => {
      const [before, after] = ['before', 'after'].map((when) => join(folder, `${name}-${when}.pdf`)) as [string, string];
      writeFileSync(before, encodeLatin1(undamaged));
      let signed: Uint8Array = encodeLatin1(damaged);
      for (const field of ['Signature1', 'Signature2']) {
        const act = { places: [], face: null, invisibleField: { kind: 'new', name: field } } as const;
        signed = await signDocument(signed, signer, { act });
      }
      writeFileSync(after, signed);
      const check = run('qpdf', '--check', after);
      expect([check.status, check.stderr]).to.deep.equal([0, '']);
      const said = run('pdfsig', '-nocert', after).stdout;
      expect(said.match(/Signature Validation: .*/g)).to.deep.equal(Array(2).fill('Signature Validation: Signature is Valid.'));
      expect(said.match(/Total document signed/g)).to.have.length(1);
      expect(run('mutool', 'info', after).status).to.equal(0);
      expect(rendered(after)).to.equal(rendered(before));
    });
  }
});
