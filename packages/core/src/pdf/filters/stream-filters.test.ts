import { type Bytes, concatBytes, decodeHex, decodeLatin1, encodeHex, encodeLatin1 } from '../../bytes/index.ts';
import { codeOf } from '../../../test/pdf/refusal.ts';
import { PDF_LIMITS } from '../limits.ts';
import { PdfLexer } from '../syntax/lexer.ts';
import { parseObject } from '../syntax/object-parser.ts';
import { type DecodedStream, decodeFilters, streamFilters } from './stream-filters.ts';

const parse = (text: string): ReturnType<typeof parseObject> => parseObject(new PdfLexer(encodeLatin1(text)));
const decode = (filter: string, source: Uint8Array, parameters = 'null', limits = PDF_LIMITS): DecodedStream =>
  decodeFilters(source, streamFilters(parse(filter), parse(parameters), limits), limits);
const textOf = (filter: string, source: string, parameters?: string): string =>
  decodeLatin1(decode(filter, encodeLatin1(source), parameters).bytes);

/** Made with zlib 1.2.13. */
const SENTENCE = 'The seal of the register. ';
const ZLIB: readonly (readonly [string, string, string])[] = [
  [
    'stored',
    '7801013c00c3ff546865207365616c206f66207468652072656769737465722e20546865207365616c206f66207468652072656769737465722e20546865207365616c7f231505',
    SENTENCE.repeat(3).slice(0, 60),
  ],
  ['fixed codes', '78010bc94855284e4dcc51c84f532801b28b52d3338b4b528bf414422894010094d11f29', SENTENCE.repeat(4).slice(0, 90)],
  ['dynamic codes', '78da0bc94855284e4dcc51c84f532801b28b52d3338b4b528bf4144246654665466546980c00fd886a68', SENTENCE.repeat(40)],
];

describe('FlateDecode (ISO 32000-2 §7.4.4, RFC 1951)', () => {
  for (const [name, hex, plain] of ZLIB) {
    const bytes = decodeHex(hex);
    it(`inflates ${name}`, () => {
      const decoded = decode('/FlateDecode', bytes);
      expect(decodeLatin1(decoded.bytes)).to.equal(plain);
      expect(decoded.complete).to.be.true;
      expect(decode('/FlateDecode', concatBytes(bytes, encodeLatin1('\r\n'))).complete).to.be.true;
    });

    it(`says so when ${name} are cut, and keeps a prefix of the text`, () => {
      for (let end = 0; end < bytes.length; end += 1) {
        const decoded = decode('/FlateDecode', bytes.slice(0, end));
        expect(decoded.complete).to.be.false;
        expect(plain.startsWith(decodeLatin1(decoded.bytes))).to.be.true;
      }
    });

    it(`says so when any bit of ${name} is changed`, () => {
      // The three bits of the level in FLG are covered by FCHECK, so every bit counts.
      for (let at = 0; at < bytes.length; at += 1) {
        for (let bit = 0; bit < 8; bit += 1) {
          const changed = bytes.slice();
          changed[at] = (changed[at] ?? 0) ^ (1 << bit);
          const decoded = decode('/FlateDecode', changed);
          expect(decoded.complete && decodeLatin1(decoded.bytes) !== plain).to.be.false;
        }
      }
    });
  }

  it('stops at the limit', () => {
    const bomb = decodeHex(ZLIB[2]?.[1] ?? '');
    expect(codeOf(() => decode('/FlateDecode', bomb, 'null', { ...PDF_LIMITS, decodedBytes: 500 }))).to.equal('PDF_LIMIT_EXCEEDED');
  });
});

describe('predictors (ISO 32000-2 §7.4.4.4)', () => {
  const hex = (text: string, parameters: string): string =>
    encodeHex(decode('[ /AHx /RunLengthDecode ]', encodeLatin1(text), parameters).bytes);

  it('undoes each PNG filter type', () => {
    const rows = '00010203 01010101 02010101 03010101 04010101'.replaceAll(' ', '');
    const literal = stored(decodeHex(rows));
    const decoded = decode('/FlateDecode', literal, '<< /Predictor 15 /Columns 3 >>');
    expect(encodeHex(decoded.bytes)).to.equal(['010203', '010203', '020304', '020304', '030405'].join(''));
    expect(decoded.complete).to.be.true;
  });

  it('undoes PNG Sub over pixels of three colours, and keeps a cut last row', () => {
    const decoded = decode('/FlateDecode', stored(decodeHex('010102030101010005')), '<< /Predictor 11 /Columns 2 /Colors 3 >>');
    expect(encodeHex(decoded.bytes)).to.equal('01020302030405');
  });

  it('undoes TIFF prediction of 1, 4, 8 and 16 bits', () => {
    const tiff = (text: string, columns: number, bits: number): string =>
      encodeHex(decode('/FlateDecode', stored(decodeHex(text)), `<< /Predictor 2 /Columns ${columns} /BitsPerComponent ${bits} >>`).bytes);
    expect(tiff('a0', 4, 1)).to.equal('c0');
    expect(tiff('1111', 4, 4)).to.equal('1234');
    expect(tiff('010101020202', 3, 8)).to.equal('010203020406');
    expect(tiff('00010001ffff', 3, 16)).to.equal('000100020001');
  });

  it('yields nothing for parameters that make no sense', () => {
    for (const parameters of [
      '<< /Predictor 12 /Columns 0 >>',
      '<< /Predictor 12 /Colors -1 >>',
      '<< /Predictor 7 >>',
      '<< /Predictor 2 /BitsPerComponent 3 >>',
    ]) {
      const decoded = decode('/FlateDecode', stored(decodeHex('0001')), parameters);
      expect([decoded.bytes.length, decoded.complete]).to.deep.equal([0, false]);
    }
    expect(codeOf(() => decode('/FlateDecode', stored(decodeHex('00')), '<< /Predictor 12 /Columns 9007199254740991 >>'))).to.equal(
      'PDF_LIMIT_EXCEEDED',
    );
  });

  it('decodes filters in order', () => {
    expect(hex('02 61 62 63 80>', '[ null null ]')).to.equal('616263');
  });
});

describe('LZWDecode, ASCIIHexDecode, ASCII85Decode, RunLengthDecode', () => {
  it('decodes the example of ISO 32000-2 §7.4.4.2', () => {
    const decoded = decode('/LZWDecode', decodeHex('800b6050220c0c8501'));
    expect(encodeHex(decoded.bytes)).to.equal('2d2d2d2d2d412d2d2d42');
    expect(decoded.complete).to.be.true;
    expect(decode('/LZWDecode', decodeHex('800b6050220c0c85')).complete).to.be.false;
    expect(decode('/LZWDecode', decodeHex('807fff')).complete).to.be.false;
  });

  it('decodes hexadecimal with white space and an odd digit', () => {
    expect(textOf('/ASCIIHexDecode', '61 6\n2 7>junk')).to.equal('abp');
    expect(decode('/AHx', encodeLatin1('61')).complete).to.be.false;
    expect(decode('/AHx', encodeLatin1('6x1>')).complete).to.be.false;
  });

  it('decodes base 85 with z, a partial group and the Adobe frame', () => {
    const plain = 'Man is distinguished, not only by his reason\0\0\0\0ab';
    const coded = '<~9jqo^BlbD-BleB1DJ+*+F(f,q/0JhKF<GL>Cj@.4Gp$d7F!,L7@<6@)z@:B~>';
    expect(textOf('/ASCII85Decode', coded.replace('<', '<').replace(/(.{20})/, '$1\n'))).to.equal(plain);
    expect(textOf('/A85', coded.slice(2))).to.equal(plain);
    expect(decode('/A85', encodeLatin1(coded.slice(2, -2))).complete).to.be.false;
    expect(decode('/A85', encodeLatin1('s8W-"~>')).complete).to.be.false;
    expect(decode('/A85', encodeLatin1('9~>')).complete).to.be.false;
  });

  it('decodes run lengths', () => {
    expect(encodeHex(decode('/RunLengthDecode', decodeHex('02616263fe7a80ff')).bytes)).to.equal('6162637a7a7a');
    expect(decode('/RL', decodeHex('0261')).complete).to.be.false;
    expect(decode('/RL', decodeHex('fe')).complete).to.be.false;
  });
});

describe('filters of images and others', () => {
  it('stops before the filter of an image and names it', () => {
    const decoded = decode('[ /ASCIIHexDecode /DCTDecode ]', encodeLatin1('FFD8>'));
    expect([encodeHex(decoded.bytes), decoded.imageFilter]).to.deep.equal(['ffd8', 'DCTDecode']);
  });

  it('refuses an unknown filter, too many, and what is no name', () => {
    expect(codeOf(() => decode('/NoSuch', decodeHex('00')))).to.equal('PDF_FILTER_UNSUPPORTED');
    expect(codeOf(() => decode(`[ ${'/AHx '.repeat(9)}]`, decodeHex('00')))).to.equal('PDF_LIMIT_EXCEEDED');
    expect(codeOf(() => decode('[ 1 ]', decodeHex('00')))).to.equal('PDF_STREAM_MALFORMED');
  });
});

/** A zlib stream of one stored block. */
function stored(bytes: Bytes): Bytes {
  let low = 1;
  let high = 0;
  for (const byte of bytes) {
    low = (low + byte) % 65521;
    high = (high + low) % 65521;
  }
  const { length } = bytes;
  const head = Uint8Array.of(0x78, 0x01, 0x01, length & 0xff, length >> 8, ~length & 0xff, (~length >> 8) & 0xff);
  return concatBytes(head, bytes, Uint8Array.of(high >> 8, high & 0xff, low >> 8, low & 0xff));
}
