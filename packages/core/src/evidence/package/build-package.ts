import { type Bytes, type CallOptions, canonicalJson, encodeHex, encodeUtf8, type JsonValue } from '../../bytes/index.ts';
import { digest } from '../../crypto/index.ts';
import type { GlyphSource, Signer, SigningDigest } from '../../ports/index.ts';
import { formatAsicManifest } from './asic-manifest.ts';
import { type PackageEntry, writeCanonicalZip } from './canonical-zip.ts';
import { formatDigestList } from './digest-list.ts';
import {
  anchorEntry,
  ASIC_MEDIA_TYPE,
  certificateEntry,
  compareEntryNames,
  crlEntry,
  ENTRY,
  ocspEntry,
  statementEntry,
  useEntry,
} from './entry-names.ts';
import { EvidenceError } from '../evidence-error.ts';
import { writeReport } from '../report/write-report.ts';
import { encodeEvidence, readEvidence } from './evidence-json.ts';
import type { EvidenceRecords, EvidenceUse } from './evidence-records.ts';
import { type ManifestLevelOptions, raiseManifestSignature } from './manifest-levels.ts';
import { signManifest } from './manifest-signature.ts';
import { verifyText } from './verify-script.ts';

export interface EvidencePackageOptions extends CallOptions {
  /** ES256 key of the register with its certificates. */
  readonly signer: Signer<SigningDigest>;
  /** Needed where the records ask for a report. */
  readonly glyphs?: GlyphSource;
  /** B-B where absent. What cannot be had makes a lower level, which the records of the package name. */
  readonly raise?: ManifestLevelOptions;
}

/**
 * The evidence package of one envelope: an ASiC-E container in its one form. docs/evidence-format.md
 *
 * @throws {@link EvidenceError} `EVIDENCE_PACKAGE_UNBUILDABLE`
 * @see EN 319 162-1 §4.4
 */
export async function buildEvidencePackage(
  records: EvidenceRecords,
  { signer, glyphs, raise, ...options }: EvidencePackageOptions,
): Promise<Bytes> {
  const all = { ...records, certificates: [...records.certificates, ...signer.certificates] };
  const entries = await buildEvidenceEntries(all, glyphs);
  const manifest = await formatAsicManifest(entries);
  const basic = await signManifest(manifest, signer, new Date(records.issued.at), options);
  const raised = raise === undefined ? undefined : await raiseManifestSignature(basic, manifest, raise, options);
  const gap = raised?.gap ?? null;
  if (raise !== undefined && raised !== undefined && gap !== null) {
    // The gap is told in what the signature covers, so that it is made again, at the level that was reached.
    const { level } = raised;
    const again = { signer, ...options, ...(glyphs === undefined ? {} : { glyphs }) };
    const told = { ...records, missing: [...records.missing, gap] };
    return buildEvidencePackage(told, level === 'B-B' ? again : { ...again, raise: { ...raise, level } });
  }
  const signature = raised?.signature ?? basic;
  return writeCanonicalZip([...entries, { name: ENTRY.manifest, bytes: manifest }, { name: ENTRY.signature, bytes: signature }]);
}

/**
 * Every entry but the manifest and its signature, in the order of the package: a pure function of the records and the glyphs.
 *
 * @throws {@link EvidenceError} `EVIDENCE_PACKAGE_UNBUILDABLE` where a report is asked for and there are no glyphs.
 */
export async function buildEvidenceEntries(records: EvidenceRecords, glyphs?: GlyphSource): Promise<readonly PackageEntry[]> {
  const { document, events, log } = records;
  const entries: PackageEntry[] = [
    textEntry(ENTRY.mimetype, ASIC_MEDIA_TYPE),
    textEntry(ENTRY.verify, verifyText(records)),
    { name: ENTRY.evidence, bytes: await encodeEvidence(records) },
    ...(document === null ? [] : [{ name: ENTRY.document, bytes: document }]),
    ...(events === null ? [] : [textEntry(ENTRY.events, events.map((event) => `${canonicalJson(event)}\n`).join(''))]),
    ...(log === null ? [] : [textEntry(ENTRY.tlogProof, log.tlogProof)]),
    ...(log === null || log.timestampToken === null ? [] : [{ name: ENTRY.checkpointTimestamp, bytes: log.timestampToken }]),
    ...records.uses.flatMap(entriesOfUse),
    ...records.seals.flatMap(({ number, version, statement }) =>
      statement === null ? [] : [{ name: statementEntry(number, version), bytes: statement }],
    ),
    ...(await namedByDigest(records.certificates, certificateEntry)),
    ...(await namedByDigest(records.crls, crlEntry)),
    ...(await namedByDigest(records.ocspResponses, ocspEntry)),
    ...records.anchors.flatMap(({ name, receipt }) => (receipt === null ? [] : [{ name: anchorEntry(name), bytes: receipt }])),
  ];
  const summed = [...entries, ...(await reportEntry(records, entries, glyphs))];
  const lists = [
    { name: ENTRY.sha256, bytes: await formatDigestList('SHA-256', summed) },
    { name: ENTRY.sm3, bytes: await formatDigestList('SM3', summed) },
  ];
  return [...summed, ...lists].sort((left, right) => compareEntryNames(left.name, right.name));
}

async function reportEntry(
  { report }: EvidenceRecords,
  entries: readonly PackageEntry[],
  glyphs: GlyphSource | undefined,
): Promise<readonly PackageEntry[]> {
  if (report === null) return [];
  if (glyphs === undefined) throw new EvidenceError('EVIDENCE_PACKAGE_UNBUILDABLE', `expected the glyphs ${report.glyphs} for the report`);
  const files = new Map(entries.map(({ name, bytes }) => [name, bytes]));
  const evidence = readEvidence(files.get(ENTRY.evidence) ?? new Uint8Array());
  if (evidence === undefined)
    throw new EvidenceError('EVIDENCE_PACKAGE_UNBUILDABLE', 'expected records of the shape that evidence.json has');
  return [{ name: ENTRY.report, bytes: await writeReport(files, evidence, glyphs) }];
}

function entriesOfUse({ facts: { id }, permit, record, receipt, intent }: EvidenceUse): readonly PackageEntry[] {
  return [
    ...(permit === null ? [] : [textEntry(useEntry(id, 'permit.jws'), permit)]),
    ...(record === null ? [] : [textEntry(useEntry(id, 'record.jws'), record)]),
    ...(receipt === null ? [] : [textEntry(useEntry(id, 'receipt.jws'), receipt)]),
    ...(intent === null ? [] : [jsonEntry(useEntry(id, 'intent.json'), intent)]),
  ];
}

/** Each once, whoever brought it. */
async function namedByDigest(files: readonly Bytes[], nameOf: (sha256: string) => string): Promise<readonly PackageEntry[]> {
  const named = new Map<string, PackageEntry>();
  for (const bytes of files) {
    const name = nameOf(encodeHex(await digest('SHA-256', bytes)));
    named.set(name, { name, bytes });
  }
  return [...named.values()];
}

function textEntry(name: string, content: string): PackageEntry {
  return { name, bytes: encodeUtf8(content) };
}

function jsonEntry(name: string, value: JsonValue): PackageEntry {
  return textEntry(name, canonicalJson(value));
}
