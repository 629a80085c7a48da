import { buildClassicPdf, plainRevision, streamObject } from '@sealkit/testkit';
import { appendUpdate, objectText } from '../../../../../test/validation/append-update.ts';
import { INVISIBLE, sign, trusting } from '../../../../../test/validation/sealed-document.ts';
import { memorySource } from '../../../../bytes/index.ts';
import type { RequestedAct } from '../../../../pades/index.ts';
import { validateDocument } from '../../../validate-document.ts';

const WIDGET = '/Type /Annot /Subtype /Widget /F 4 /Rect [50 50 200 70] /P 3 0 R';
const FORM = '/Type /XObject /Subtype /Form /BBox [0 0 150 20]';
const HELVETICA = '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>';
const RESOURCES = '/Resources << /Font << /Helv 20 0 R >> >>';

/** A page with one field, objects 6 to 9 and the font 20. */
function formWith(field: string, more: Readonly<Record<number, string>> = {}): Uint8Array<ArrayBuffer> {
  const { objects } = plainRevision({ catalog: '/AcroForm 6 0 R ', page: '/Annots [7 0 R] ' });
  const form = '<< /Fields [7 0 R] /DA (/Helv 0 Tf 0 g) >>';
  return buildClassicPdf([{ objects: { ...objects, 6: form, 7: `<< ${WIDGET} ${field} >>`, 20: HELVETICA, ...more } }]);
}

const TEXT_FIELD = formWith('/FT /Tx /T (Sum) /AP << /N 9 0 R >>', { 9: streamObject('/Tx BMC EMC', `${FORM} ${RESOURCES}`) });

type Objects = Readonly<Record<number, string | null>>;

/** Codes of what an update made, forbidden ones with a mark, and whether it is permitted. */
async function changesOf(original: Uint8Array, change: (own: (number: number) => string) => Objects, act: RequestedAct = INVISIBLE) {
  const signed = await sign(original, { act });
  const update = appendUpdate(
    signed,
    change((number) => objectText(signed, number)),
  );
  const report = await validateDocument(memorySource(update), await trusting());
  const changes = report.signatures[0]?.laterChanges;
  return { codes: changes?.findings.map(({ code }) => code) ?? [], permitted: changes?.permitted, document: report.document };
}

/** A text field filled with a value, and with what its new appearance draws. */
function filled(value: string, content: string, extras: Objects = {}, entries = `${FORM} ${RESOURCES}`, field = TEXT_FIELD) {
  return changesOf(field, (own) => ({ 7: own(7).replace('/AP', `/V ${value} /AP`), 9: streamObject(content, entries), ...extras }));
}

const shows = (text: string): string => `/Tx BMC q BT /Helv 10 Tf 0 g 2 6 Td ${text} ET Q EMC`;
const FILLED = { codes: ['FIELD_VALUE_CHANGED'], permitted: true };
const refusedFor = (code: string) => ({ codes: ['FIELD_VALUE_CHANGED', code], permitted: false });
const withoutDocument = ({ codes, permitted }: Awaited<ReturnType<typeof changesOf>>) => ({ codes, permitted });

describe('the appearance of a filled text field (ISO 32000-2 §12.7.4.3)', () => {
  it('may show the value, however it is written', async () => {
    const cases: readonly (readonly [string, string])[] = [
      ['(Pay 100)', shows('(Pay 100) Tj')],
      ['(Pay 100)', shows('[(Pa) 20 (y) -250 (100)] TJ')],
      ['(Pay 100)', shows('<5061792031303 0> Tj')],
      ['(Pay\\r100)', shows("0 8 Td 10 TL (Pay) Tj (100) '")],
      ['<FEFF004A00FC007200670065006E>', shows('(J\\374rgen) Tj')],
      ['(J\\374rgen)', shows('(J\\374r) Tj 30 0 Td (gen) Tj')],
      ['(100)', `0.9 g 0 0 150 20 re f 0 G 1 w 0.5 0.5 149 19 re s ${shows('(100) Tj')}`],
      ['(100)', `/Tx BMC q 1 1 148 18 re W n BT /Helv 10 Tf 0 g 1 0 0 1 2 6 Tm (100) Tj ET Q EMC`],
      ['(100)', `0 0 m 150 0 l 150 20 l 0 20 l 0 0 l h W n ${shows('(100) Tj')}`],
      ['(100)', `1 1 m 1 19 l 149 19 l 149 1 l h W n ${shows('(100) Tj')}`],
      ['()', '/Tx BMC EMC'],
    ];
    for (const [value, content] of cases) expect(withoutDocument(await filled(value, content)), content).to.deep.equal(FILLED);
  });

  it('is forbidden and named where it shows another value', async () => {
    const cases: readonly (readonly [string, string])[] = [
      ['(100)', shows('(900) Tj')],
      ['(100)', shows('[(1) 20 (000)] TJ')],
      ['(100)', shows('(10) Tj')],
      ['(100)', '/Tx BMC q EMC'],
      ['()', shows('(900) Tj')],
      ['<FEFF0031>', shows('(2) Tj')],
    ];
    for (const [value, content] of cases) {
      const changes = await filled(value, content);
      expect(withoutDocument(changes), content).to.deep.equal(refusedFor('FIELD_APPEARANCE_DIFFERS'));
      expect([changes.document.indication, changes.document.integrity], content).to.deep.equal(['TOTAL-FAILED', 'modified']);
    }
  });

  it('is forbidden and named where it uncovers a value that lay behind what was signed', async () => {
    const drawn = (text: string): Uint8Array<ArrayBuffer> =>
      formWith('/FT /Tx /T (Payee) /V (Mallory) /AP << /N 9 0 R >>', { 9: streamObject(text, `${FORM} ${RESOURCES}`) });
    const redrawn = (text: string, own = 'Mallory') =>
      changesOf(drawn(text), (object) => ({
        7: object(7).replace('(Mallory)', `(${own})`),
        9: streamObject(shows(`(${own}) Tj`), `${FORM} ${RESOURCES}`),
      }));
    const clip = '0 0 m 150 0 l 150 20 l 0 20 l 0 0 l h W n';
    expect(withoutDocument(await redrawn(`${clip} ${shows('(Alice) Tj')}`))).to.deep.equal(refusedFor('FIELD_APPEARANCE_CHANGED'));
    expect(withoutDocument(await redrawn(shows('(Alice) Tj')))).to.deep.equal(refusedFor('FIELD_APPEARANCE_CHANGED'));
    // Drawn anew as it was seen, for the first time, and with another value that somebody filled in.
    expect(withoutDocument(await redrawn(shows('(Mal) Tj 20 0 Td (lory) Tj')))).to.deep.equal(FILLED);
    expect(withoutDocument(await redrawn('/Tx BMC EMC'))).to.deep.equal(FILLED);
    expect(withoutDocument(await redrawn(shows('(Alice) Tj'), 'Bob'))).to.deep.equal(FILLED);
  });

  it('is forbidden and named where nobody can say what it shows', async () => {
    const cases: readonly string[] = [
      '/Tx BMC /Im Do EMC',
      'BI /W 1 /H 1 /BPC 8 /CS /G ID x EI',
      `20 5 m 60 15 l S ${shows('(100) Tj')}`,
      `0 10 m 150 10 l S ${shows('(100) Tj')}`,
      `20 5 m 30 9 40 2 60 15 c f ${shows('(100) Tj')}`,
      `${shows('(100) Tj')} 0 0 150 20 re f`,
      shows('3 Tr (100) Tj'),
      shows('1 g (100) Tj'),
      `0 g 0 0 150 20 re f ${shows('(100) Tj')}`,
      shows('-500 0 Td (100) Tj'),
      shows('(00) Tj -5 0 Td (1) Tj'),
      shows('(1) Tj 0.1 0 Td (00) Tj'),
      shows('[(00) 2000 (1)] TJ'),
      shows('-1 0 0 1 60 6 Tm (100) Tj'),
      shows('/Helv 0.1 Tf (100) Tj'),
      shows('5 Ts (100) Tj'),
      `/OC /Layer BDC ${shows('(100) Tj')} EMC`,
      `q 0 0 1 1 re W n ${shows('(100) Tj')} Q`,
      `0 0 m 1 0 l 1 20 l 0 20 l h W n ${shows('(100) Tj')}`,
      `0 0 m 150 0 l 150 20 l h W n ${shows('(100) Tj')}`,
      `0 0 m 150 0 l 140 20 l 0 20 l h W n ${shows('(100) Tj')}`,
      `0 0 m 150 0 l 150 20 l 0 20 l 20 5 l h W n ${shows('(100) Tj')}`,
      `0 0 150 20 re 20 5 l W n ${shows('(100) Tj')}`,
      `/Faint gs ${shows('(100) Tj')}`,
      '0.1 0 0 1 0 0 cm (100',
    ];
    for (const content of cases)
      expect(withoutDocument(await filled('(100)', content)), content).to.deep.equal(refusedFor('FIELD_APPEARANCE_NOT_COMPARABLE'));
    const shapes = [
      `${FORM.replace('150 20', '9000 9000')} ${RESOURCES}`,
      `${FORM} /Matrix [-1 0 0 1 0 0] ${RESOURCES}`,
      `${FORM} /OC 20 0 R ${RESOURCES}`,
    ];
    for (const entries of shapes)
      expect((await filled('(100)', shows('(100) Tj'), {}, entries)).codes, entries).to.include('FIELD_APPEARANCE_NOT_COMPARABLE');
  });

  it('is read by the encoding of its font, and by /ToUnicode where that does not contradict', async () => {
    const cmap = (entries: string, length = 2): string =>
      streamObject(
        `/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <${'00'.repeat(length)}> <${'FF'.repeat(length)}> endcodespacerange ${entries} endcmap end`,
      );
    const font = (text: string, map = ''): Objects => ({ 40: text, ...(map === '' ? {} : { 41: map }) });
    const composite = '<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts [] /ToUnicode 41 0 R >>';
    const simple = (entries: string): string => `<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica ${entries} >>`;
    const cases: readonly (readonly [string, string, Objects, string | undefined])[] = [
      ['<FEFF0031>', '<0005>', font(composite, cmap('1 beginbfchar <0005> <0031> endbfchar')), undefined],
      ['<FEFF5408540C>', '<00050006>', font(composite, cmap('1 beginbfrange <0005> <0006> [<5408> <540C>] endbfrange')), undefined],
      ['(12)', '<00050006>', font(composite, cmap('1 beginbfrange <0005> <0006> <0031> endbfrange')), undefined],
      ['(12)', '<00050006>', font(composite, cmap('1 beginbfrange <0005> <0006> <0038> endbfrange')), 'DIFFERS'],
      ['(12)', '<00050007>', font(composite, cmap('1 beginbfrange <0005> <0006> <0031> endbfrange')), 'NOT_COMPARABLE'],
      ['(1)', '<0005>', font(composite.replace('/ToUnicode 41 0 R', '')), 'NOT_COMPARABLE'],
      ['(9)', '(1)', font(simple('/Encoding << /Differences [49 /nine] >>')), undefined],
      ['(1)', '(1)', font(simple('/Encoding << /Differences [49 /nine] >>')), 'DIFFERS'],
      ['(1)', '(1)', font(simple('/Encoding << /Differences [49 /g7] >>')), 'NOT_COMPARABLE'],
      ['(1)', '(9)', font(simple('/ToUnicode 41 0 R'), cmap('1 beginbfchar <39> <0031> endbfchar', 1)), 'NOT_COMPARABLE'],
      ['(1)', '(1)', font('<< /Type /Font /Subtype /Type3 /Encoding /WinAnsiEncoding >>'), 'NOT_COMPARABLE'],
      ['(1)', '(1)', font('<< /Type /Font /Subtype /Type1 /BaseFont /ZapfDingbats >>'), 'NOT_COMPARABLE'],
    ];
    for (const [value, text, objects, fault] of cases) {
      const { codes, permitted } = await filled(value, shows(`${text} Tj`), objects, `${FORM} /Resources << /Font << /Helv 40 0 R >> >>`);
      expect(
        codes.filter((code) => code.startsWith('FIELD_APPEARANCE')),
        `${value} ${text}`,
      ).to.deep.equal(fault === undefined ? [] : [`FIELD_APPEARANCE_${fault}`]);
      if (fault !== undefined) expect(permitted, `${value} ${text}`).to.equal(false);
    }
  });

  it('must not be left as it was when the value changes, unless it shows nothing', async () => {
    const field = formWith('/FT /Tx /T (Sum) /V (100) /AP << /N 9 0 R >>', { 9: streamObject(shows('(100) Tj'), `${FORM} ${RESOURCES}`) });
    const changed = await changesOf(field, (own) => ({ 7: own(7).replace('(100)', '(900)') }));
    expect(withoutDocument(changed)).to.deep.equal(refusedFor('FIELD_APPEARANCE_DIFFERS'));
    const blank = await changesOf(TEXT_FIELD, (own) => ({ 7: own(7).replace('/AP', '/V (900) /AP') }));
    expect(withoutDocument(blank)).to.deep.equal(FILLED);
    const none = await changesOf(formWith('/FT /Tx /T (Sum)'), (own) => ({
      6: own(6).replace('<<', '<< /NeedAppearances true'),
      7: own(7).replace('/FT', '/V (900) /FT'),
    }));
    expect(none.permitted).to.equal(true);
  });

  it('is compared with a value that its field inherits', async () => {
    const { objects } = plainRevision({ catalog: '/AcroForm 6 0 R ', page: '/Annots [8 0 R] ' });
    const field = buildClassicPdf([
      {
        objects: {
          ...objects,
          6: '<< /Fields [7 0 R] >>',
          7: '<< /FT /Tx /T (Sum) /V (100) /Kids [8 0 R] >>',
          8: `<< ${WIDGET} /Parent 7 0 R /AP << /N 9 0 R >> >>`,
          9: streamObject(shows('(100) Tj'), `${FORM} ${RESOURCES}`),
          20: HELVETICA,
        },
      },
    ]);
    const changed = await changesOf(field, (own) => ({ 7: own(7).replace('(100)', '(900)') }));
    expect(changed.codes).to.include('FIELD_APPEARANCE_DIFFERS');
    const both = await changesOf(field, (own) => ({
      7: own(7).replace('(100)', '(900)'),
      9: streamObject(shows('(900) Tj'), `${FORM} ${RESOURCES}`),
    }));
    expect(both.permitted).to.equal(true);
  });

  it('shows the display text of an option, asterisks for a password, and lines that were signed', async () => {
    const appearance = { 9: streamObject('/Tx BMC EMC', `${FORM} ${RESOURCES}`) };
    const choice = formWith('/FT /Ch /Ff 131072 /Opt [[(de) (Germany)] [(cn) (China)]] /T (Land) /AP << /N 9 0 R >>', appearance);
    const entries = `${FORM} ${RESOURCES}`;
    expect(withoutDocument(await filled('(cn)', shows('(China) Tj'), {}, entries, choice))).to.deep.equal(FILLED);
    expect(withoutDocument(await filled('(cn)', shows('(Germany) Tj'), {}, entries, choice))).to.deep.equal(
      refusedFor('FIELD_APPEARANCE_DIFFERS'),
    );
    const password = formWith('/FT /Tx /Ff 8192 /T (Key) /AP << /N 9 0 R >>', appearance);
    expect(withoutDocument(await filled('(abc)', shows('(***) Tj'), {}, entries, password))).to.deep.equal(FILLED);
    const lined = formWith('/FT /Tx /T (Comb) /AP << /N 9 0 R >>', { 9: streamObject('50 0 m 50 20 l S', entries) });
    expect(withoutDocument(await filled('(1)', `50 0 m 50 20 l S ${shows('(1) Tj')}`, {}, entries, lined))).to.deep.equal(FILLED);
  });
});

describe('check boxes and radio buttons (ISO 32000-2 §12.7.5.2)', () => {
  const states = { 9: streamObject('0 0 10 10 re f', FORM), 10: streamObject('', FORM) };
  const box = formWith('/FT /Btn /T (Agree) /V /Off /AS /Off /AP << /N << /Yes 9 0 R /Off 10 0 R >> >>', states);

  it('may be switched to a state that was signed', async () => {
    const on = await changesOf(box, (own) => ({ 7: own(7).replaceAll(/\/(V|AS) ?\/Off/g, '/$1 /Yes') }));
    expect(withoutDocument(on)).to.deep.equal(FILLED);
    const again = await changesOf(box, (own) => ({ 7: own(7).replaceAll(/\/(V|AS) ?\/Off/g, '/$1 /Yes'), 9: own(9) }));
    expect(again.permitted).to.equal(true);
  });

  it('must show the state that their value says', async () => {
    for (const key of ['V', 'AS']) {
      const changed = await changesOf(box, (own) => ({ 7: own(7).replace(new RegExp(`/${key} ?/Off`), `/${key} /Yes`) }));
      expect(withoutDocument(changed), key).to.deep.equal(refusedFor('FIELD_APPEARANCE_DIFFERS'));
    }
  });

  it('must keep the drawings of their states', async () => {
    const cases: readonly ((own: (number: number) => string) => Objects)[] = [
      () => ({ 10: streamObject('0 0 10 10 re f', FORM) }),
      (own) => ({ 7: own(7).replace('/Yes 9 0 R', '/Yes 10 0 R') }),
      (own) => ({ 7: own(7).replace('/Yes 9 0 R', '/Yes 9 0 R /Maybe 11 0 R'), 11: streamObject('0 0 5 5 re f', FORM) }),
    ];
    for (const change of cases) {
      const changed = await changesOf(box, change);
      expect(changed.codes).to.include('FIELD_APPEARANCE_CHANGED');
      expect(changed.permitted).to.equal(false);
    }
  });

  it('of one group show at most the one that the value names', async () => {
    const { objects } = plainRevision({ catalog: '/AcroForm 6 0 R ', page: '/Annots [8 0 R 11 0 R] ' });
    const widget = (state: string): string => `<< ${WIDGET} /Parent 7 0 R /AS /Off /AP << /N << /${state} 9 0 R /Off 10 0 R >> >> >>`;
    const group = buildClassicPdf([
      {
        objects: {
          ...objects,
          ...states,
          6: '<< /Fields [7 0 R] >>',
          7: '<< /FT /Btn /Ff 32768 /T (Choice) /V /Off /Kids [8 0 R 11 0 R] >>',
          8: widget('A'),
          11: widget('B'),
        },
      },
    ]);
    const chosen = (value: string, shown: 8 | 11) =>
      changesOf(group, (own) => ({
        7: own(7).replace(/\/V ?\/Off/, `/V /${value}`),
        [shown]: own(shown).replace(/\/AS ?\/Off/, `/AS /${shown === 8 ? 'A' : 'B'}`),
      }));
    expect((await chosen('A', 8)).permitted).to.equal(true);
    expect((await chosen('A', 11)).codes).to.include('FIELD_APPEARANCE_DIFFERS');
  });
});
