import { PNG_SAMPLES } from '../../../test/pades/png-samples.ts';
import { codeOf } from '../../../test/pades/refusal.ts';
import { type Bytes, concatBytes, decodeBase64, encodeHex } from '../../bytes/index.ts';
import { type RasterSamples, decodePng } from './png-image.ts';

const sampleOf = (what: string): Bytes => decodeBase64(PNG_SAMPLES.find((sample) => sample.what === what)?.base64 ?? '');

function toRgba({ components, samples, alpha, width, height }: RasterSamples): string {
  const rgba = new Uint8Array(width * height * 4);
  for (let pixel = 0; pixel < width * height; pixel += 1) {
    for (let channel = 0; channel < 3; channel += 1)
      rgba[pixel * 4 + channel] = samples[pixel * components + (components === 3 ? channel : 0)] ?? 0;
    rgba[pixel * 4 + 3] = alpha?.[pixel] ?? 255;
  }
  return encodeHex(rgba);
}

describe('PNG to samples (W3C PNG, third edition)', () => {
  for (const { what, width, height, base64, rgba } of PNG_SAMPLES) {
    it(`decodes ${what}`, () => {
      const raster = decodePng(decodeBase64(base64));
      expect([raster.width, raster.height]).to.deep.equal([width, height]);
      expect(toRgba(raster)).to.equal(rgba);
    });
  }

  it('says nothing of alpha where all is opaque', () => {
    expect(decodePng(sampleOf('RGB, 8 bits')).alpha).to.equal(undefined);
    expect(decodePng(sampleOf('grey, 8 bits')).components).to.equal(1);
  });

  it('refuses every flipped octet', () => {
    const png = sampleOf('RGBA, 8 bits');
    for (let index = 0; index < png.length; index += 1) {
      const flipped = new Uint8Array(png);
      flipped[index] = (flipped[index] ?? 0) ^ 0x10;
      expect(codeOf(() => decodePng(flipped))).to.equal('PADES_FACE_PNG_MALFORMED');
    }
  });

  it('refuses every truncation and a trailing octet', () => {
    const png = sampleOf('RGBA, interlaced');
    for (let end = 0; end < png.length; end += 1)
      expect(codeOf(() => decodePng(png.subarray(0, end)))).to.equal('PADES_FACE_PNG_MALFORMED');
    expect(codeOf(() => decodePng(concatBytes(png, new Uint8Array(1))))).to.equal('PADES_FACE_PNG_MALFORMED');
  });
});
