import { codeOfAsync } from '../../../test/pades/refusal.ts';
import { pagesPdf, smallPdf } from '../../../test/pades/small-pdf.ts';
import { signDocument } from '../../../test/pades/sign-document.ts';
import { testSigner } from '../../../test/pades/test-signer.ts';
import { type Bytes, concatBytes, decodeLatin1, memorySource } from '../../bytes/index.ts';
import { openPdf } from '../../pdf/index.ts';
import { findSignatureFields } from '../reading/signature-fields.ts';
import { readSignatureDictionary } from '../reading/signature-dictionary.ts';
import type { SealPlacement } from '../seal-placement.ts';
import type { SigningPlace } from '../signing-act.ts';
import { type EnvelopeField, prepareEnvelope } from './prepare-envelope.ts';

const A4 = '/MediaBox [0 0 595 842]';
const SVG = '<svg width="10mm" height="10mm" viewBox="0 0 10 10"><path d="M 0 0 L 10 0 L 10 10 Z" fill="#CF111B"/></svg>';
const ORIGINAL = smallPdf(pagesPdf([A4, `${A4} /Rotate 90`, A4])).bytes;
const at = (page: number, x: number, y = 10_000): SealPlacement => ({ page, x, y, width: 10_000, height: 10_000, rotation: 0 });
const prepare = async (fields: readonly EnvelopeField[], original: Bytes = ORIGINAL): Promise<Bytes> =>
  concatBytes(original, await prepareEnvelope(memorySource(original), { fields }));
const fieldsOf = async (bytes: Uint8Array) => findSignatureFields(await openPdf(memorySource(bytes)));

describe('an envelope whose places are known before the first signature', () => {
  it('has an empty field for each place, on its page, where the place will be', async () => {
    const prepared = await prepare([
      { name: 'one', placement: at(1, 20_000) },
      { name: 'two', placement: at(2, 30_000) },
      { name: 'hidden' },
    ]);
    expect(decodeLatin1(prepared).startsWith(decodeLatin1(ORIGINAL))).to.equal(true);
    const fields = await fieldsOf(prepared);
    expect(fields.map(({ name, value, merged, widgets }) => [name, value, merged, widgets[0]?.page])).to.deep.equal([
      ['one', undefined, true, 1],
      ['two', undefined, true, 2],
      ['hidden', undefined, true, 1],
    ]);
    expect(fields[2]?.widgets[0]?.rect).to.deep.equal(['0', '0', '0', '0']);
    expect(fields[0]?.widgets[0]?.rect?.map((text) => Number(text).toFixed(2))).to.deep.equal(['56.69', '785.31', '85.04', '813.65']);
  });

  it('lets a certification first and seals afterwards: the prepared fields are filled, none is added', async () => {
    const signer = testSigner();
    const prepared = await prepare([
      { name: 'author' },
      { name: 'seal-1', placement: at(1, 20_000) },
      { name: 'seal-2', placement: at(2, 20_000) },
    ]);
    const certified = await signDocument(prepared, signer, {
      act: { places: [], face: null, invisibleField: { kind: 'prepared', name: 'author' }, certify: 2 },
    });
    const places: readonly SigningPlace[] = [1, 2].map((page) => ({
      placement: at(page, 20_000),
      field: { kind: 'prepared', name: `seal-${page}` },
    }));
    const sealed = await signDocument(certified, signer, { act: { places, face: { kind: 'vector', svg: SVG } } });
    const fields = await fieldsOf(sealed);
    expect(fields.map(({ name, value }) => [name, value !== undefined])).to.deep.equal([
      ['author', true],
      ['seal-1', true],
      ['seal-2', true],
    ]);
    const added = signDocument(certified, signer, {
      act: { places: [{ placement: at(1, 50_000), field: { kind: 'new', name: 'late' } }], face: { kind: 'vector', svg: SVG } },
    });
    expect(await codeOfAsync(() => added)).to.equal('PADES_NEW_FIELD_AFTER_CERTIFICATION');
  });

  it('takes 500 places, which cost one signature and one face', async () => {
    const signer = testSigner();
    const original = smallPdf(pagesPdf(Array.from({ length: 50 }, () => A4))).bytes;
    const placements = Array.from({ length: 500 }, (_, index) => at(1 + Math.floor(index / 10), 5_000 + (index % 10) * 15_000));
    const names = placements.map((_, index) => `seal-${index + 1}`);
    const prepared = await prepare(
      placements.map((placement, index) => ({ name: names[index] ?? '', placement })),
      original,
    );
    const places: readonly SigningPlace[] = placements.map((placement, index) => ({
      placement,
      field: { kind: 'prepared', name: names[index] ?? '' },
    }));
    const sealed = await signDocument(prepared, signer, { act: { places, face: { kind: 'vector', svg: SVG } } });
    const document = await openPdf(memorySource(sealed));
    const [first] = await findSignatureFields(document);
    if (first === undefined) throw new TypeError('expected a field');
    expect((await readSignatureDictionary(document, first))?.fields.map(({ name }) => name)).to.deep.equal(names);
    const text = decodeLatin1(sealed);
    expect([text.split('/ByteRange').length - 1, text.split('/S /Transparency').length - 1]).to.deep.equal([1, 1]);
  }, 60_000);

  const refused: readonly (readonly [string, readonly EnvelopeField[], string])[] = [
    ['no field', [], 'PADES_ACT_MALFORMED'],
    ['a name twice', [{ name: 'a' }, { name: 'a' }], 'PADES_FIELD_NAME_TAKEN'],
    ['a name with a period', [{ name: 'a.b' }], 'PADES_ACT_MALFORMED'],
    ['no name', [{ name: '' }], 'PADES_ACT_MALFORMED'],
    ['a page that is not there', [{ name: 'a', placement: at(9, 0) }], 'PADES_PAGE_MISSING'],
    ['a place off its page', [{ name: 'a', placement: at(1, 300_000) }], 'PADES_PLACE_OFF_PAGE'],
    ['a lock that names no fields', [{ name: 'a', lock: { action: 'Include', fields: [] } }], 'PADES_ACT_MALFORMED'],
    ['too many', Array.from({ length: 4_001 }, (_, index) => ({ name: `f${index}` })), 'PADES_TOO_MANY_PLACES'],
  ];
  for (const [what, fields, code] of refused) {
    it(`is refused with ${what}`, async () => {
      expect(await codeOfAsync(() => prepare(fields))).to.equal(code);
    });
  }

  it('is refused once somebody has signed, and where a name is taken', async () => {
    const once = await prepare([{ name: 'a' }]);
    expect(await codeOfAsync(() => prepare([{ name: 'a' }], once))).to.equal('PADES_FIELD_NAME_TAKEN');
    const signed = await signDocument(ORIGINAL, testSigner(), {
      act: { places: [], face: null, invisibleField: { kind: 'new', name: 'x' } },
    });
    expect(await codeOfAsync(() => prepare([{ name: 'a' }], signed))).to.equal('PADES_ALREADY_SIGNED');
  });
});
