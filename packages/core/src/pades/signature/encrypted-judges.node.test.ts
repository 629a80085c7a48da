import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Judgement, judge, judgesPresent, makeOutsidePki, type OutsidePki, refusalsOf, trustOf } from '@sealkit/testkit/node';
import {
  CIPHERS,
  OWNER_PASSWORD,
  USER_PASSWORD,
  XREF_FORMS,
  type XrefForm,
  encryptedByQpdf,
} from '../../../test/pades/encrypted-originals.ts';
import { PNG_SAMPLES } from '../../../test/pades/png-samples.ts';
import { type SigningRequest, signDocument } from '../../../test/pades/sign-document.ts';
import { contentStream, pagesPdf, smallPdf } from '../../../test/pades/small-pdf.ts';
import type { Bytes } from '../../bytes/index.ts';
import type { SignatureFace } from '../signing-act.ts';

const present = judgesPresent && spawnSync('qpdf', ['--version']).status === 0;
const title = 'signed encrypted documents before pyHanko, DSS, pdfsig and qpdf';
/** pyHanko opens no revision 5, and decrypts metadata in clear: it fails on what qpdf wrote before we sign. */
const BEYOND_PYHANKO: Readonly<Record<string, RegExp>> = {
  'aes-256-r5': /Authentication failed/,
  'clear-metadata': /Invalid IV size|multiple of the block length/,
};

const SVG = '<svg width="40mm" height="40mm" viewBox="0 0 40 40"><path d="M 0 0 L 40 0 L 40 40 L 0 40 Z" fill="#CF111B"/></svg>';
const VECTOR: SignatureFace = { kind: 'vector', svg: SVG };
const RASTER: SignatureFace = { kind: 'raster', format: 'png', base64: PNG_SAMPLES[0]?.base64 ?? '', widthUm: 30_000, heightUm: 30_000 };

const XMP = '<x:xmpmeta xmlns:x="adobe:ns:meta/"/>';

/** One page with text, an empty signature field of 40 mm and one without a place, and information to encrypt. */
const PLAIN = smallPdf(
  pagesPdf(['/MediaBox [0 0 595 842] /Annots [20 0 R 21 0 R]'], {
    objects: {
      1: '<< /Type /Catalog /Pages 2 0 R /Metadata 23 0 R /AcroForm << /Fields [20 0 R 21 0 R] /SigFlags 1 /DA (/F 0 Tf 0 g) >> >>',
      20: '<< /Type /Annot /Subtype /Widget /FT /Sig /T (Shown) /F 132 /P 4 0 R /Rect [28.3465 671.9213 141.7323 785.3071] >>',
      21: '<< /Type /Annot /Subtype /Widget /FT /Sig /T (Hidden) /F 132 /P 4 0 R /Rect [0 0 0 0] >>',
      5: contentStream('BT /F 24 Tf 60 60 Td (Page 1) Tj ET 0 g 10 10 30 30 re f'),
      22: '<< /Title (secret title) >>',
      23: `<< /Type /Metadata /Subtype /XML /Length ${XMP.length} >>\nstream\n${XMP}\nendstream`,
    },
    trailer: '/Root 1 0 R /Info 22 0 R',
  }),
).bytes;

const ACTS = {
  hidden: { places: [], face: null, invisibleField: { kind: 'new', name: 'Added' }, reason: '同意 (agreed)', name: 'Ann' },
  visible: {
    face: VECTOR,
    places: [
      { placement: { page: 1, x: 150_000, y: 20_000, width: 40_000, height: 40_000, rotation: 0 }, field: { kind: 'new', name: 'Seal' } },
    ],
  },
  raster: {
    face: RASTER,
    places: [
      { placement: { page: 1, x: 150_000, y: 80_000, width: 30_000, height: 30_000, rotation: 0 }, field: { kind: 'new', name: 'Image' } },
    ],
  },
  shownField: {
    face: VECTOR,
    places: [
      {
        placement: { page: 1, x: 10_000, y: 20_000, width: 40_000, height: 40_000, rotation: 0 },
        field: { kind: 'prepared', name: 'Shown' },
      },
    ],
    location: 'Zürich',
  },
  hiddenField: { places: [], face: null, invisibleField: { kind: 'prepared', name: 'Hidden' } },
} as const satisfies Readonly<Record<string, SigningRequest['act']>>;

(present ? describe : describe.skip)(present ? title : `${title} (skipped: judges or qpdf not found, see SEALKIT_SHARED)`, () => {
  let folder: string;
  let pki: OutsidePki;
  let files: ReadonlyMap<string, Bytes>;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'sealkit-encrypted-judged-'));
    pki = makeOutsidePki(join(folder, 'pki'));
    files = await signAll(pki);
    for (const [name, bytes] of files) writeFileSync(join(folder, name), bytes);
  }, 120_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  for (const password of [USER_PASSWORD, OWNER_PASSWORD])
    it(`are accepted by all of them with the ${password} password`, { timeout: 300_000 }, () => {
      const owner = password === OWNER_PASSWORD;
      const names = [...files.keys()].filter((name) => !owner || name.includes('-5-'));
      const paths = names.map((name) => join(folder, name));
      // What the judge hands to pdfsig it takes for the user's password.
      const tools = owner ? ['--tools', 'pyhanko,dss,qpdf,openssl'] : [];
      const judgements = judge(paths, ...trustOf(pki), '--pdf-password', password, ...tools);
      expect(refusalsOf(judgements.filter((one) => !isBeyond(one)))).to.deep.equal([]);
      // OpenSSL finds the hole by its pattern and judges as well.
      for (const file of paths)
        expect(judgements.filter((one) => one.file === file && one.accept === true).length, file).to.be.at.least(owner ? 3 : 4);
    });

  const renders = spawnSync('pdftoppm', ['-v']).status === 0;
  it.skipIf(!renders)(`show seal and text of the page${renders ? '' : ' (skipped: pdftoppm not found)'}`, { timeout: 120_000 }, () => {
    for (const name of [...files.keys()].filter((file) => file.includes('visible'))) {
      const picture = execFileSync('pdftoppm', ['-r', '36', '-upw', USER_PASSWORD, join(folder, name)], { maxBuffer: 1 << 26 });
      const { isRed, dark } = pictureOf(picture);
      // The middle of the seal at 170 mm, 40 mm; the page has a black square at its lower left.
      expect(isRed(241, 57), `${name}: seal`).to.equal(true);
      expect(dark, `${name}: drawing`).to.be.greaterThan(20);
      const text = execFileSync('pdftotext', ['-upw', USER_PASSWORD, join(folder, name), '-'], { encoding: 'utf8' });
      expect(text, name).to.include('Page 1');
    }
  });
});

function isBeyond({ file, judge: name, reason }: Judgement): boolean {
  return name === 'pyhanko' && Object.entries(BEYOND_PYHANKO).some(([cipher, says]) => file.includes(cipher) && says.test(reason));
}

/** A PPM picture: colours, and how many dark pixels the left lower corner of the page has. */
function pictureOf(ppm: Uint8Array): { isRed: (x: number, y: number) => boolean; dark: number } {
  const header = /^P6\s+(\d+)\s+(\d+)\s+255\s/.exec(Buffer.from(ppm.subarray(0, 32)).toString('latin1'));
  if (header === null) throw new TypeError('ppm: expected a picture');
  const [width, height] = [Number(header[1]), Number(header[2])];
  const start = header[0].length;
  const at = (x: number, y: number): readonly number[] => [...ppm.subarray(start + (y * width + x) * 3, start + (y * width + x) * 3 + 3)];
  let dark = 0;
  for (let y = height - 60; y < height; y += 1) for (let x = 0; x < 100; x += 1) if (at(x, y).every((value) => value < 160)) dark += 1;
  return { isRed: (x, y) => at(x, y).every((value, index) => Math.abs(value - ([0xcf, 0x11, 0x1b][index] ?? 0)) < 12), dark };
}

/** Each act alone, and one on top of the other, for each algorithm and form; with one password and the other by turns. */
async function signAll(pki: OutsidePki): Promise<ReadonlyMap<string, Bytes>> {
  const rsa = pki.signer('rsa2048', { name: 'RSASSA-PKCS1-v1_5', digest: 'SHA-256' });
  const p256 = pki.signer('p256', { name: 'ECDSA', digest: 'SHA-256', curve: 'P-256' });
  const time = new Date();
  const files = new Map<string, Bytes>();
  for (const cipher of Object.keys(CIPHERS))
    for (const form of Object.keys(XREF_FORMS) as XrefForm[]) {
      const original = encryptedByQpdf(PLAIN, cipher, form);
      const sign = async (on: Bytes, act: keyof typeof ACTS, name: string, password: string): Promise<Bytes> => {
        const signed = await signDocument(on, act === 'raster' ? rsa : p256, { act: ACTS[act], time, password });
        files.set(`${cipher}-${form}-${name}.pdf`, signed);
        return signed;
      };
      const hidden = await sign(original, 'hidden', '1-hidden', USER_PASSWORD);
      const visible = await sign(hidden, 'visible', '2-visible', OWNER_PASSWORD);
      const raster = await sign(visible, 'raster', '3-visible-raster', USER_PASSWORD);
      const field = await sign(raster, 'shownField', '4-visible-field', OWNER_PASSWORD);
      await sign(field, 'hiddenField', '5-visible-hidden-field', USER_PASSWORD);
      await sign(original, 'visible', 'visible-alone', USER_PASSWORD);
      await sign(original, 'shownField', 'field-alone', USER_PASSWORD);
    }
  return files;
}
