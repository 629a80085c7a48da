import { appendUpdate, objectText } from '../../test/validation/append-update.ts';
import { contract, INVISIBLE, sign, testPki, trusting } from '../../test/validation/sealed-document.ts';
import { concatBytes, encodeLatin1, equalBytes, memorySource } from '../bytes/index.ts';
import { PdfError } from '../pdf/index.ts';
import { extractRevision } from './extract-revision.ts';
import type { ValidationReport } from './report/report.ts';
import { validateDocument } from './validate-document.ts';

const validate = async (bytes: Uint8Array): Promise<ValidationReport> => validateDocument(memorySource(bytes), await trusting());

/** An update whose trailer says something that no reader can follow. */
function withTrailer(signed: Uint8Array, trailer: string, root = '1 0 R'): Uint8Array {
  return appendUpdate(signed, { 80: '(new)' }, { root, trailer });
}

/** Damage that anybody can append to a signed file. */
const DAMAGE: Readonly<Record<string, (signed: Uint8Array) => Uint8Array>> = {
  'a repeated /Root': (signed) => withTrailer(signed, '/Root 99 0 R '),
  'a repeated /Root and nothing else': (signed) => appendUpdate(signed, {}, { trailer: '/Root 99 0 R ' }),
  'a /Root that leads nowhere': (signed) => withTrailer(signed, '', '99 0 R'),
  'a /Root that is no catalog': (signed) => appendUpdate(signed, { 90: '[ 1 2 3 ]' }, { root: '90 0 R' }),
  'a freed catalog': (signed) => appendUpdate(signed, { 1: null }),
  'a catalog that is no dictionary': (signed) => appendUpdate(signed, { 1: '(catalog)' }),
  'a catalog without pages': (signed) => appendUpdate(signed, { 1: objectText(signed, 1).replace('/Pages', '/Pagez') }),
  'pages that are no dictionary': (signed) => appendUpdate(signed, { 2: '42' }),
  'an encryption that is none': (signed) => withTrailer(signed, '/Encrypt 99 0 R '),
  'an encryption of an unknown kind': (signed) => withTrailer(signed, '/Encrypt << /Filter /Unknown /V 9 >> '),
  'an encryption with a password': (signed) =>
    withTrailer(
      signed,
      `/ID [<00> <00>] /Encrypt << /Filter /Standard /V 2 /R 3 /Length 128 /P -4 /O <${'11'.repeat(32)}> /U <${'22'.repeat(32)}> >> `,
    ),
  'an object stream that cannot be decoded': (signed) =>
    appendUpdate(signed, { 1: '91 0 R', 91: '<< /Type /ObjStm /N 1 /First 4 /Length 4 >>\nstream\n1 0 \nendstream' }),
};

describe('a signed revision before a later one that cannot be read (ISO 32000-2 §7.5.6)', () => {
  for (const [what, damage] of Object.entries(DAMAGE)) {
    it(`is judged, and the file is modified: ${what}`, async () => {
      const { document, signatures } = await validate(damage(await sign(contract())));
      expect([document.indication, document.integrity]).to.deep.equal(['TOTAL-FAILED', 'modified']);
      expect(signatures.map(({ integrity, coverage, revision }) => [integrity, coverage, revision])).to.deep.equal([
        ['intact', 'revision', 2],
      ]);
      expect(signatures[0]?.laterChanges?.permitted).to.equal(false);
    });
  }

  it('is judged as ever where only white space stands behind it', async () => {
    const signed = await sign(contract());
    for (const blank of ['\r\n', ' \t\0'.repeat(500)]) {
      const { document, signatures } = await validate(concatBytes(signed, encodeLatin1(blank)));
      expect([document.integrity, document.revisions]).to.deep.equal(['intact', 2]);
      expect([signatures[0]?.coverage, signatures[0]?.laterChanges?.findings]).to.deep.equal(['revision', []]);
    }
    for (const more of ['\r\n%', `${' '.repeat(70_000)}x`]) {
      const { document, signatures } = await validate(concatBytes(signed, encodeLatin1(more)));
      expect([document.integrity, signatures[0]?.laterChanges?.findings.map(({ code }) => code)]).to.deep.equal([
        'modified',
        ['BYTES_NOT_COVERED'],
      ]);
    }
  });

  it('names why what came later cannot be read, and says nothing of its pages', async () => {
    const { document, signatures } = await validate(withTrailer(await sign(contract()), '/Root 99 0 R '));
    expect(signatures[0]?.laterChanges?.findings).to.deep.equal([{ code: 'PDF_CATALOG_MISSING', level: 'forbidden', revision: 3 }]);
    expect([document.revisions, document.pages]).to.deep.equal([3, null]);
  });

  it('counts every signature before the damage, and each as followed by it', async () => {
    const { signers } = await testPki();
    const act = { ...INVISIBLE, invisibleField: { kind: 'new' as const, name: 'Second' } };
    const twice = await sign(await sign(contract()), { act, identity: signers.otherCompany });
    const { signatures } = await validate(withTrailer(withTrailer(twice, '', '99 0 R'), '', '98 0 R'));
    expect(signatures.map(({ coverage, laterChanges }) => [coverage, laterChanges?.permitted])).to.deep.equal([
      ['revision', false],
      ['revision', false],
    ]);
  });

  it('does not stand in for a broken one', async () => {
    const signed = await sign(contract());
    const spoilt = new Uint8Array(withTrailer(signed, '/Root 99 0 R '));
    spoilt[20] = (spoilt[20] ?? 0) ^ 1;
    const { document } = await validate(spoilt);
    expect(document.indication).to.equal('TOTAL-FAILED');
    expect(document.integrity).to.not.equal('intact');
  });

  it('can be taken out of the file', async () => {
    const signed = await sign(contract());
    const taken = await extractRevision(memorySource(withTrailer(signed, '/Root 99 0 R ')), 2);
    const bytes = await taken.read(0, signed.length);
    expect(equalBytes(bytes, signed)).to.equal(true);
    expect((await validate(await taken.read(0, taken.size))).document.integrity).to.equal('intact');
  });

  it('is missing where nothing was signed: the file is refused', async () => {
    const error: unknown = await validate(withTrailer(contract(), '/Root 99 0 R ')).catch((reason: unknown) => reason);
    expect(error).to.be.instanceOf(PdfError);
    expect(error).to.have.property('code', 'PDF_CATALOG_MISSING');
  });

  it('is found behind more octets than are searched at once', async () => {
    const padding = encodeLatin1(`\n%${'x'.repeat(600_000)}`);
    const { document } = await validate(
      concatBytes(withTrailer(await sign(contract()), '/Root 99 0 R '), padding, encodeLatin1('\nstartxref\n9\n%%EOF\n')),
    );
    expect(document.integrity).to.equal('modified');
  });
});
