import { codeOfAsync } from '../../../test/pades/refusal.ts';
import { type EncryptedForm, FILE_IDENTIFIER, encryptedForm, permitting } from '../../../test/pades/encrypted-form.ts';
import { pagesPdf, smallPdf } from '../../../test/pades/small-pdf.ts';
import { type SigningRequest, signDocument } from '../../../test/pades/sign-document.ts';
import { testSigner } from '../../../test/pades/test-signer.ts';
import { type Bytes, decodeLatin1, encodeHex, memorySource } from '../../bytes/index.ts';
import { type PdfDict, type PdfDocument, documentCatalog, entryOf, latin1Of, openPdf, pdfString, spellObject } from '../../pdf/index.ts';
import { findSignatureFields } from '../reading/signature-fields.ts';
import { readSignatureDictionary } from '../reading/signature-dictionary.ts';

const SVG = '<svg width="10mm" height="10mm" viewBox="0 0 10 10"><path d="M 0 0 L 10 0 L 10 10 Z" fill="#CF111B"/></svg>';
const added: SigningRequest['act'] = { places: [], face: null, invisibleField: { kind: 'new', name: 'Added' }, reason: 'Why' };
const filled: SigningRequest['act'] = { places: [], face: null, invisibleField: { kind: 'prepared', name: 'Hidden' } };
const visible: SigningRequest['act'] = {
  places: [
    { placement: { page: 1, x: 10_000, y: 10_000, width: 30_000, height: 30_000, rotation: 0 }, field: { kind: 'new', name: 'Seal' } },
  ],
  face: { kind: 'vector', svg: SVG },
  reason: 'Why',
};
const TRAILER = '/Root 1 0 R /Encrypt 30 0 R';
const PAIR = `/ID [<${FILE_IDENTIFIER}> <${FILE_IDENTIFIER}>]`;

/** A page, an empty signature field, and in the catalog usage rights whose signature dictionary is direct. */
function documentOf(form: EncryptedForm, trailer = `${TRAILER} ${PAIR}`, objects: Readonly<Record<number, string>> = {}): Bytes {
  const rights = `<< /Type /Sig /ByteRange [0 1 2 3] /Contents <300102> /Reason ${form.textIn(1, 'rights')} >>`;
  return smallPdf(
    pagesPdf(['/MediaBox [0 0 595 842] /Annots [21 0 R]'], {
      objects: {
        1: `<< /Type /Catalog /Pages 2 0 R /Perms << /UR3 ${rights} >> /AcroForm << /Fields [21 0 R] /DA ${form.textIn(1, '/F 0 Tf')} >> >>`,
        21: `<< /Type /Annot /Subtype /Widget /FT /Sig /T ${form.textIn(21, 'Hidden')} /F 132 /P 4 0 R /Rect [0 0 0 0] >>`,
        30: form.dictionary,
        ...objects,
      },
      trailer,
    }),
  ).bytes;
}

const open = (bytes: Uint8Array): Promise<PdfDocument> => openPdf(memorySource(bytes), { password: 'user' });
const sign = (bytes: Uint8Array, act: SigningRequest['act'], password = 'user'): Promise<Bytes> =>
  signDocument(bytes, testSigner(), { act, password });
const codeOf = (bytes: Uint8Array, act: SigningRequest['act'], password = 'user'): Promise<string> =>
  codeOfAsync(() => sign(bytes, act, password));

async function reasonOf(document: PdfDocument): Promise<string | undefined> {
  const [field] = (await findSignatureFields(document)).filter(({ value }) => value !== undefined);
  return field && (await readSignatureDictionary(document, field))?.reason;
}

function dictOf(dict: PdfDict, ...keys: readonly string[]): PdfDict {
  const value = keys.reduce<PdfDict | undefined>((current, key) => {
    const entry = current && entryOf(current, key);
    return entry?.kind === 'dict' ? entry : undefined;
  }, dict);
  if (value === undefined) throw new TypeError(`expected a dictionary at ${keys.join(' ')}`);
  return value;
}

describe('revisions of encrypted documents (ISO 32000-2 §7.6)', () => {
  it('leave the /Contents of a signature alone that stands in an object written again (§7.6.2)', async () => {
    const signed = await sign(documentOf(await encryptedForm('aes-128')), added);
    const rights = dictOf((await documentCatalog(await open(signed))).dict, 'Perms', 'UR3');
    const contents = entryOf(rights, 'Contents');
    expect(contents?.kind === 'string' && encodeHex(contents.bytes)).to.equal('300102');
    expect(latin1Of(entryOf(rights, 'Reason'))).to.equal('rights');
    expect(decodeLatin1(signed).match(/\/Contents <300102>/g)).to.have.length(2);
  });

  it('say /Encrypt and /ID as the document does, also where these are odd: the key depends on them (§7.6.1)', async () => {
    const form = await encryptedForm('aes-128');
    const direct = `/Root 1 0 R /Encrypt ${form.dictionary}`;
    const forms: readonly (readonly [string, Readonly<Record<number, string>>])[] = [
      [`${TRAILER} ${PAIR}`, {}],
      [`${direct} ${PAIR}`, {}],
      [`${direct} /ID [<${FILE_IDENTIFIER}>]`, {}],
      [`${TRAILER} /ID 31 0 R`, { 31: `[32 0 R]`, 32: `<${FILE_IDENTIFIER}>` }],
    ];
    for (const [trailer, objects] of forms) {
      const original = documentOf(form, trailer, objects);
      const signed = await sign(original, visible);
      const [before, after] = [await open(original), await open(signed)];
      expect(after.encryption?.access, trailer).to.equal('user');
      expect(await reasonOf(after), trailer).to.equal('Why');
      const encrypt = (document: PdfDocument): string => spellObject(entryOf(document.trailer, 'Encrypt') ?? { kind: 'null' });
      expect(encrypt(after), trailer).to.equal(encrypt(before));
      expect(await reasonOf(await open(await sign(signed, filled))), trailer).to.equal(undefined);
    }
  });

  it('leave in clear what /Identity leaves: strings, or streams (§7.6.6)', async () => {
    const face = '0.8118 0.0667 0.1059 rg';
    for (const [changes, strings, streams] of [
      [{ StrF: '/Identity' }, true, false],
      [{ StmF: '/Identity' }, false, true],
      [{}, false, false],
    ] as const) {
      const original = documentOf(await encryptedForm('aes-128', changes));
      const signed = await sign(original, visible);
      const appended = decodeLatin1(signed.subarray(original.length));
      expect(appended.includes('(Why)') || appended.includes('<576879>')).to.equal(strings);
      expect(appended.includes(face)).to.equal(streams);
      expect(await reasonOf(await open(signed))).to.equal('Why');
    }
  });
});

describe('permissions of encrypted documents (ISO 32000-2 table 22)', () => {
  const flags = (...bits: readonly number[]): number => bits.reduce((all, bit) => all | (1 << (bit - 1)), -4096);

  it('let a field be filled by bit 6 or 9, and created by bits 4 and 6', async () => {
    for (const [bits, fill, create] of [
      [[], '6 or 9', '4 and 6'],
      [[4], '6 or 9', '4 and 6'],
      [[9], '', '4 and 6'],
      [[6], '', '4 and 6'],
      [[4, 9], '', '4 and 6'],
      [[4, 6], '', ''],
    ] as const) {
      const original = documentOf(await permitting(flags(...bits)));
      for (const [act, wanted] of [
        [filled, fill],
        [added, create],
      ] as const) {
        const refusal: unknown = await sign(original, act).catch((error: unknown) => error);
        const title = `bits ${bits.join(', ')}`;
        if (wanted === '') expect(refusal, title).to.be.instanceOf(Uint8Array);
        else expect(refusal, title).to.deep.include({ code: 'PADES_PERMISSION_DENIED', facts: { bits: wanted } });
        expect(await codeOf(original, act, 'owner'), title).to.equal('');
      }
    }
  });

  it('are those that /Perms confirms, whatever /P was changed to (algorithm 13)', async () => {
    expect(await codeOf(documentOf(await permitting(-4, flags())), filled)).to.equal('PADES_PERMISSION_DENIED');
    expect(await codeOf(documentOf(await permitting(flags(), -4)), filled)).to.equal('PADES_PERMISSION_DENIED');
    const unconfirmed = await encryptedForm('aes-256', { Perms: spellObject(pdfString(new Uint8Array(16))) });
    expect(await codeOf(documentOf(unconfirmed), filled)).to.equal('PADES_PERMISSION_DENIED');
    expect(await codeOf(documentOf(unconfirmed), filled, 'owner')).to.equal('');
  });
});
