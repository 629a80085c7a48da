import { type PdfObject, pdfBoolean, pdfDict, pdfInteger, pdfName } from '../objects.ts';
import { type StandardParameters, standardParameters } from './encryption-parameters.ts';

const filter = (method: string): PdfObject => pdfDict({ CFM: pdfName(method) });
const parametersOf = (version: number, revision: number, more: Readonly<Record<string, PdfObject>> = {}): StandardParameters | undefined =>
  standardParameters(
    pdfDict({ Filter: pdfName('Standard'), V: pdfInteger(version), R: pdfInteger(revision), P: pdfInteger(-4), ...more }),
    new Uint8Array(),
  );
const filters = (method: string, more: Readonly<Record<string, PdfObject>> = {}) => ({
  CF: pdfDict({ StdCF: filter(method) }),
  StmF: pdfName('StdCF'),
  StrF: pdfName('StdCF'),
  ...more,
});

describe('/Encrypt of the standard security handler (ISO 32000-2 tables 20 and 25)', () => {
  it('gives each version its methods and lengths', () => {
    expect(parametersOf(1, 2)).to.include({ algorithm: 'RC4-40', keyLength: 5 });
    expect(parametersOf(2, 3, { Length: pdfInteger(96) })).to.include({ algorithm: 'RC4-96', keyLength: 12 });
    expect(parametersOf(4, 4, filters('V2'))).to.include({ algorithm: 'RC4-128', keyLength: 16 });
    expect(parametersOf(4, 4, filters('AESV2'))).to.include({ algorithm: 'AES-128', keyLength: 16 });
    expect(parametersOf(5, 6, filters('AESV3'))).to.include({ algorithm: 'AES-256', keyLength: 32 });
  });

  it('does not know other handlers, versions, lengths, and methods of another version', () => {
    expect(parametersOf(4, 4, { ...filters('AESV2'), Filter: pdfName('Adobe.PubSec') })).to.equal(undefined);
    expect(parametersOf(3, 3)).to.equal(undefined);
    expect(parametersOf(6, 7)).to.equal(undefined);
    expect(parametersOf(5, 4, filters('AESV3'))).to.equal(undefined);
    for (const length of [32, 44, 256]) expect(parametersOf(2, 3, { Length: pdfInteger(length) })).to.equal(undefined);
    expect(parametersOf(4, 4, filters('AESV3'))).to.equal(undefined);
    expect(parametersOf(5, 6, filters('AESV2'))).to.equal(undefined);
    expect(parametersOf(5, 6, filters('AESV9'))).to.equal(undefined);
    expect(parametersOf(4, 4, filters('AESV2', { StrF: pdfName('Undefined') }))).to.equal(undefined);
  });

  it('takes /Identity where a default is not named, and for embedded files what the streams have', () => {
    expect(parametersOf(4, 4, { CF: pdfDict({ StdCF: filter('AESV2') }), StmF: pdfName('StdCF') })).to.include({
      streams: 'AES-128',
      strings: 'none',
      embeddedFiles: 'AES-128',
    });
    expect(parametersOf(4, 4, { CF: pdfDict({ StdCF: filter('AESV2') }), EFF: pdfName('StdCF') })).to.include({
      streams: 'none',
      strings: 'none',
      embeddedFiles: 'AES-128',
      algorithm: 'AES-128',
    });
  });

  it('heeds /EncryptMetadata from version 4 on only', () => {
    const inClear = { EncryptMetadata: pdfBoolean(false) };
    expect(parametersOf(4, 4, filters('AESV2', inClear))?.encryptMetadata).to.equal(false);
    expect(parametersOf(2, 3, { Length: pdfInteger(128), ...inClear })?.encryptMetadata).to.equal(true);
  });

  it('takes /P as 32 bits with a sign, also where it is written without one', () => {
    expect(parametersOf(1, 2, { P: pdfInteger(4_294_967_292) })?.permissions).to.equal(-4);
  });
});
