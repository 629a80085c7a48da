import { type Bytes, equalBytes, type JsonValue, memorySource } from '../../bytes/index.ts';
import { SealkitError } from '../../errors/index.ts';
import { validateDocument, type ValidationReport } from '../../validation/index.ts';
import { ENTRY, statementEntry, useEntry } from './entry-names.ts';
import type { Evidence } from './evidence-json.ts';
import type { EvidenceUseFacts } from './evidence-records.ts';
import { agreement, type EvidenceRow, failed, passed, row, statusOf } from './evidence-report.ts';
import { type PackageContents, readCanonical, textOf } from './package-contents.ts';
import { readSignatureInDocument, sameDigest } from './signature-in-document.ts';

/** The document: every version of it, every signature in it, and that those of the uses are what the register says. §6.6 */
export async function documentRows(contents: PackageContents): Promise<readonly EvidenceRow[]> {
  const { document, evidence } = contents;
  if (document === null) return [];
  const rows: EvidenceRow[] = [...givenRow(contents)];
  for (const version of evidence.envelope.versions) rows.push(await versionRow(document, version));
  rows.push(...(await signatureRows(contents, document)));
  for (const facts of evidence.uses) rows.push(...(await useRowsIn(contents, document, facts)));
  return rows;
}

/** A document that is given beside a package with one is asked about: is it that one? */
function givenRow({ files, options }: PackageContents): readonly EvidenceRow[] {
  const [inside, given] = [files.get(ENTRY.document), options.document];
  if (inside === undefined || given === undefined) return [];
  const name = 'document.given';
  return [equalBytes(inside, given) ? passed(name, ENTRY.document) : failed(name, ENTRY.document, 'DIFFERS')];
}

/** Later versions begin with the octets of the earlier ones. */
async function versionRow(document: Bytes, { version, length, digest }: Evidence['envelope']['versions'][number]): Promise<EvidenceRow> {
  const subject = String(version);
  if (length > document.length)
    return failed('document.version', subject, 'DOCUMENT_SHORTER', { length: document.length, expected: length });
  return agreement('document.version', subject, { digest: [await sameDigest(digest, document.subarray(0, length)), digest] });
}

async function signatureRows(contents: PackageContents, document: Bytes): Promise<readonly EvidenceRow[]> {
  const { options, files } = contents;
  const having = (ending: string): readonly Bytes[] => [...files].filter(([name]) => name.endsWith(ending)).map(([, bytes]) => bytes);
  let report: ValidationReport;
  try {
    report = await validateDocument(memorySource(document), {
      trust: options.trust,
      extraCertificates: having('.cer'),
      extraRevocation: { crls: having('.crl'), ocspResponses: having('.ocsp') },
      intentProofs: intentProofsOf(contents),
      validationTime: options.validationTime,
      ...(options.policy === undefined ? {} : { policy: options.policy }),
      ...(options.engine === undefined ? {} : { engine: options.engine }),
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    });
  } catch (error) {
    // Octets that are no PDF that can be judged: a row with the reason, as every other fault of a package.
    if (error instanceof SealkitError) return [failed('document.integrity', ENTRY.document, error.code)];
    throw error;
  }
  const { integrity, revisions } = report.document;
  const whole = integrity === 'intact' || integrity === null ? 'passed' : integrity === 'undetermined' ? 'indeterminate' : 'failed';
  return [
    row('document.integrity', ENTRY.document, whole, integrity?.toUpperCase() ?? null, { revisions, signatures: report.signatures.length }),
    ...report.signatures.map(
      ({ field, indication, subIndication, signer, baselineLevel, bestSignatureTime, bestSignatureTimeSource, seal }) =>
        row('document.signature', field ?? '', statusOf(indication), subIndication ?? null, {
          signer: signer?.subject ?? null,
          level: baselineLevel,
          bestSignatureTime,
          bestSignatureTimeSource,
          sealNumber: seal?.statement.number ?? null,
        }),
    ),
  ];
}

function intentProofsOf({ files, evidence }: PackageContents): readonly JsonValue[] {
  return evidence.uses.flatMap(({ id }) => {
    const intent = files.get(useEntry(id, 'intent.json'));
    return (intent && readCanonical(intent)) ?? [];
  });
}

async function useRowsIn(contents: PackageContents, document: Bytes, facts: EvidenceUseFacts): Promise<readonly EvidenceRow[]> {
  const { id, byteRange, byteRangeDigest, fileDigest, certificate } = facts;
  const found = await readSignatureInDocument(document, byteRange, facts);
  const isBeside = found.fileDigest !== fileDigest && !contents.evidence.envelope.versions.some(({ useId }) => useId === id);
  // Without parties every use signs the document as it was opened, each in a file of its own.
  if (isBeside) return [row('use.document-range', id, 'indeterminate', 'IN_ANOTHER_FILE')];
  const range = agreement('use.document-range', id, {
    byteRangeDigest: [found.byteRangeDigest, byteRangeDigest],
    fileDigest: [found.fileDigest, fileDigest],
  });
  if (found.cms === null) return [range, failed('use.document-signature', id, 'SIGNATURE_MISSING')];
  const { assertions, holds } = found.cms;
  const signature = holds
    ? agreement('use.document-signature', id, { certificate: [found.cms.certificate, certificate] })
    : failed('use.document-signature', id, 'SIGNATURE_INVALID');
  const statement = sealStatementOf(contents, facts);
  const permit = textOf(contents, useEntry(id, 'permit.jws'));
  const record = textOf(contents, useEntry(id, 'record.jws'));
  return [
    range,
    signature,
    ...(permit === undefined ? [] : [agreement('use.document-permit', id, { permit: [assertions.permit, permit] })]),
    ...(record === undefined ? [] : [agreement('use.document-record', id, { record: [assertions.useRecord, record] })]),
    ...(statement === undefined ? [] : [statementRow(id, assertions.statement, statement)]),
  ];
}

function sealStatementOf({ files }: PackageContents, { sealNumber, sealVersion }: EvidenceUseFacts): Bytes | undefined {
  return sealNumber === null || sealVersion === null ? undefined : files.get(statementEntry(sealNumber, sealVersion));
}

function statementRow(id: string, found: Bytes | undefined, expected: Bytes): EvidenceRow {
  const isSame = found !== undefined && equalBytes(found, expected);
  return isSame ? passed('use.document-statement', id) : failed('use.document-statement', id, 'DIFFERS', { member: 'statement' });
}
