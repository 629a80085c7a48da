import { type Bytes, decodeLatin1, encodeLatin1, equalBytes } from '../../bytes/index.ts';
import { type RevisionObject, writeWholeFile } from '../../pades/index.ts';
import { pdfArray, pdfDict, pdfInteger, pdfName, type PdfObject, pdfRef, pdfString } from '../../pdf/index.ts';
import { ENTRY } from '../package/entry-names.ts';
import { reportMetadata } from './report-metadata.ts';
import { REPORT_TITLE } from './report-words.ts';

/** Numbers of the objects that every report begins with. */
export const REPORT_OBJECTS = { embedded: 1, specification: 2, metadata: 3, catalog: 4, pages: 5, first: 6 } as const;

/**
 * What every report begins with: `evidence.json` as an embedded file, its specification, the metadata, the catalog. One form, so that a
 * verifier without glyphs and without a reader of PDF finds the copy by comparing octets.
 *
 * @param issuedAt ISO 8601
 * @see ISO 19005-3 §6.8
 */
export function reportHead(evidence: Bytes, issuedAt: string): readonly RevisionObject[] {
  const name = pdfString(encodeLatin1(ENTRY.evidence));
  const time = issuedAt.replaceAll(/[-:T]|\.\d+/g, '');
  const metadata = reportMetadata(REPORT_TITLE, issuedAt);
  return [
    stream(REPORT_OBJECTS.embedded, evidence, {
      Params: pdfDict({ ModDate: pdfString(encodeLatin1(`D:${time}`)), Size: pdfInteger(evidence.length) }),
      Subtype: pdfName('application/json'),
      Type: pdfName('EmbeddedFile'),
    }),
    object(REPORT_OBJECTS.specification, {
      AFRelationship: pdfName('Data'),
      Desc: pdfString(encodeLatin1('What the report is made of')),
      EF: pdfDict({ F: pdfRef(REPORT_OBJECTS.embedded), UF: pdfRef(REPORT_OBJECTS.embedded) }),
      F: name,
      Type: pdfName('Filespec'),
      UF: name,
    }),
    stream(REPORT_OBJECTS.metadata, metadata, { Subtype: pdfName('XML'), Type: pdfName('Metadata') }),
    object(REPORT_OBJECTS.catalog, {
      AF: pdfArray([pdfRef(REPORT_OBJECTS.specification)]),
      Lang: pdfString(encodeLatin1('zh-CN')),
      Metadata: pdfRef(REPORT_OBJECTS.metadata),
      Names: pdfDict({ EmbeddedFiles: pdfDict({ Names: pdfArray([name, pdfRef(REPORT_OBJECTS.specification)]) }) }),
      Pages: pdfRef(REPORT_OBJECTS.pages),
      Type: pdfName('Catalog'),
    }),
  ];
}

/** Whether a report begins so with this `evidence.json`, and its cross-reference table and trailer lead to these objects. */
export function embedsEvidence(report: Uint8Array, evidence: Bytes, issuedAt: string): boolean {
  const head = writeWholeFile(reportHead(evidence, issuedAt), pdfDict({}));
  const [wanted, found] = [readEnding(head), readEnding(report)];
  if (wanted === undefined || found === undefined) return false;
  const { position } = wanted;
  return (
    equalBytes(report.subarray(0, position), head.subarray(0, position)) &&
    found.position >= position &&
    found.entries.startsWith(wanted.entries) &&
    TRAILER.test(found.trailer)
  );
}

const TRAILER = /^<< \/ID \[ <[0-9A-F]{32}> <[0-9A-F]{32}> \] \/Root 4 0 R \/Size \d+ >>$/;
const LONGEST_ENDING = 400;

interface FileEnding {
  readonly position: number;
  readonly entries: string;
  readonly trailer: string;
}

/** Cross-reference table and trailer in the form of `writeWholeFile`. @see ISO 32000-2 §7.5.4, §7.5.5 */
function readEnding(file: Uint8Array): FileEnding | undefined {
  const end = decodeLatin1(file.subarray(Math.max(0, file.length - LONGEST_ENDING)));
  const [ending = '', trailer = '', position = ''] = /trailer\n(<< [^\n]* >>)\nstartxref\n(\d{1,10})\n%%EOF\n$/.exec(end) ?? [];
  const start = Number(position);
  const section = decodeLatin1(file.subarray(start, file.length - ending.length));
  const [, entries] = /^xref\n0 \d+\n((?:\d{10} \d{5} [nf] \n)+)$/.exec(section) ?? [];
  return ending === '' || entries === undefined ? undefined : { position: start, entries, trailer };
}

function object(number: number, entries: { readonly [key: string]: PdfObject }): RevisionObject {
  return { number, generation: 0, body: { kind: 'object', object: pdfDict(entries) } };
}

function stream(number: number, content: Bytes, entries: { readonly [key: string]: PdfObject }): RevisionObject {
  return { number, generation: 0, body: { kind: 'stream', dict: pdfDict({ ...entries, Length: pdfInteger(content.length) }), content } };
}
