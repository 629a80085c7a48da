import { codeOf } from '../../../test/pades/refusal.ts';
import { pagesPdf, smallPdf } from '../../../test/pades/small-pdf.ts';
import { encodeHex, encodeLatin1, memorySource } from '../../bytes/index.ts';
import type { HashState } from '../../ports/index.ts';
import type { DocumentFrame, FramePage, FramePreparedField } from '../document-frame.ts';
import { assertExplainedFrame } from './explained-frame.ts';
import { digestOriginal } from './original-digest.ts';
import { readDocumentFrame } from './read-document-frame.ts';

const A4 = '/MediaBox [0 0 595 842]';
const FIELD =
  '<< /FT /Sig /Type /Annot /Subtype /Widget /T (Seal) /Rect [10 10 110 110] /F 4 /Lock << /Action /All /Type /SigFieldLock >> >>';
const DOCUMENT = smallPdf(
  pagesPdf([`${A4} /CropBox [0 0 500 800] /Rotate 90 /UserUnit 2 /Annots [9 0 R]`, '/MediaBox [0 0 842 595]'], {
    objects: {
      1: '<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [9 0 R] >> /OpenAction << /S /JavaScript /JS (x) >> >>',
      9: FIELD,
    },
    trailer: '/Root 1 0 R /ID [<00112233445566778899AABBCCDDEEFF> <00112233445566778899AABBCCDDEEFF>]',
  }),
).bytes;
const source = memorySource(DOCUMENT);

describe('a frame that a page sends to be signed', () => {
  let honest: DocumentFrame;
  let state: HashState;

  beforeAll(async () => {
    honest = await readDocumentFrame(source, { algorithm: 'SHA-256', pages: [1, 2] });
    state = (await digestOriginal(source, 'SHA-256')).state;
  });

  /** What the server says to the frame after the page has changed it. */
  const verdict = (change: (frame: DocumentFrame) => Partial<DocumentFrame>): string =>
    codeOf(() => assertExplainedFrame({ ...honest, ...change(honest) }, state));
  const first =
    (change: Partial<FramePage>) =>
    ({ pages }: DocumentFrame) => ({
      pages: pages.map((page, index) => (index === 0 ? { ...page, ...change } : page)),
    });
  const field =
    (change: Partial<FramePreparedField>) =>
    ({ preparedFields }: DocumentFrame) => ({
      preparedFields: preparedFields.map((prepared) => ({ ...prepared, ...change })),
    });

  it('is taken as the file has it', () => {
    expect(honest.preparedFields.length).to.equal(1);
    expect(honest.activeContent).to.deep.equal(['JavaScript', 'OpenAction']);
    expect(verdict(() => ({}))).to.equal('');
  });

  const lies: readonly (readonly [string, (frame: DocumentFrame) => Partial<DocumentFrame>])[] = [
    ['a cross-reference in the header', () => ({ startxref: 0 })],
    ['another cross-reference than the end of the original names', ({ startxref }) => ({ startxref: startxref - 20 })],
    ['another end of line', () => ({ endOfLine: 'CRLF' })],
    ['no end of line', () => ({ endOfLine: 'none' })],
    ['a size above the lowest free number', ({ firstFree }) => ({ size: firstFree + 1 })],
    ['fewer pages than it frames', () => ({ pageCount: 1 })],
    ['identifiers of a thousand octets', () => ({ id: ['ab'.repeat(1000), 'cd'] as const })],
    ['a catalog that is a page tree node', ({ pages }) => ({ root: pages[0]?.parents[0] ?? '' })],
    ['a catalog of a generation that no section can hold', () => ({ root: '1 99999 R' })],
    ['a page without a tree above', first({ parents: [] })],
    ['a page of another tree', first({ parents: ['3 0 R'] })],
    ['a page that is its own content', first({ ref: '5 0 R' })],
    ['a page that is another of another generation', first({ ref: '6 7 R' })],
    [
      'the dictionaries of two pages swapped',
      ({ pages: [one, two] }) => ({
        pages: one && two ? [swapped(one, two), swapped(two, one)] : [],
      }),
    ],
    [
      'a dictionary of another type',
      ({ pages }) => first({ dictionary: pages[0]?.dictionary.replace('/Type /Page', '/Type /Font') ?? '' })(honest),
    ],
    ['another MediaBox', first({ mediaBox: ['0', '0', '596', '842'] })],
    ['another CropBox', first({ cropBox: ['0', '0', '501', '800'] })],
    ['a CropBox of two other corners', first({ cropBox: ['500', '800', '0', '0'] })],
    ['another rotation', first({ rotate: 0 })],
    ['another user unit', first({ userUnit: '99999999999999999999' })],
    ['the default user unit', first({ userUnit: '1' })],
    ['a prepared field without a form', () => ({ acroForm: undefined, fieldsArray: undefined }) as unknown as Partial<DocumentFrame>],
    ['a prepared field of another type', field({ dictionary: fieldOfType('/Tx') })],
    ['a prepared field without a type', field({ dictionary: '<< /T (Seal) >>' })],
    ['a prepared field with a value', field({ dictionary: '<< /FT /Sig /T (Seal) /V 3 0 R >>' })],
    ['a prepared field of another name', field({ name: 'seal-x-1' })],
    ['a prepared field at another place', field({ rect: ['0', '0', '1', '1'] })],
    ['a prepared field on another page', field({ page: 2 })],
    ['a prepared field on a page behind the end', field({ page: 3 })],
    [
      'a prepared field without its lock',
      ({ preparedFields }) => ({
        preparedFields: preparedFields.map(({ name, ref, dictionary, page, rect }) => ({ name, ref, dictionary, page, rect })),
      }),
    ],
    ['a prepared field of another lock', field({ lock: '<< /Action 7 >>' })],
    ['a prepared field with a seed value that it has not', field({ seedValue: '<< /Ff 1 >>' })],
    ['a field that is the catalog', field({ ref: '1 0 R' })],
    ['active content of its own invention', () => ({ activeContent: ['JavaScript', 'OpenAction', 'Zzz'] })],
    ['active content in disorder', () => ({ activeContent: ['OpenAction', 'JavaScript'] })],
    ['less active content than its catalog has', () => ({ activeContent: ['OpenAction'] })],
  ];
  for (const [what, lie] of lies) {
    it(`is refused with ${what}`, () => {
      expect(verdict(lie)).to.equal('PADES_FRAME_MALFORMED');
    });
  }

  const form =
    (entry: string) =>
    ({ acroForm, catalog }: DocumentFrame): Partial<DocumentFrame> => {
      const dictionary = acroForm?.dictionary.replace(/>>$/, `${entry} >>`) ?? '';
      return { acroForm: { ref: null, dictionary }, catalog: catalog.replace(acroForm?.dictionary ?? '', dictionary) };
    };
  it('is refused by name for what this mode refuses', () => {
    expect(verdict(form('/XFA [ ]'))).to.equal('PADES_XFA');
    expect(verdict(form('/NeedAppearances true'))).to.equal('PADES_NEED_APPEARANCES');
    expect(verdict(() => ({ docMdp: 1 }))).to.equal('PADES_CERTIFIED_NO_CHANGES');
  });

  it('is judged by whatever octets stand behind the last block', () => {
    const ends = (text: string, endOfLine: DocumentFrame['endOfLine']): string =>
      codeOf(() => assertExplainedFrame({ ...honest, endOfLine }, { ...state, tail: encodeHex(encodeLatin1(text)) }));
    for (const text of ['', '\n', 'OF\n', '%%EOF\n', 'x\n%%EOF\n']) expect(ends(text, 'LF'), JSON.stringify(text)).to.equal('');
    expect(ends('EOF\r\n', 'CRLF')).to.equal('');
    for (const text of ['F', 'EOF\r', '%%EOG\n', '%%EOF\n\n', 'EOF\r\n']) expect(ends(text, 'LF'), JSON.stringify(text)).to.not.equal('');
  });
});

function swapped(page: FramePage, other: FramePage): FramePage {
  return { ...page, dictionary: other.dictionary, annots: other.annots };
}

function fieldOfType(type: string): string {
  return `<< /FT ${type} /T (Seal) >>`;
}
