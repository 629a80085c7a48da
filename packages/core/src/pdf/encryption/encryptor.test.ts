import { decodeBase64, decodeHex, encodeHex, encodeLatin1, memorySource } from '../../bytes/index.ts';
import { ENCRYPTED_FILES } from '../../../test/pdf/encrypted-files.ts';
import { openPdf } from '../document/open-pdf.ts';
import { type PdfObject, entryOf, pdfArray, pdfDict, pdfName, pdfRef, pdfString } from '../objects.ts';
import type { CryptParameters } from './crypt-filter.ts';
import { decryptStrings } from './decryptor.ts';
import { type Encryptor, encryptStrings } from './encryptor.ts';
import { standardEncryptor } from './standard-encryptor.ts';
import { standardParameters } from './encryption-parameters.ts';
import { standardDecryptor } from './crypt-filter.ts';
import { openFileKey } from './password-key.ts';

/** What qpdf encrypted, from the octets of the file. */
interface Ciphertexts {
  /** Empty where the title lies in an object stream. */
  readonly title: string;
  readonly content: string;
  readonly parameters: CryptParameters;
}

async function ciphertextsOf(name: string, content: number): Promise<Ciphertexts> {
  const bytes = decodeBase64(ENCRYPTED_FILES[name] ?? '');
  const document = await openPdf(memorySource(bytes), { password: 'user' });
  const id = entryOf(document.trailer, 'ID');
  const first = id?.kind === 'array' ? id.items[0] : undefined;
  const known = standardParameters(document.encryption?.dict ?? pdfDict({}), first?.kind === 'string' ? first.bytes : new Uint8Array());
  const opened = known && openFileKey(known, 'user');
  if (known === undefined || opened === undefined) throw new TypeError('expected a document that the password opens');
  const stream = (await document.readObject(content))?.value;
  const range = stream?.kind === 'stream' ? stream.rawRange : { start: 0, end: 0 };
  // Without the password strings are read as the file has them.
  const information = (await (await openPdf(memorySource(bytes))).readObject(TITLE_OWNER.number))?.value;
  const title = information?.kind === 'dict' ? entryOf(information, 'Title') : undefined;
  return {
    title: title?.kind === 'string' ? encodeHex(title.bytes) : '',
    content: encodeHex(bytes.subarray(range.start, range.end)),
    parameters: { ...known, key: opened.key },
  };
}

const TITLE_OWNER = pdfRef(2);
/** The page content's object number in each file, and whether the title stands outside of object streams. */
const FILES = [
  ['rc4-40', 5, true],
  ['rc4-128', 5, true],
  ['rc4-v4', 5, true],
  ['aes-128', 6, false],
  ['aes-256-r5', 5, true],
  ['aes-256', 6, false],
] as const;

const vectorOf = (cipher: string) => (): Uint8Array => decodeHex(cipher.slice(0, 32));
const KEY = decodeHex('000102030405060708090a0b0c0d0e0f');
const parameters = (more: Partial<CryptParameters> = {}): CryptParameters => ({
  key: KEY,
  streams: 'RC4',
  strings: 'RC4',
  embeddedFiles: 'RC4',
  encryptMetadata: true,
  methodNamed: (name) => (name === 'Identity' ? 'none' : name === 'Other' ? 'AES-128' : undefined),
  ...more,
});
const encryptor = (more: Partial<CryptParameters> = {}): Encryptor =>
  standardEncryptor(parameters(more), (length) => new Uint8Array(length));

describe('encrypting (ISO 32000-2 §7.6)', () => {
  for (const [name, number, hasTitle] of FILES)
    it(`gives the octets of qpdf for ${name}, where the initialization vector is the same`, async () => {
      const { title, content, parameters: known } = await ciphertextsOf(name, number);
      expect(title !== '').to.equal(hasTitle);
      const string = standardEncryptor(known, vectorOf(title)).encryptString(encodeLatin1('Secret title'), TITLE_OWNER);
      if (hasTitle) expect(encodeHex(string)).to.equal(title);
      const ref = pdfRef(number);
      const stream = { kind: 'stream', dict: pdfDict({}), rawRange: { start: 0, end: 0 }, lengthHolds: true, ref } as const;
      const clear = standardDecryptor(known).decryptStream(stream, decodeHex(content));
      expect(clear.length).to.be.greaterThan(0);
      expect(encodeHex(standardEncryptor(known, vectorOf(content)).encryptStream(stream.dict, clear, ref))).to.equal(content);
    });

  it('makes a key of its own for each object and generation up to version 4', () => {
    const text = encodeLatin1('the same text');
    const of = (number: number, generation: number): string => encodeHex(encryptor().encryptString(text, pdfRef(number, generation)));
    expect(new Set([of(1, 0), of(2, 0), of(1, 1), of(257, 0), of(65_537, 0)]).size).to.equal(5);
    const long = (number: number): string =>
      encodeHex(encryptor({ key: new Uint8Array(32), strings: 'AES-256' }).encryptString(text, pdfRef(number)));
    expect(long(1)).to.equal(long(2));
  });

  it('takes another initialization vector for every string and stream', () => {
    const random = standardEncryptor(parameters({ strings: 'AES-128', streams: 'AES-128' }));
    const of = (): string => encodeHex(random.encryptString(encodeLatin1('x'), pdfRef(1)));
    expect(of().slice(0, 32)).to.not.equal(of().slice(0, 32));
  });

  it('leaves alone what is in clear: cross-reference streams, /Identity, metadata by /EncryptMetadata false', () => {
    const plain = encodeLatin1('plain');
    const identity = { Filter: pdfName('Crypt') };
    const named = (name: string) => ({ ...identity, DecodeParms: pdfDict({ Name: pdfName(name) }) });
    const metadata = { Type: pdfName('Metadata') };
    const of = (entries: Readonly<Record<string, PdfObject>>, more: Partial<CryptParameters> = {}): string =>
      encodeHex(encryptor(more).encryptStream(pdfDict(entries), plain, pdfRef(7)));
    const clear = encodeHex(plain);
    expect(of({ Type: pdfName('XRef') })).to.equal(clear);
    expect(of(identity)).to.equal(clear);
    expect(of(named('Identity'))).to.equal(clear);
    expect(of({ Filter: pdfArray([pdfName('Crypt'), pdfName('FlateDecode')]) })).to.equal(clear);
    expect(of(metadata, { encryptMetadata: false })).to.equal(clear);
    expect(of(metadata)).to.not.equal(clear);
    expect(of({}, { streams: 'none' })).to.equal(clear);
    expect(of(named('Other')).length).to.equal(64);
    expect(() => of(named('Unknown')))
      .to.throw()
      .with.property('code', 'PDF_ENCRYPTED_UNSUPPORTED');
  });

  it('takes the method of /EFF for embedded files', () => {
    const of = (type: string): number =>
      encryptor({ streams: 'none', embeddedFiles: 'AES-128' }).encryptStream(pdfDict({ Type: pdfName(type) }), KEY, pdfRef(7)).length;
    expect([of('EmbeddedFile'), of('XObject')]).to.deep.equal([48, 16]);
  });

  it('is undone by reading, at every depth, and leaves the /Contents of a signature alone (§7.6.2)', () => {
    const known = parameters({ strings: 'AES-128' });
    const owner = pdfRef(12, 3);
    const contents = pdfString(decodeHex('3000'));
    const object = pdfDict({
      Nested: pdfArray([pdfString(encodeLatin1('a')), pdfDict({ Empty: pdfString(new Uint8Array()), Contents: pdfString(KEY) })]),
      Signature: pdfDict({ Type: pdfName('Sig'), Contents: contents, Reason: pdfString(encodeLatin1('b')) }),
      Timestamp: pdfDict({ Type: pdfName('DocTimeStamp'), Contents: contents }),
      Typeless: pdfDict({ ByteRange: pdfArray([]), Contents: contents }),
    });
    const encrypted = encryptStrings(object, owner, standardEncryptor(known));
    expect(decryptStrings(encrypted, owner, standardDecryptor(known))).to.deep.equal(object);
    for (const key of ['Signature', 'Timestamp', 'Typeless']) {
      const dict = encrypted.kind === 'dict' ? entryOf(encrypted, key) : undefined;
      expect(dict?.kind === 'dict' && entryOf(dict, 'Contents')).to.equal(contents);
    }
  });
});
