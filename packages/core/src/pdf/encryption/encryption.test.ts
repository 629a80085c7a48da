import { decodeBase64, decodeHex, decodeLatin1, encodeHex, memorySource } from '../../bytes/index.ts';
import { ENCRYPTED_FILES } from '../../../test/pdf/encrypted-files.ts';
import { withTable } from '../../../test/pdf/pdf-builder.ts';
import { bytesOf } from '../../../test/pdf/pdf-builder.ts';
import { codeOfAsync } from '../../../test/pdf/refusal.ts';
import { openPdf } from '../document/open-pdf.ts';
import { walkPages } from '../document/page-tree.ts';
import type { PdfDocument } from '../document/pdf-document.ts';
import { entryOf, latin1Of } from '../objects.ts';
import { decryptCbc, encryptCbc } from './aes-cbc.ts';
import { rc4 } from './rc4.ts';

const CONTENT = '0 0 1 rg 10 10 50 20 re f   ';
const ALGORITHMS: Readonly<Record<string, string>> = {
  'rc4-40': 'RC4-40',
  'rc4-128': 'RC4-128',
  'rc4-v4': 'RC4-128',
  'aes-128': 'AES-128',
  'aes-256-r5': 'AES-256',
  'aes-256': 'AES-256',
};

const open = (name: string, password?: string): Promise<PdfDocument> =>
  openPdf(memorySource(decodeBase64(ENCRYPTED_FILES[name] ?? '')), password === undefined ? {} : { password });

async function plainOf(document: PdfDocument): Promise<readonly (string | undefined)[]> {
  const information = await document.lookup(document.trailer, 'Info');
  const title = information?.kind === 'dict' ? latin1Of(entryOf(information, 'Title')) : undefined;
  const [page] = await walkPages(document);
  const content = page === undefined ? undefined : await document.lookup(page.dict, 'Contents');
  return [title, content?.kind === 'stream' ? decodeLatin1(await document.streamBytes(content)) : undefined];
}

describe('encrypted documents (ISO 32000-2 §7.6)', () => {
  for (const [name, algorithm] of Object.entries(ALGORITHMS)) {
    it(`reads ${name} with the user or owner password`, async () => {
      for (const password of ['user', 'owner'] as const) {
        const document = await open(name, password);
        expect(document.encrypted).to.be.true;
        expect([document.encryption?.access, document.encryption?.algorithm]).to.deep.equal([password, algorithm]);
        expect(await plainOf(document)).to.deep.equal(['Secret title', CONTENT]);
      }
    });

    it(`opens ${name} without the password, and refuses its streams by name`, async () => {
      for (const password of [undefined, 'User', 'user ', '用户']) {
        const document = await open(name, password);
        expect(document.encryption?.access).to.equal(password === undefined ? 'password-needed' : 'password-wrong');
        expect(await codeOfAsync(() => plainOf(document))).to.equal('PDF_PASSWORD_NEEDED');
      }
    });
  }

  it('reads with the empty user password without being asked', async () => {
    const document = await open('aes-256-empty');
    expect(document.encryption?.access).to.equal('user');
    expect(await plainOf(document)).to.deep.equal(['Secret title', CONTENT]);
  });

  it('opens a document of another handler and refuses its streams', async () => {
    const text = withTable(
      '',
      { 1: '<< /Type /Catalog /Pages 2 0 R >>', 2: '<< /Type /Pages /Kids [ ] /Count 0 >>', 3: '<< /Length 1 >>\nstream\nx\nendstream' },
      { trailer: '/Root 1 0 R /Encrypt << /Filter /Other /V 4 >>' },
    ).text;
    const document = await openPdf(memorySource(bytesOf(text)));
    expect(document.encryption?.access).to.equal('none');
    const stream = await document.readObject(3);
    const value = stream?.value;
    if (value?.kind !== 'stream') throw new TypeError('value: expected a stream');
    expect(await codeOfAsync(() => document.streamBytes(value))).to.equal('PDF_ENCRYPTED_UNSUPPORTED');
  });

  it('refuses a changed password check', async () => {
    const bytes = decodeBase64(ENCRYPTED_FILES['rc4-40'] ?? '');
    const text = decodeLatin1(bytes);
    const changed = text.replace(/\/P -\d+/, (flags) => flags.replace(/\d$/, (digit) => String((Number(digit) + 1) % 10)));
    expect(changed).to.not.equal(text);
    const document = await openPdf(memorySource(bytesOf(changed)), { password: 'user' });
    expect(document.encryption?.access).to.equal('password-wrong');
  });

  it('leaves the /Contents of a signature alone (§7.6.2)', async () => {
    const bytes = decodeBase64(ENCRYPTED_FILES['rc4-128'] ?? '');
    const before = decodeLatin1(bytes);
    const startxref = Number(/startxref\n(\d+)\n%%EOF\n$/.exec(before)?.[1]);
    const trailer = /trailer << (.*) >>/.exec(before)?.[1]?.replace(/\/Size \d+ ?/, '') ?? '';
    const added = withTable(
      before,
      { 20: '<< /Type /Sig /ByteRange [ 0 1 2 3 ] /Contents <00112233> /Reason <00112233> >>' },
      { previous: startxref, trailer },
    );
    const document = await openPdf(memorySource(bytesOf(added.text)), { password: 'user', xref: 'follow' });
    const signature = (await document.readObject(20))?.value;
    if (signature?.kind !== 'dict') throw new TypeError('signature: expected a dictionary');
    expect(latin1Of(entryOf(signature, 'Contents'))).to.equal('\x00\x11\x22\x33');
    expect(latin1Of(entryOf(signature, 'Reason'))).to.not.equal('\x00\x11\x22\x33');
    const contents = entryOf(signature, 'Contents');
    const range = contents?.kind === 'string' ? contents.range : undefined;
    expect(added.text.slice(range?.start, range?.end)).to.equal('<00112233>');
  });
});

describe('ciphers', () => {
  it('RC4 gives the values of RFC 6229 and of its common tests', () => {
    expect(encodeHex(rc4(bytesOf('Key'), bytesOf('Plaintext')))).to.equal('bbf316e8d940af0ad3');
    expect(encodeHex(rc4(decodeHex('0102030405'), new Uint8Array(16)))).to.equal('b2396305f03dc027ccc3524a0a1118a8');
  });

  it('AES-CBC gives the values of NIST SP 800-38A F.2.1 and F.2.5', () => {
    const iv = decodeHex('000102030405060708090a0b0c0d0e0f');
    const plain = '6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51';
    const short = decodeHex('2b7e151628aed2a6abf7158809cf4f3c');
    const shortCipher = '7649abac8119b246cee98e9b12e9197d5086cb9b507219ee95db113a917678b2';
    const long = decodeHex('603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4');
    const longCipher = 'f58c4c04d6e5f1ba779eabfb5f7bfbd69cfc4e967edb808d679f777bc6702c7d';
    expect(encodeHex(encryptCbc(short, iv, decodeHex(plain)))).to.equal(shortCipher);
    expect(encodeHex(decryptCbc(short, iv, decodeHex(shortCipher)))).to.equal(plain);
    expect(encodeHex(encryptCbc(long, iv, decodeHex(plain)))).to.equal(longCipher);
    expect(encodeHex(decryptCbc(long, iv, decodeHex(longCipher)))).to.equal(plain);
  });
});
