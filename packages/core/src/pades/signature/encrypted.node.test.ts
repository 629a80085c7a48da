import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { codeOfAsync } from '../../../test/pades/refusal.ts';
import { pagesPdf, smallPdf } from '../../../test/pades/small-pdf.ts';
import { signDocument } from '../../../test/pades/sign-document.ts';
import { testSigner } from '../../../test/pades/test-signer.ts';
import { type Bytes, decodeLatin1, memorySource } from '../../bytes/index.ts';
import { openPdf } from '../../pdf/index.ts';
import { prepareEnvelope } from '../envelope/prepare-envelope.ts';
import { addDocumentTimestamp } from '../levels/document-timestamp.ts';
import { findSignatureFields } from '../reading/signature-fields.ts';
import { readSignatureDictionary } from '../reading/signature-dictionary.ts';
import type { RequestedAct } from './prepare-signature.ts';

const present = spawnSync('qpdf', ['--version']).status === 0;
const title = 'signing documents that qpdf has encrypted';
const SVG = '<svg width="10mm" height="10mm" viewBox="0 0 10 10"><path d="M 0 0 L 10 0 L 10 10 Z" fill="#CF111B"/></svg>';
const ORIGINAL = smallPdf(
  pagesPdf(['/MediaBox [0 0 595 842]', '/MediaBox [0 0 595 842]'], {
    objects: { 20: '<< /Title (secret title) >>' },
    trailer: '/Root 1 0 R /Info 20 0 R',
  }),
).bytes;
const CIPHERS: Readonly<Record<string, readonly string[]>> = {
  'RC4-40': ['40', '--'],
  'RC4-128': ['128', '--use-aes=n', '--'],
  'AES-128': ['128', '--use-aes=y', '--'],
  'AES-128 with metadata in clear': ['128', '--use-aes=y', '--cleartext-metadata', '--'],
  'AES-256 (revision 5)': ['256', '--force-R5', '--'],
  'AES-256 (revision 6)': ['256', '--'],
};
const FORMS = { table: ['--object-streams=disable'], stream: ['--object-streams=generate'] } as const;

const hidden = (name: string): RequestedAct => ({ places: [], face: null, invisibleField: { kind: 'new', name }, reason: '同意 (agreed)' });
const shown = (name: string): RequestedAct => ({
  places: [{ placement: { page: 2, x: 10_000, y: 10_000, width: 30_000, height: 30_000, rotation: 0 }, field: { kind: 'new', name } }],
  face: { kind: 'vector', svg: SVG },
});

(present ? describe : describe.skip)(present ? title : `${title} (skipped: qpdf not found)`, () => {
  let folder: string;
  beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'sealkit-encrypted-'))));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  function encrypt(cipher: readonly string[], form: readonly string[] = FORMS.table, passwords = ['user', 'owner']): Bytes {
    const [plain, output] = [join(folder, 'plain.pdf'), join(folder, 'encrypted.pdf')];
    writeFileSync(plain, ORIGINAL);
    execFileSync('qpdf', ['--allow-weak-crypto', ...form, '--encrypt', ...passwords, ...cipher, plain, output]);
    return new Uint8Array(readFileSync(output));
  }

  /** What qpdf says of the file; empty when nothing is wrong. */
  function faultsOf(bytes: Uint8Array, password: string): string {
    const file = join(folder, 'signed.pdf');
    writeFileSync(file, bytes);
    const { status, stdout, stderr } = spawnSync('qpdf', ['--check', `--password=${password}`, file], { encoding: 'utf8' });
    return status === 0 ? '' : `${stdout}${stderr}`;
  }

  for (const [name, cipher] of Object.entries(CIPHERS)) {
    for (const [form, options] of Object.entries(FORMS)) {
      it(`${name}, ${form}: hidden, then visible on top; strings and streams are read back, the signatures lie in clear`, async () => {
        const original = encrypt(cipher, options);
        const once = await signDocument(original, testSigner(), { act: hidden('first'), password: 'user' });
        const twice = await signDocument(once, testSigner(), { act: shown('second'), password: 'owner' });
        expect(faultsOf(once, 'user')).to.equal('');
        expect(faultsOf(twice, 'owner')).to.equal('');
        const document = await openPdf(memorySource(twice), { password: 'user' });
        const fields = await findSignatureFields(document);
        expect(fields.map((field) => field.name)).to.deep.equal(['first', 'second']);
        const [first] = fields;
        const signature = first && (await readSignatureDictionary(document, first));
        expect(signature?.reason).to.equal('同意 (agreed)');
        expect(signature?.contents?.bytes[0]).to.equal(0x30);
        expect(decodeLatin1(twice)).to.not.include('secret title');
        expect(decodeLatin1(twice).slice(original.length)).to.not.include('/M (D:');
        expect(existsSync(join(folder, 'signed.pdf'))).to.equal(true);
        const face = execFileSync('qpdf', ['--password=user', '--qdf', '--object-streams=disable', join(folder, 'signed.pdf'), '-'], {
          maxBuffer: 1 << 26,
        }).toString('latin1');
        expect(face).to.include('0.8118 0.0667 0.1059 rg');
      });
    }
  }

  it('is refused by name without the password, with a wrong one, and where explained signing would sign', async () => {
    const original = encrypt(CIPHERS['AES-256 (revision 6)'] ?? []);
    expect(await codeOfAsync(() => signDocument(original, testSigner(), { act: hidden('a') }))).to.equal('PADES_PASSWORD_NEEDED');
    expect(await codeOfAsync(() => signDocument(original, testSigner(), { act: hidden('a'), password: 'wrong' }))).to.equal(
      'PADES_PASSWORD_WRONG',
    );
    const explained = signDocument(original, testSigner(), { act: hidden('a'), password: 'user', mode: 'explained' });
    expect(await codeOfAsync(() => explained)).to.equal('PADES_ENCRYPTED');
  });

  it('respects the permission bits, and needs none with the owner password', async () => {
    const locked = encrypt(['256', '--modify=none', '--annotate=n', '--form=n', '--']);
    expect(await codeOfAsync(() => signDocument(locked, testSigner(), { act: hidden('a'), password: 'user' }))).to.equal(
      'PADES_PERMISSION_DENIED',
    );
    expect(faultsOf(await signDocument(locked, testSigner(), { act: hidden('a'), password: 'owner' }), 'user')).to.equal('');
    const envelope = (password: string) => prepareEnvelope(memorySource(locked), { fields: [{ name: 'a' }], password });
    expect(await codeOfAsync(() => envelope('user'))).to.equal('PADES_PERMISSION_DENIED');
    expect(await codeOfAsync(() => envelope('owner'))).to.equal('');
    const stamp = addDocumentTimestamp(memorySource(locked), { timestamps: { authorities: [], now: new Date() }, password: 'user' });
    expect(await codeOfAsync(() => stamp)).to.equal('PADES_PERMISSION_DENIED');
    const formsOnly = encrypt(['256', '--modify=form', '--']);
    expect(await codeOfAsync(() => signDocument(formsOnly, testSigner(), { act: hidden('a'), password: 'user' }))).to.equal(
      'PADES_PERMISSION_DENIED',
    );
  });

  it('is refused by name where a MAC protects the file (ISO/TS 32004): a reader that knows it would refuse what is appended to', async () => {
    const original = encrypt(['256', '--']);
    const text = decodeLatin1(original);
    const startxref = Number(/startxref\n(\d+)\n%%EOF\n$/.exec(text)?.[1]);
    const trailer = /trailer << (.*) >>/.exec(text)?.[1]?.replace(/\/Size \d+ ?/, '') ?? '';
    const updated = (more: string): Bytes =>
      smallPdf({ objects: {}, trailer: `${trailer} ${more}`, size: 50 }, { bytes: original, startxref }).bytes;
    const sign = (bytes: Bytes): Promise<Bytes> => signDocument(bytes, testSigner(), { act: hidden('a'), password: 'owner' });
    expect(await codeOfAsync(() => sign(updated('/AuthCode << /MACLocation /Standalone >>')))).to.equal('PADES_MAC_UNSUPPORTED');
    expect((await sign(updated(''))).length).to.be.greaterThan(original.length);
  });

  it('needs no password where the user password is empty', async () => {
    const original = encrypt(['256', '--'], FORMS.table, ['', 'owner']);
    expect(faultsOf(await signDocument(original, testSigner(), { act: shown('a') }), '')).to.equal('');
  });
});
