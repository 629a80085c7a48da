import type { ByteSource } from '../../bytes/index.ts';
import { MAX_PACKAGE_LENGTH, readCanonicalZip } from './canonical-zip.ts';
import { containerRows, entriesRow } from './container-rows.ts';
import { documentRows } from './document-rows.ts';
import { ENTRY } from './entry-names.ts';
import { eventRows } from './event-rows.ts';
import { type Evidence, readEvidence } from './evidence-json.ts';
import { type EvidenceReport, type EvidenceRow, failed, indicationOf, passed } from './evidence-report.ts';
import { logRows } from './log-rows.ts';
import { type PackageContents, readEvents, type VerifyEvidenceOptions } from './package-contents.ts';
import { anchorRows, reportRows } from './report-rows.ts';
import { revocationRows } from './revocation-rows.ts';
import { sealRows } from './seal-rows.ts';
import { useRows } from './use-rows.ts';

/**
 * Verifies an evidence package, offline, against the caller's anchors. What is wrong is a row of the report, whatever octets come in;
 * what the package does not hold has no row. docs/evidence-format.md §6
 */
export async function verifyEvidencePackage(source: ByteSource, options: VerifyEvidenceOptions): Promise<EvidenceReport> {
  if (source.size > MAX_PACKAGE_LENGTH) return reportOf([failed('container.form', '', 'PACKAGE_TOO_LARGE')], options);
  const entries = readCanonicalZip(await source.read(0, source.size, options.signal === undefined ? {} : { signal: options.signal }));
  if ('reason' in entries) {
    const { reason, entry, offset } = entries;
    return reportOf([failed('container.form', entry, reason, { offset })], options);
  }
  const files = new Map(entries.map(({ name, bytes }) => [name, bytes]));
  const bytes = files.get(ENTRY.evidence);
  const evidence = bytes && readEvidence(bytes);
  const rows: EvidenceRow[] = [
    passed('container.form', '', { entries: entries.length }),
    await entriesRow(files, evidence),
    ...(await containerRows(entries, options)),
    ...(bytes === undefined
      ? []
      : [evidence === undefined ? failed('evidence.form', ENTRY.evidence, 'EVIDENCE_MALFORMED') : passed('evidence.form', ENTRY.evidence)]),
  ];
  if (evidence === undefined) return reportOf(rows, options);
  const lines = files.get(ENTRY.events);
  const document = files.get(ENTRY.document) ?? options.document ?? null;
  const events = lines === undefined ? null : ((await readEvents(lines, options.engine)) ?? null);
  rows.push(...(await rowsOfContents({ files, evidence, events, document, options })));
  return reportOf(rows, options, evidence);
}

async function rowsOfContents(contents: PackageContents): Promise<readonly EvidenceRow[]> {
  const rows: EvidenceRow[] = [
    ...(await reportRows(contents)),
    ...(await anchorRows(contents)),
    ...(await revocationRows(contents)),
    ...(await eventRows(contents)),
    ...(await logRows(contents)),
    ...(await sealRows(contents)),
  ];
  for (const facts of contents.evidence.uses) rows.push(...(await useRows(contents, facts)));
  rows.push(...(await documentRows(contents)));
  return rows;
}

function reportOf(rows: readonly EvidenceRow[], { validationTime }: VerifyEvidenceOptions, evidence?: Evidence): EvidenceReport {
  return {
    version: 1,
    indication: indicationOf(rows),
    validationTime: validationTime.toISOString(),
    tenant: evidence?.tenant ?? null,
    envelopeId: evidence?.envelope.id ?? null,
    rows,
  };
}
