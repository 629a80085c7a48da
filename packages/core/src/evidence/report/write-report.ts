/** `report.pdf`: PDF/A-3b (ISO 19005-3), the same octets for the same package and glyphs. docs/evidence-format.md §8 */
import { type Bytes, concatBytes, encodeHex, encodeLatin1 } from '../../bytes/index.ts';
import { digest } from '../../crypto/index.ts';
import {
  CALIBRATED_COLOURS,
  faceToForm,
  formatPoints,
  PadesError,
  type RevisionObject,
  textContent,
  type TextFonts,
  textFonts,
  writeWholeFile,
} from '../../pades/index.ts';
import { pdfArray, pdfDict, pdfInteger, pdfName, pdfNumber, type PdfObject, pdfRef, pdfString } from '../../pdf/index.ts';
import type { GlyphSource } from '../../ports/index.ts';
import { parseSealStatement, SealError } from '../../seal/index.ts';
import { ENTRY, statementEntry } from '../package/entry-names.ts';
import type { Evidence } from '../package/evidence-json.ts';
import { checkCode } from './check-code.ts';
import { REPORT_OBJECTS, reportHead } from './report-head.ts';
import { CHECK_CODE_UM, layOutReport, PAGE, type ReportPage } from './report-layout.ts';
import { reportLines } from './report-lines.ts';

/**
 * The report of a package, from its other entries.
 *
 * @param files entries by name, `evidence.json` among them
 */
export async function writeReport(files: ReadonlyMap<string, Bytes>, evidence: Evidence, source: GlyphSource): Promise<Bytes> {
  const octets = files.get(ENTRY.evidence) ?? new Uint8Array();
  const name = encodeHex(await digest('SHA-256', octets));
  const code = checkText(evidence, name);
  const faces = sealFaces(files, evidence);
  const { pages, glyphs } = layOutReport(await reportLines(files, evidence), faces, source, code !== null);
  const head = reportHead(octets, evidence.issued.at);
  const forms = faces.map(({ record, object }, index) => ({ record, object: object(REPORT_OBJECTS.first + index) }));
  const fonts = textFonts(glyphs.all, REPORT_OBJECTS.first + forms.length);
  const resources = REPORT_OBJECTS.first + forms.length + fonts.objects.length;
  const objects = [
    ...head,
    pagesObject(pages.length, resources + 1),
    ...forms.map(({ object }) => object),
    ...fonts.objects,
    resourcesObject(resources, fonts, forms),
    ...pages.flatMap((page, index) => pageObjects(resources, index, contentOf(page, fonts, forms, index === 0 ? code : null))),
  ];
  const id = pdfString(encodeLatin1(name.slice(0, 16)));
  return writeWholeFile(objects, pdfDict({ ID: pdfArray([id, id]), Root: pdfRef(REPORT_OBJECTS.catalog) }));
}

/** Where the case is checked, with the digest of what the package says; null where no page is configured. */
function checkText({ report, envelope }: Evidence, name: string): string | null {
  const page = report?.checkPage ?? null;
  return page === null ? null : `${page}${page.includes('?') ? '&' : '?'}envelope=${envelope.id}&evidence=${name}`;
}

interface SealForm {
  readonly record: string;
  readonly widthUm: number;
  readonly heightUm: number;
  readonly object: (number: number) => RevisionObject;
}

/** Drawn faces as forms, each once; one that is no face of the profile is told by the rows of the seal. */
function sealFaces(files: ReadonlyMap<string, Bytes>, { seals }: Evidence): readonly SealForm[] {
  return seals.flatMap(({ number, version, statement }) => {
    const der = files.get(statementEntry(number, version));
    if (der === undefined || statement === null) return [];
    try {
      const { picture } = parseSealStatement(der).info;
      if (picture.type !== 'SVG') return [];
      const { content, bbox, widthUm, heightUm } = faceToForm(new TextDecoder().decode(picture.bytes));
      const object = (objectNumber: number): RevisionObject =>
        streamObject(objectNumber, content, {
          BBox: pdfArray(bbox.map(pdfNumber)),
          Resources: pdfDict({ ColorSpace: CALIBRATED_COLOURS }),
          Subtype: pdfName('Form'),
          Type: pdfName('XObject'),
        });
      return [{ record: `statement ${number}-${version}`, widthUm, heightUm, object }];
    } catch (error) {
      if (error instanceof SealError || error instanceof PadesError) return [];
      throw error;
    }
  });
}

type Forms = readonly { readonly record: string; readonly object: RevisionObject }[];

function contentOf({ runs, pictures }: ReportPage, { codes }: TextFonts, forms: Forms, code: string | null): Bytes {
  const drawn = pictures.map(({ record, xUm, yUm }) => {
    const form = forms.findIndex((one) => one.record === record);
    return `q 1 0 0 1 ${formatPoints(xUm)} ${formatPoints(yUm)} cm /S${form + 1} Do Q\n`;
  });
  const corner = [PAGE.widthUm - PAGE.marginUm - CHECK_CODE_UM, PAGE.heightUm - PAGE.marginUm - CHECK_CODE_UM] as const;
  return concatBytes(
    textContent({ colour: '#000000', heightUm: PAGE.heightUm, runs }, codes),
    encodeLatin1(drawn.join('')),
    encodeLatin1(code === null ? '' : checkCode(code, ...corner, CHECK_CODE_UM)),
  );
}

function resourcesObject(number: number, { fonts }: TextFonts, forms: Forms): RevisionObject {
  return object(number, {
    ColorSpace: CALIBRATED_COLOURS,
    Font: pdfDict(fonts),
    ...(forms.length === 0 ? {} : { XObject: pdfDict(forms.map((form, index) => [`S${index + 1}`, pdfRef(form.object.number)])) }),
  });
}

/** Pages stand behind the resources, each followed by its content. */
function pagesObject(count: number, first: number): RevisionObject {
  return object(REPORT_OBJECTS.pages, {
    Count: pdfInteger(count),
    Kids: pdfArray(Array.from({ length: count }, (_, index) => pdfRef(first + 2 * index))),
    Type: pdfName('Pages'),
  });
}

function pageObjects(resources: number, index: number, content: Bytes): readonly RevisionObject[] {
  const number = resources + 1 + 2 * index;
  return [
    object(number, {
      Contents: pdfRef(number + 1),
      MediaBox: pdfArray(['0', '0', formatPoints(PAGE.widthUm), formatPoints(PAGE.heightUm)].map(pdfNumber)),
      Parent: pdfRef(REPORT_OBJECTS.pages),
      Resources: pdfRef(resources),
      Type: pdfName('Page'),
    }),
    streamObject(number + 1, content, {}),
  ];
}

function object(number: number, entries: { readonly [key: string]: PdfObject }): RevisionObject {
  return { number, generation: 0, body: { kind: 'object', object: pdfDict(entries) } };
}

function streamObject(number: number, content: Bytes, entries: { readonly [key: string]: PdfObject }): RevisionObject {
  return { number, generation: 0, body: { kind: 'stream', dict: pdfDict({ ...entries, Length: pdfInteger(content.length) }), content } };
}
