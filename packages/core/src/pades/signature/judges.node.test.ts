import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { judge, judgesPresent, makeOutsidePki, type OutsidePki, refusalsOf, trustOf } from '@sealkit/testkit/node';
import { PNG_SAMPLES } from '../../../test/pades/png-samples.ts';
import { JPEG_SAMPLES } from '../../../test/pades/jpeg-samples.ts';
import { type SigningRequest, signDocument } from '../../../test/pades/sign-document.ts';
import { pagesPdf, smallPdf } from '../../../test/pades/small-pdf.ts';
import type { Bytes } from '../../bytes/index.ts';
import type { SignatureFace } from '../signing-act.ts';

const title = 'signed documents before pyHanko, DSS, pdfsig, qpdf and OpenSSL';

const SVG = '<svg width="40mm" height="40mm" viewBox="0 0 40 40"><path d="M 0 0 L 40 0 L 40 40 Z" fill="#CF111B"/></svg>';
const VECTOR: SignatureFace = { kind: 'vector', svg: SVG };
const A4 = '/MediaBox [0 0 595 842]';
const PAGES = [A4, `${A4} /Rotate 90`, '/MediaBox [-100 -200 500 600] /CropBox [-50 -150 400 450] /Rotate 270', `${A4} /UserUnit 2`];

const hidden = (name: string): SigningRequest['act'] => ({ places: [], face: null, invisibleField: { kind: 'new', name } });
const onAll = (name: string, face: SignatureFace, y: number): SigningRequest['act'] => ({
  face,
  places: PAGES.map((_, index) => ({
    placement: { page: index + 1, x: 10_000, y, width: 40_000, height: 40_000, rotation: index * 1000 },
    field: { kind: 'new', name: `${name}-${index + 1}` },
  })),
});

(judgesPresent ? describe : describe.skip)(judgesPresent ? title : `${title} (skipped: judges not found, see SEALKIT_SHARED)`, () => {
  it('are accepted by all of them', { timeout: 300_000 }, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sealkit-judged-'));
    try {
      const pki = makeOutsidePki(join(folder, 'pki'));
      const files = await signAll(folder, pki);
      const judgements = judge(files, ...trustOf(pki));
      expect(refusalsOf(judgements)).to.deep.equal([]);
      // Every file was accepted by at least four of the five; CANNOT counts as neither.
      for (const file of files) expect(judgements.filter((one) => one.file === file && one.accept === true).length, file).to.be.at.least(4);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

async function signAll(folder: string, pki: OutsidePki): Promise<readonly string[]> {
  const rsa = pki.signer('rsa2048', { name: 'RSASSA-PKCS1-v1_5', digest: 'SHA-256' });
  const pss = pki.signer('rsa2048', { name: 'RSASSA-PSS', digest: 'SHA-512', saltLength: 64 });
  const p256 = pki.signer('p256', { name: 'ECDSA', digest: 'SHA-256', curve: 'P-256' });
  const p384 = pki.signer('p384', { name: 'ECDSA', digest: 'SHA-384', curve: 'P-384' });
  const files: string[] = [];
  const save = (name: string, bytes: Bytes): Bytes => {
    const file = join(folder, `${name}.pdf`);
    writeFileSync(file, bytes);
    files.push(file);
    return bytes;
  };
  const time = new Date();
  for (const form of ['table', 'stream'] as const) {
    const original = smallPdf(pagesPdf(PAGES, { form, trailer: '/Root 1 0 R /ID [<00> <01>]' })).bytes;
    save(`${form}-hidden`, await signDocument(original, p256, { act: hidden('Signature1'), time }));
    const first = save(`${form}-sealed`, await signDocument(original, rsa, { act: onAll('a', VECTOR, 20_000), time, mode: 'explained' }));
    const second = save(`${form}-both`, await signDocument(first, pss, { act: onAll('b', VECTOR, 80_000), time, mode: 'explained' }));
    save(`${form}-three`, await signDocument(second, p384, { act: hidden('Third'), time }));
    const png: SignatureFace = { kind: 'raster', format: 'png', base64: PNG_SAMPLES[0]?.base64 ?? '', widthUm: 40_000, heightUm: 40_000 };
    save(`${form}-png`, await signDocument(original, p256, { act: onAll('c', png, 20_000), time }));
    const jpeg: SignatureFace = { kind: 'raster', format: 'jpeg', base64: JPEG_SAMPLES.cmyk, widthUm: 40_000, heightUm: 40_000 };
    save(`${form}-jpeg`, await signDocument(original, p256, { act: onAll('d', jpeg, 20_000), time }));
    save(`${form}-certified`, await signDocument(original, p256, { act: { ...hidden('Certified'), certify: 2, reason: '同意' }, time }));
  }
  const prepared = smallPdf(
    pagesPdf([`${A4} /Annots [20 0 R 21 0 R]`], {
      objects: {
        1: '<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [20 0 R 21 0 R] /SigFlags 3 >> >>',
        20: '<< /Type /Annot /Subtype /Widget /FT /Sig /T (A) /F 132 /P 4 0 R /Rect [28.3465 671.9213 141.7323 785.3071] >>',
        21: '<< /Type /Annot /Subtype /Widget /FT /Sig /T (B) /F 132 /P 4 0 R /Rect [0 0 0 0] /Lock 22 0 R >>',
        22: '<< /Type /SigFieldLock /Action /All >>',
      },
    }),
  ).bytes;
  const fillA: SigningRequest['act'] = {
    face: VECTOR,
    places: [
      { placement: { page: 1, x: 10_000, y: 20_000, width: 40_000, height: 40_000, rotation: 0 }, field: { kind: 'prepared', name: 'A' } },
    ],
  };
  const certified = await signDocument(prepared, rsa, { act: { ...hidden('Certifier'), certify: 2 }, time });
  const filled = save('prepared-a', await signDocument(certified, p256, { act: fillA, time, mode: 'explained' }));
  const fillB = { places: [], face: null, invisibleField: { kind: 'prepared', name: 'B' } } as const;
  save('prepared-b', await signDocument(filled, p384, { act: fillB, time, mode: 'explained' }));
  return files;
}
