import { unzlibSync } from 'fflate';
import { JPEG_SAMPLES } from '../../../test/pades/jpeg-samples.ts';
import { PNG_SAMPLES } from '../../../test/pades/png-samples.ts';
import { codeOf } from '../../../test/pades/refusal.ts';
import { type Bytes, decodeBase64, decodeLatin1, encodeHex } from '../../bytes/index.ts';
import { digestText } from '../../crypto/index.ts';
import { type PdfDict, spellObject } from '../../pdf/index.ts';
import type { SignatureFace } from '../signing-act.ts';
import { faceObjects } from './face-objects.ts';
import { decodePng } from './png-image.ts';

type RasterFace = Extract<SignatureFace, { kind: 'raster' }>;

const png = (what: string): RasterFace => ({
  kind: 'raster',
  format: 'png',
  base64: PNG_SAMPLES.find((sample) => sample.what === what)?.base64 ?? '',
  widthUm: 34_000,
  heightUm: 22_000,
});
const jpeg = (name: keyof typeof JPEG_SAMPLES): RasterFace => ({
  kind: 'raster',
  format: 'jpeg',
  base64: JPEG_SAMPLES[name],
  widthUm: 25_400,
  heightUm: 12_700,
});

function streams(face: SignatureFace): readonly { readonly number: number; readonly dict: PdfDict; readonly content: Bytes }[] {
  return faceObjects(face, 10).objects.map(({ number, body }) => {
    if (body.kind !== 'stream') throw new TypeError('expected streams alone');
    return { number, dict: body.dict, content: body.content };
  });
}

describe('the objects of a face', () => {
  it('are a form, an image and a soft mask for a PNG with alpha', () => {
    const [form, image, mask] = streams(png('RGBA noise, interlaced, all passes'));
    expect([form?.number, image?.number, mask?.number]).to.deep.equal([10, 11, 12]);
    expect(decodeLatin1(form?.content ?? new Uint8Array())).to.equal('96.378 0 0 62.3622 0 0 cm\n/Image Do\n');
    expect(spellObject(form?.dict ?? { kind: 'null' })).to.equal(
      '<< /BBox [ 0 0 96.378 62.3622 ] /Group << /CS /DeviceRGB /I true /S /Transparency /Type /Group >> /Length 36 /Resources << /XObject << /Image 11 0 R >> >> /Subtype /Form /Type /XObject >>',
    );
    const { samples, alpha } = decodePng(decodeBase64(PNG_SAMPLES.find(({ what }) => what.startsWith('RGBA noise'))?.base64 ?? ''));
    expect(encodeHex(unzlibSync(image?.content ?? new Uint8Array()))).to.equal(encodeHex(samples));
    expect(encodeHex(unzlibSync(mask?.content ?? new Uint8Array()))).to.equal(encodeHex(alpha ?? new Uint8Array()));
    expect(spellObject(image?.dict ?? { kind: 'null' })).to.include('/SMask 12 0 R');
    expect(spellObject(mask?.dict ?? { kind: 'null' })).to.include('/ColorSpace /DeviceGray');
  });

  it('compress to known octets: a verifier of another day writes the same', async () => {
    const [, image] = streams(png('RGB, 8 bits'));
    expect(encodeHex(image?.content ?? new Uint8Array())).to.equal(
      '78da0dc7d10000300845d10b3188208208e241843388201e4e08dbe701121a06f643a44e2b46b92a4c3ada35eef57df5190f3d',
    );
    const [, noise] = streams(png('RGBA noise, interlaced, all passes'));
    expect(await digestText('SHA-256', noise?.content ?? new Uint8Array())).to.equal(
      'sha256:8ff2b01c6a0bb37c4b51e464a220cf2c14e176f48c68292f2e1c3a2b8482c6da',
    );
  });

  it('embed a JPEG as it stands, with the decode array of inverted CMYK', () => {
    for (const [name, space] of [
      ['gray', 'DeviceGray'],
      ['rgb', 'DeviceRGB'],
      ['prog', 'DeviceRGB'],
      ['cmyk', 'DeviceCMYK'],
    ] as const) {
      const all = streams(jpeg(name));
      expect(all.length).to.equal(2);
      expect(encodeHex(all[1]?.content ?? new Uint8Array())).to.equal(encodeHex(decodeBase64(JPEG_SAMPLES[name])));
      const spelled = spellObject(all[1]?.dict ?? { kind: 'null' });
      expect(spelled).to.include(`/ColorSpace /${space} `);
      expect(spelled.includes('/Decode [ 1 0 1 0 1 0 1 0 ]')).to.equal(name === 'cmyk');
    }
  });

  it('are refused for a picture of the other format, without a size, or beyond the bound', () => {
    const rgb = { format: 'png', base64: JPEG_SAMPLES.rgb } as const;
    expect(codeOf(() => faceObjects({ ...png('RGB, 8 bits'), ...rgb }, 1))).to.equal('PADES_FACE_PNG_MALFORMED');
    expect(codeOf(() => faceObjects({ ...jpeg('rgb'), widthUm: 0 }, 1))).to.equal('PADES_ACT_MALFORMED');
    expect(codeOf(() => faceObjects({ ...jpeg('rgb'), heightUm: 0.5 }, 1))).to.equal('PADES_ACT_MALFORMED');
    expect(codeOf(() => faceObjects({ ...jpeg('rgb'), base64: 'A'.repeat(9_000_000) }, 1))).to.equal('PADES_FACE_TOO_LARGE');
  });
});
