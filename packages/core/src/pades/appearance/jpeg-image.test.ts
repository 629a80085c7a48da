import { JPEG_SAMPLES } from '../../../test/pades/jpeg-samples.ts';
import { codeOf } from '../../../test/pades/refusal.ts';
import { type Bytes, concatBytes, decodeBase64, decodeHex } from '../../bytes/index.ts';
import { readJpeg } from './jpeg-image.ts';

const jpeg = (name: keyof typeof JPEG_SAMPLES): Bytes => decodeBase64(JPEG_SAMPLES[name]);
const afterStart = (bytes: Bytes, segment: string): Bytes => concatBytes(bytes.subarray(0, 2), decodeHex(segment), bytes.subarray(2));
const exif = (byteOrder: 'little' | 'big', orientation: number): string => {
  const tiff =
    byteOrder === 'little'
      ? `49492a0008000000010012010300010000000${orientation}00000000000000`
      : `4d4d002a0000000800010112000300000001000${orientation}000000000000`;
  return `ffe1${(2 + 6 + tiff.length / 2).toString(16).padStart(4, '0')}457869660000${tiff}`;
};

describe('JPEG as it is embedded (ISO/IEC 10918-1 Annex B)', () => {
  it('reads size and components', () => {
    expect(readJpeg(jpeg('gray'))).to.deep.equal({ width: 17, height: 11, components: 1, inverted: false });
    expect(readJpeg(jpeg('rgb'))).to.deep.equal({ width: 17, height: 11, components: 3, inverted: false });
    expect(readJpeg(jpeg('prog'))).to.deep.equal({ width: 17, height: 11, components: 3, inverted: false });
  });

  it('knows the inverted CMYK of an Adobe marker', () => {
    expect(readJpeg(jpeg('cmyk'))).to.deep.equal({ width: 17, height: 11, components: 4, inverted: true });
  });

  it('refuses a picture that EXIF would turn, and takes an upright one', () => {
    for (const order of ['little', 'big'] as const) {
      expect(codeOf(() => readJpeg(afterStart(jpeg('rgb'), exif(order, 6))))).to.equal('PADES_FACE_JPEG_UNSUPPORTED');
      expect(codeOf(() => readJpeg(afterStart(jpeg('rgb'), exif(order, 1))))).to.equal('');
    }
  });

  it('refuses arithmetic coding, twelve bits and two components', () => {
    const rgb = jpeg('rgb');
    const frame = rgb.findIndex((byte, index) => byte === 0xff && rgb[index + 1] === 0xc0);
    const changed = (offset: number, value: number): Bytes => {
      const copy = new Uint8Array(rgb);
      copy[frame + offset] = value;
      return copy;
    };
    expect(codeOf(() => readJpeg(changed(1, 0xc9)))).to.equal('PADES_FACE_JPEG_UNSUPPORTED');
    expect(codeOf(() => readJpeg(changed(4, 12)))).to.equal('PADES_FACE_JPEG_UNSUPPORTED');
    expect(codeOf(() => readJpeg(changed(9, 2)))).to.equal('PADES_FACE_JPEG_UNSUPPORTED');
  });

  it('refuses every truncation, a trailing octet and other files', () => {
    const rgb = jpeg('rgb');
    for (let end = 0; end < rgb.length; end += 1)
      expect(codeOf(() => readJpeg(rgb.subarray(0, end)))).to.equal('PADES_FACE_JPEG_MALFORMED');
    expect(codeOf(() => readJpeg(concatBytes(rgb, new Uint8Array(1))))).to.equal('PADES_FACE_JPEG_MALFORMED');
    expect(codeOf(() => readJpeg(decodeHex('ffd8ffd9')))).to.equal('PADES_FACE_JPEG_MALFORMED');
  });
});
