import { createTestPki, ODD_PDFS, TEST_TIME, type TestPki } from '@sealkit/testkit';
import { type Bytes, concatBytes, decodeBase64, decodeLatin1, encodeLatin1, memorySource } from '../bytes/index.ts';
import { digest } from '../crypto/index.ts';
import { completeSignature, prepareSignature, writeValidationRevision } from '../pades/index.ts';
import { SealkitError } from '../errors/index.ts';
import type { ValidationReport } from './report/report.ts';
import { validateDocument } from './validate-document.ts';
import { VALIDATION_POLICIES } from './policies.ts';

interface Signed {
  readonly pki: TestPki;
  readonly original: Bytes;
  readonly file: Bytes;
  /** Offsets of `<` and of the octet after `>`. */
  readonly gap: readonly [number, number];
}

let shared: Promise<Signed> | undefined;
const signedFile = (): Promise<Signed> => (shared ??= signPlainFile());

async function signPlainFile(): Promise<Signed> {
  const pki = await createTestPki();
  const original = ODD_PDFS.plain();
  const { signer } = pki.signers.p256;
  const prepared = await prepareSignature(memorySource(original), {
    act: { places: [], invisibleField: { kind: 'new', name: 'Signature1' }, face: null },
    signerCertificates: signer.certificates,
    signatureAlgorithm: signer.algorithm,
    digestAlgorithm: 'SHA-256',
    time: TEST_TIME,
  });
  const dtbs = decodeBase64(prepared.dataToBeSigned);
  const { appended, byteRange } = await completeSignature(prepared, await signer.sign({ dtbs, digest: await digest('SHA-256', dtbs) }));
  return { pki, original, file: concatBytes(original, appended), gap: [byteRange[1], byteRange[2]] };
}

async function validate(file: Uint8Array, pki: TestPki, trusted = true): Promise<ValidationReport> {
  return validateDocument(memorySource(file), {
    policy: VALIDATION_POLICIES.basic,
    validationTime: TEST_TIME,
    trust: { signers: trusted ? [pki.root.certificate] : [], sealMakers: [], registers: [], timestampAuthorities: [] },
  });
}

/** What a validator must never say of a spoilt file. */
async function assertNotAccepted(file: Uint8Array, pki: TestPki, what: string, orNotice = false): Promise<void> {
  try {
    const { document, notices } = await validate(file, pki);
    if (orNotice && (notices.length > 0 || document.indication !== 'TOTAL-PASSED')) return;
    expect(document.integrity, what).not.to.equal('intact');
    expect(document.indication, what).not.to.equal('TOTAL-PASSED');
  } catch (error) {
    // A typed refusal of the whole file is an answer too; anything else is a fault of the validator.
    if (!(error instanceof SealkitError)) throw error;
  }
}

function flipped(file: Uint8Array, offset: number, mask = 1): Bytes {
  const copy = new Uint8Array(file);
  copy[offset] = (copy[offset] ?? 0) ^ mask;
  return copy;
}

/** Appends a classic revision of the given objects behind a file, as an attacker would. */
function append(file: Uint8Array, objects: { readonly [number: number]: string }): Bytes {
  const text = decodeLatin1(file);
  const previous = /startxref\s+(\d+)\s+%%EOF\s*$/.exec(text)?.[1] ?? '';
  const size = /\/Size (\d+)/.exec(text.slice(text.lastIndexOf('trailer')))?.[1] ?? '';
  let added = '';
  let table = '';
  for (const [number, body] of Object.entries(objects)) {
    table += `${number} 1\n${String(file.length + added.length).padStart(10, '0')} 00000 n \n`;
    added += `${number} 0 obj\n${body}\nendobj\n`;
  }
  const start = file.length + added.length;
  const last = Math.max(Number(size), ...Object.keys(objects).map((number) => Number(number) + 1));
  return concatBytes(
    file,
    encodeLatin1(`${added}xref\n${table}trailer\n<< /Size ${last} /Root 1 0 R /Prev ${previous} >>\nstartxref\n${start}\n%%EOF\n`),
  );
}

const stream = (content: string): string => `<< /Length ${content.length} >>\nstream\n${content}\nendstream`;

describe('a signed file and what attackers make of it', () => {
  it('passes as it was signed, and trusts nobody by itself', async () => {
    const { file, pki } = await signedFile();
    const report = await validate(file, pki);
    expect(report.document.indication).to.equal('TOTAL-PASSED');
    expect(report.document.integrity).to.equal('intact');
    expect(report.signatures[0]?.baselineLevel).to.equal('B-B');
    const untrusted = await validate(file, pki, false);
    expect(untrusted.signatures[0]?.indication).to.equal('INDETERMINATE');
    expect(untrusted.signatures[0]?.subIndication).to.equal('NO_CERTIFICATE_CHAIN_FOUND');
    expect(untrusted.document.integrity).to.equal('intact');
  });

  it('is refused for a flip of any octet outside the gap', async () => {
    const { file, pki, gap } = await signedFile();
    for (let offset = 0; offset < file.length; offset += 5) {
      if (offset >= gap[0] && offset < gap[1]) continue;
      await assertNotAccepted(flipped(file, offset), pki, `octet ${offset}`);
    }
  });

  it('is refused, or gets a notice where no signature covers it, for every change of the signature that decodes to other DER', async () => {
    const { file, pki, gap } = await signedFile();
    const der = decodeLatin1(file.subarray(gap[0] + 1, gap[1] - 1)).replace(/(00)+$/, '');
    for (let index = 0; index < der.length; index += 23) {
      const digit = der.charAt(index) === '7' ? '6' : '7';
      const copy = new Uint8Array(file);
      copy[gap[0] + 1 + index] = digit.charCodeAt(0);
      if (der.charAt(index) !== digit) await assertNotAccepted(copy, pki, `digit ${index}`, true);
    }
  });

  it('takes other letters for the same hexadecimal digits without a crash, and never calls a delimiter a digit', async () => {
    const { file, pki, gap } = await signedFile();
    const lower = new Uint8Array(file);
    for (let offset = gap[0]; offset < gap[1]; offset += 1)
      lower[offset] = decodeLatin1(lower.subarray(offset, offset + 1))
        .toLowerCase()
        .charCodeAt(0);
    expect((await validate(lower, pki)).signatures.length).to.equal(1);
    await assertNotAccepted(flipped(file, gap[0], 2), pki, 'opening delimiter');
    await assertNotAccepted(flipped(file, gap[1] - 1, 2), pki, 'closing delimiter');
  });

  it('is refused at every truncation', async () => {
    const { file, original, pki } = await signedFile();
    for (let length = original.length + 1; length < file.length; length += 97)
      await assertNotAccepted(file.subarray(0, length), pki, `length ${length}`);
  });

  it('names a changed page content, its object and its page', async () => {
    const { file, pki } = await signedFile();
    const report = await validate(append(file, { 4: stream('BT /F1 14 Tf 72 700 Td (Pay 999) Tj ET') }), pki);
    expect(report.document.integrity).to.equal('modified');
    expect(report.signatures[0]?.integrity).to.equal('intact');
    expect(report.signatures[0]?.indication).to.equal('TOTAL-FAILED');
    expect(report.signatures[0]?.subIndication).to.equal('FORMAT_FAILURE');
    const finding = report.signatures[0]?.laterChanges?.findings.find(({ level }) => level === 'forbidden');
    expect(finding?.code).to.equal('PAGE_CONTENT_CHANGED');
    expect(finding?.page).to.equal(1);
  });

  it('names a changed font, page box and catalog', async () => {
    const { file, pki } = await signedFile();
    const page = '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 842] /Resources << /Font << /F1 5 0 R >> >> /Contents 4 0 R >>';
    for (const objects of [
      { 5: '<< /Type /Font /Subtype /Type1 /BaseFont /Symbol >>' },
      { 3: page },
      { 2: '<< /Type /Pages /Kids [3 0 R 3 0 R] /Count 2 >>' },
    ]) {
      const report = await validate(append(file, objects), pki);
      expect(report.document.integrity, JSON.stringify(objects)).to.equal('modified');
      expect(report.signatures[0]?.laterChanges?.permitted).to.equal(false);
      expect(report.signatures[0]?.laterChanges?.findings.length).not.to.equal(0);
    }
  });

  it('does not accept octets behind the end that no revision explains', async () => {
    const { file, pki } = await signedFile();
    await assertNotAccepted(concatBytes(file, encodeLatin1('% something else\n')), pki, 'trailing octets');
  });

  it('does not accept a last revision whose startxref is spoilt, behind one that is permitted', async () => {
    const { file, pki } = await signedFile();
    const material = { certificates: [pki.root.certificate], crls: [], ocspResponses: [] };
    const permitted = concatBytes(file, await writeValidationRevision(memorySource(file), { material }));
    expect((await validate(permitted, pki)).document.indication).to.equal('TOTAL-PASSED');
    const rewritten = append(permitted, { 4: stream('BT /F1 14 Tf 72 700 Td (Pay 999) Tj ET') });
    const spoilt = flipped(rewritten, decodeLatin1(rewritten).lastIndexOf('startxref'), 2);
    const { document, signatures } = await validate(spoilt, pki);
    expect([document.indication, document.integrity]).to.deep.equal(['TOTAL-FAILED', 'modified']);
    expect(JSON.stringify(signatures[0]?.laterChanges)).to.include('BYTES_NOT_COVERED');
  });
});
