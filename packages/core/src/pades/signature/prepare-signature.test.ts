import { codeOfAsync } from '../../../test/pades/refusal.ts';
import { signDocument } from '../../../test/pades/sign-document.ts';
import { pagesPdf, smallPdf } from '../../../test/pades/small-pdf.ts';
import { withoutPadding } from '../../../test/pades/without-padding.ts';
import { testSigner } from '../../../test/pades/test-signer.ts';
import { type Bytes, concatBytes, decodeBase64, encodeBase64, encodeUtf8, memorySource } from '../../bytes/index.ts';
import { OID_USE_PERMIT } from '../../cades/index.ts';
import { findSignerCertificate, parseSignedData, verifySignerInfo } from '../../cms/index.ts';
import { createResumableDigest, digest, digestText, type ResumableDigest } from '../../crypto/index.ts';
import { encodeUtf8String } from '../../asn1/index.ts';
import { openPdf } from '../../pdf/index.ts';
import type { DigestEngine, DigestStream } from '../../ports/index.ts';
import type { PreparedSignature } from '../prepared-signature.ts';
import { readSignatureDictionary } from '../reading/signature-dictionary.ts';
import { findSignatureFields } from '../reading/signature-fields.ts';
import type { SigningAct } from '../signing-act.ts';
import { completeSignature, finishRevision } from './complete-signature.ts';
import { fileIdentifierOf } from './file-identifier.ts';
import { type PrepareSignatureOptions, prepareSignature } from './prepare-signature.ts';

const original = smallPdf(
  pagesPdf(['/MediaBox [0 0 595 842]', '/MediaBox [0 0 595 842]'], { trailer: '/Root 1 0 R /ID [<00> <01>]' }),
).bytes;
const signer = testSigner();
const act: PrepareSignatureOptions['act'] = {
  places: [],
  face: null,
  invisibleField: { kind: 'new', name: 'Signature1' },
  reason: 'Agreed 同意',
};
const SVG = '<svg width="20mm" height="20mm" viewBox="0 0 20 20"><path d="M 0 0 L 20 0 L 20 20 Z" fill="#CF111B"/></svg>';

const prepare = (change: Partial<PrepareSignatureOptions> = {}, bytes: Uint8Array = original): Promise<PreparedSignature> =>
  prepareSignature(memorySource(bytes), {
    act,
    signerCertificates: signer.certificates,
    signatureAlgorithm: signer.algorithm,
    digestAlgorithm: 'SHA-256',
    time: new Date('2026-11-22T10:00:00Z'),
    ...change,
  });
const signValue = async (prepared: PreparedSignature): Promise<Bytes> => {
  const dtbs = decodeBase64(prepared.dataToBeSigned);
  return signer.sign({ dtbs, digest: await digest('SHA-256', dtbs) });
};

describe('preparing and completing a signature', () => {
  it('survives JSON and gives a file whose digests are those of its octets', async () => {
    const prepared: PreparedSignature = JSON.parse(JSON.stringify(await prepare()));
    const signed = await completeSignature(prepared, await signValue(prepared), { source: memorySource(original) });
    const file = concatBytes(original, signed.appended);
    expect(signed.fileDigest).to.equal(await digestText('SHA-256', file));
    const [start, first, second, rest] = signed.byteRange;
    expect([start, second + rest]).to.deep.equal([0, file.length]);
    const covered = concatBytes(file.subarray(0, first), file.subarray(second));
    expect(signed.byteRangeDigest).to.equal(await digestText('SHA-256', covered));
    expect(prepared.originalDigest).to.equal(await digestText('SHA-256', original));
  });

  it('gives a detached CMS over the byte range that verifies (EN 319 142-1 §6.3)', async () => {
    const permit = { oid: OID_USE_PERMIT, value: encodeUtf8String('a.b.c') };
    const file = await signDocument(original, signer, { act, assertions: [permit] });
    const document = await openPdf(memorySource(file), { xref: 'follow' });
    const [field] = await findSignatureFields(document);
    const signature = field === undefined ? undefined : await readSignatureDictionary(document, field);
    expect([signature?.type, signature?.filter, signature?.subFilter]).to.deep.equal(['Sig', 'Adobe.PPKLite', 'ETSI.CAdES.detached']);
    expect([signature?.claimedSigningTime, signature?.reason]).to.deep.equal(['D:20261123100000Z', 'Agreed 同意']);
    const { range, bytes } = signature?.contents ?? {};
    const byteRange = signature?.byteRange?.map(Number) ?? [];
    expect([range?.start, range?.end]).to.deep.equal([byteRange[1], byteRange[2]]);
    const covered = concatBytes(file.subarray(0, range?.start), file.subarray(range?.end ?? 0));
    const { signerInfos, certificates, content, contentType } = parseSignedData(withoutPadding(bytes ?? new Uint8Array()));
    expect(content).to.equal(undefined);
    const [signerInfo] = signerInfos;
    if (signerInfo === undefined) throw new TypeError('expected a signer');
    const certificate = findSignerCertificate(signerInfo, certificates);
    if (certificate === undefined) throw new TypeError('expected a certificate');
    const facts = await verifySignerInfo({ signerInfo, certificate, contentType, contentDigest: await digest('SHA-256', covered) });
    expect([facts.messageDigestMatches, facts.signatureValue, facts.attributeFaults]).to.deep.equal([true, 'valid', []]);
  });

  it('carries several places on one dictionary, and a second signature beside it', async () => {
    const place = (page: number, name: string): SigningAct['places'][number] => ({
      placement: { page, x: 10_000, y: 10_000, width: 20_000, height: 20_000, rotation: 0 },
      field: { kind: 'new', name },
    });
    const first = await signDocument(original, signer, {
      act: { places: [place(1, 'a-1'), place(2, 'a-2')], face: { kind: 'vector', svg: SVG } },
    });
    const second = await signDocument(first, signer, { act, mode: 'explained' });
    const document = await openPdf(memorySource(second), { xref: 'follow' });
    const fields = await findSignatureFields(document);
    expect(fields.map(({ name, merged, widgets }) => [name, merged, widgets[0]?.page])).to.deep.equal([
      ['a-1', true, 1],
      ['a-2', true, 2],
      ['Signature1', true, 1],
    ]);
    const signatures = await Promise.all(fields.map((field) => readSignatureDictionary(document, field)));
    expect(signatures.map((signature) => signature?.fields.map(({ name }) => name))).to.deep.equal([
      ['a-1', 'a-2'],
      ['a-1', 'a-2'],
      ['Signature1'],
    ]);
    expect(signatures[0]?.byteRange?.map(Number).at(-1)).to.be.below(first.length);
  });

  it('leaves the room that was asked for', async () => {
    const [plain, roomy] = [await prepare(), await prepare({ reserve: 6_000 })];
    expect(roomy.holeEnd - roomy.holeStart - (plain.holeEnd - plain.holeStart)).to.equal(12_000);
    const largest = (plain.holeEnd - plain.holeStart - 2) / 2;
    expect(await codeOfAsync(() => finishRevision(plain, new Uint8Array(largest)))).to.equal('');
    expect(await codeOfAsync(() => finishRevision(plain, new Uint8Array(largest + 1)))).to.equal('PADES_HOLE_TOO_SMALL');
  });

  it('takes the document alone into the file identifier where there is no permit (rule 9)', async () => {
    const [one, two] = [await prepare(), await prepare()];
    expect(one.appended).to.equal(two.appended);
    const other = await prepare({ act: { ...act, reason: 'Else' } });
    expect(other.appended).to.not.equal(one.appended);
    // Both digests' octets through sha256sum.
    expect(await fileIdentifierOf(`sha256:${'00'.repeat(32)}`, `sha256:${'ff'.repeat(32)}`)).to.equal('bba91ca85dc914b2ec3efb9e16e7267b');
  });
});

/** An engine as native ones are: it can be cloned, and hands out no state. */
const nativeEngine: DigestEngine = { create: (algorithm) => withoutState(createResumableDigest(algorithm)) };

function withoutState(stream: ResumableDigest): DigestStream {
  return { update: (bytes) => stream.update(bytes), digest: () => stream.digest(), clone: () => withoutState(stream.clone()) };
}

describe('a signature that is not completed', () => {
  it('has a value that another key made, or that was damaged', async () => {
    const prepared = await prepare();
    const value = await signValue(prepared);
    for (let index = 0; index < value.length; index += 7) {
      const damaged = new Uint8Array(value);
      damaged[index] = (damaged[index] ?? 0) ^ 1;
      expect(await codeOfAsync(() => completeSignature(prepared, damaged))).to.equal('PADES_SIGNATURE_VALUE_INVALID');
    }
    expect(await codeOfAsync(() => completeSignature(prepared, value.subarray(0, 40)))).to.equal('PADES_SIGNATURE_VALUE_INVALID');
    const other = await prepare({ act: { ...act, reason: 'Else' } });
    expect(await codeOfAsync(async () => completeSignature(prepared, await signValue(other)))).to.equal('PADES_SIGNATURE_VALUE_INVALID');
  });

  it('belongs to a document that changed meanwhile', async () => {
    const prepared = await prepare();
    const value = await signValue(prepared);
    const changed = new Uint8Array(original);
    changed[100] = (changed[100] ?? 0) ^ 1;
    for (const source of [changed, concatBytes(original, encodeUtf8('\n')), original.subarray(0, 200)])
      expect(await codeOfAsync(() => completeSignature(prepared, value, { source: memorySource(source) }))).to.equal(
        'PADES_ORIGINAL_CHANGED',
      );
  });

  it('was prepared by a native engine, and the document is not there', async () => {
    const native = await prepare({ engine: nativeEngine });
    expect(native.stateAtHole).to.equal(undefined);
    const value = await signValue(native);
    expect(await codeOfAsync(() => completeSignature(native, value))).to.equal('PADES_ORIGINAL_NEEDED');
    const completed = await completeSignature(native, value, { source: memorySource(original), engine: nativeEngine });
    const whole = concatBytes(original, completed.appended);
    expect(completed.fileDigest).to.equal(await digestText('SHA-256', whole));
    const changed = original.slice();
    changed[20] = (changed[20] ?? 0) ^ 1;
    expect(await codeOfAsync(() => completeSignature(native, value, { source: memorySource(changed) }))).to.equal('PADES_ORIGINAL_CHANGED');
    const elsewhere = { ...native, byteRangeDigest: (await prepare({ act: { ...act, reason: 'Else' } })).byteRangeDigest };
    expect(await codeOfAsync(() => completeSignature(elsewhere, value, { source: memorySource(original) }))).to.equal(
      'PADES_PREPARED_MALFORMED',
    );
  });

  it('was changed where it lay', async () => {
    const prepared = await prepare();
    const value = await signValue(prepared);
    const flipped = (position: number): string => {
      const bytes = decodeBase64(prepared.appended);
      bytes[position] = (bytes[position] ?? 0) ^ 1;
      return encodeBase64(bytes);
    };
    const other = await prepare({ act: { ...act, reason: 'Else' } });
    const changes: readonly Partial<PreparedSignature>[] = [
      { appended: flipped(prepared.holeEnd + 3) },
      { appended: flipped(prepared.holeStart) },
      { holeStart: prepared.holeStart + 1 },
      { originalLength: prepared.originalLength + 1 },
      { byteRangeDigest: other.byteRangeDigest },
      { dataToBeSigned: other.dataToBeSigned },
      other.stateAtHole === undefined ? {} : { stateAtHole: other.stateAtHole },
      { certificates: [] },
    ];
    for (const change of changes)
      expect(await codeOfAsync(() => completeSignature({ ...prepared, ...change }, value))).to.equal('PADES_PREPARED_MALFORMED');
  });
});

describe('a signature that is not prepared', () => {
  it('mixes algorithms', async () => {
    expect(await codeOfAsync(() => prepare({ digestAlgorithm: 'SHA-384' }))).to.equal('PADES_ALGORITHM_MISMATCH');
  });

  it('takes the name of a field that is there, or of its parent', async () => {
    const signed = await signDocument(original, signer, { act });
    expect(await codeOfAsync(() => prepare({}, signed))).to.equal('PADES_FIELD_NAME_TAKEN');
    const tree = smallPdf(
      pagesPdf(['/MediaBox [0 0 595 842]'], {
        objects: {
          1: '<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [20 0 R] >> >>',
          20: '<< /T (Signature1) /Kids [21 0 R] >>',
          21: '<< /T (x) /FT /Tx /Parent 20 0 R >>',
        },
      }),
    ).bytes;
    expect(await codeOfAsync(() => prepare({}, tree))).to.equal('PADES_FIELD_NAME_TAKEN');
  });

  it('fills a field whose widgets are objects of their own, one or several', async () => {
    const widget = '<< /Type /Annot /Subtype /Widget /F 4 /Rect [50 50 150 150] /P 4 0 R /Parent 20 0 R >>';
    const fill = { ...act, invisibleField: { kind: 'prepared', name: 'Seal' } } as const;
    const withKids = (kids: string): Bytes =>
      smallPdf(
        pagesPdf([`/MediaBox [0 0 595 842] /Annots ${kids}`], {
          objects: {
            1: '<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [20 0 R] >> >>',
            20: `<< /FT /Sig /T (Seal) /Kids ${kids} >>`,
            21: widget,
            22: widget,
          },
        }),
      ).bytes;
    for (const kids of ['[21 0 R]', '[21 0 R 22 0 R]'])
      expect(await codeOfAsync(() => prepare({ act: fill }, withKids(kids)))).to.equal('PADES_PREPARED_FIELD_SPLIT');
    expect(await codeOfAsync(() => prepare({ act: fill }))).to.equal('PADES_PREPARED_FIELD_MISSING');
  });

  it('certifies what is signed already', async () => {
    const signed = await signDocument(original, signer, { act });
    const certify = { ...act, invisibleField: { kind: 'new', name: 'Second' }, certify: 2 } as const;
    expect(await codeOfAsync(() => prepare({ act: certify }, signed))).to.equal('PADES_CERTIFICATION_NOT_FIRST');
    expect(await codeOfAsync(() => prepare({ act: certify }))).to.equal('');
  });

  it('signs over a certification that permits nothing, or adds a field to one that permits filling', async () => {
    const second = { ...act, invisibleField: { kind: 'new', name: 'Second' } } as const;
    const none = await signDocument(original, signer, { act: { ...act, certify: 1 } });
    expect(await codeOfAsync(() => prepare({ act: second }, none))).to.equal('PADES_CERTIFIED_NO_CHANGES');
    const filling = await signDocument(original, signer, { act: { ...act, certify: 2 } });
    expect(await codeOfAsync(() => prepare({ act: second }, filling))).to.equal('PADES_NEW_FIELD_AFTER_CERTIFICATION');
    const locked = await signDocument(original, signer, { act: { ...act, lock: { action: 'Exclude', fields: ['Other'] } } });
    expect(await codeOfAsync(() => prepare({ act: second }, locked))).to.equal('PADES_LOCKED');
  });
});
