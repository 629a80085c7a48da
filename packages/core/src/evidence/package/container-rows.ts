import { type Bytes, decodeUtf8, encodeHex, encodeUtf8, equalBytes, memorySource } from '../../bytes/index.ts';
import { digest } from '../../crypto/index.ts';
import { validateCms, VALIDATION_POLICIES } from '../../validation/index.ts';
import { formatAsicManifest } from './asic-manifest.ts';
import type { PackageEntry } from './canonical-zip.ts';
import { formatDigestList, type ListedDigest } from './digest-list.ts';
import {
  anchorEntry,
  ASIC_MEDIA_TYPE,
  certificateEntry,
  crlEntry,
  ENTRY,
  isListed,
  ocspEntry,
  statementEntry,
  useEntry,
} from './entry-names.ts';
import type { Evidence } from './evidence-json.ts';
import { type EvidenceRow, failed, passed, row, statusOf } from './evidence-report.ts';
import { isCanonicalSignature } from './signature-form.ts';
import type { VerifyEvidenceOptions } from './package-contents.ts';

type Files = ReadonlyMap<string, Bytes>;

/** The container by itself: every file listed, with its digests, under the signature of the register. docs/evidence-format.md §3, §4 */
export async function containerRows(entries: readonly PackageEntry[], options: VerifyEvidenceOptions): Promise<readonly EvidenceRow[]> {
  const files: Files = new Map(entries.map(({ name, bytes }) => [name, bytes]));
  return [
    await manifestRow(entries, files, options),
    await listRow('container.sha256', 'SHA-256', entries, files, options),
    await listRow('container.sm3', 'SM3', entries, files, options),
    ...(await signatureRows(files, options)),
  ];
}

/** Whether the package holds what it must, and nothing that `evidence.json` does not speak of. */
export async function entriesRow(files: Files, evidence: Evidence | undefined): Promise<EvidenceRow> {
  const id = 'container.entries';
  const missing = REQUIRED.find((name) => !files.has(name));
  if (missing !== undefined) return failed(id, missing, 'ENTRY_MISSING');
  if (!equalBytes(files.get(ENTRY.mimetype) ?? new Uint8Array(), encodeUtf8(ASIC_MEDIA_TYPE)))
    return failed(id, ENTRY.mimetype, 'MEDIA_TYPE_OTHER');
  if (evidence === undefined) return passed(id, '', { entries: files.size });
  for (const [name, bytes] of files) if (!(await isKnown(name, bytes, evidence))) return failed(id, name, 'ENTRY_UNKNOWN');
  const named = [
    ...(evidence.events === null ? [] : [ENTRY.events]),
    ...(evidence.log === null ? [] : [ENTRY.tlogProof]),
    ...(evidence.report === null ? [] : [ENTRY.report]),
    ...evidence.anchors.flatMap(({ name, receipt }) => (receipt === null ? [] : [anchorEntry(name)])),
    ...evidence.seals.flatMap(({ number, version, statement }) => (statement === null ? [] : [statementEntry(number, version)])),
  ];
  const gone = named.find((name) => !files.has(name));
  return gone === undefined ? passed(id, '', { entries: files.size }) : failed(id, gone, 'ENTRY_MISSING');
}

const REQUIRED = [ENTRY.mimetype, ENTRY.manifest, ENTRY.signature, ENTRY.sha256, ENTRY.sm3, ENTRY.verify, ENTRY.evidence] as const;
const USE_PARTS = ['permit.jws', 'record.jws', 'receipt.jws', 'intent.json'] as const;

async function isKnown(name: string, bytes: Bytes, evidence: Evidence): Promise<boolean> {
  const { events, log, seals, uses, report, anchors } = evidence;
  const known: readonly string[] = [
    ...REQUIRED,
    ENTRY.document,
    ...(events === null ? [] : [ENTRY.events]),
    ...(report === null ? [] : [ENTRY.report]),
    ...anchors.flatMap(({ name: anchor, receipt }) => (receipt === null ? [] : [anchorEntry(anchor)])),
    ...(log === null ? [] : [ENTRY.tlogProof, ENTRY.checkpointTimestamp]),
    ...seals.flatMap(({ number, version, statement }) => (statement === null ? [] : [statementEntry(number, version)])),
    ...uses.flatMap(({ id }) => USE_PARTS.map((part) => useEntry(id, part))),
  ];
  if (known.includes(name)) return true;
  // The others are named by their own digest.
  const value = encodeHex(await digest('SHA-256', bytes));
  return [certificateEntry, crlEntry, ocspEntry].some((nameOf) => nameOf(value) === name);
}

/** The manifest is made again from the entries; where the octets differ, the first line that does says which entry. */
async function manifestRow(entries: readonly PackageEntry[], files: Files, { engine }: VerifyEvidenceOptions): Promise<EvidenceRow> {
  const id = 'container.manifest';
  const manifest = files.get(ENTRY.manifest);
  if (manifest === undefined) return failed(id, ENTRY.manifest, 'ENTRY_MISSING');
  const expected = await formatAsicManifest(entries, engine);
  const count = entries.filter(({ name }) => isListed(name)).length;
  if (equalBytes(manifest, expected)) return passed(id, '', { entries: count });
  const line = firstOtherLine(manifest, expected);
  return failed(id, /URI="([^"]*)"/.exec(line)?.[1] ?? ENTRY.manifest, 'DIGEST_DIFFERS');
}

async function listRow(
  id: 'container.sha256' | 'container.sm3',
  algorithm: ListedDigest,
  entries: readonly PackageEntry[],
  files: Files,
  { engine }: VerifyEvidenceOptions,
): Promise<EvidenceRow> {
  const name = algorithm === 'SM3' ? ENTRY.sm3 : ENTRY.sha256;
  const list = files.get(name);
  if (list === undefined) return failed(id, name, 'ENTRY_MISSING');
  const expected = await formatDigestList(algorithm, entries, engine);
  if (equalBytes(list, expected)) return passed(id, '');
  return failed(id, firstOtherLine(list, expected).split('  ')[1] ?? name, 'DIGEST_DIFFERS');
}

/** The first line that one has and the other has not, as it should be. */
function firstOtherLine(found: Uint8Array, expected: Uint8Array): string {
  const lines = new Set(new TextDecoder().decode(found).split('\n'));
  return (
    decodeUtf8(expected)
      .split('\n')
      .find((line) => !lines.has(line)) ?? ''
  );
}

const SIGNATURE_ROWS = ['container.signature-form', 'container.signature'] as const;

async function signatureRows(files: Files, options: VerifyEvidenceOptions): Promise<readonly EvidenceRow[]> {
  const [manifest, signature] = [files.get(ENTRY.manifest), files.get(ENTRY.signature)];
  if (manifest === undefined || signature === undefined) return [];
  const certificates = [...files].filter(([name]) => name.startsWith('certificates/')).map(([, bytes]) => bytes);
  // What is in another form may be over something else altogether.
  if (!(await isCanonicalSignature(signature, certificates)))
    return SIGNATURE_ROWS.map((id) => failed(id, ENTRY.signature, 'SIGNATURE_FORM_OTHER'));
  const { registers, signers, timestampAuthorities = signers } = options.trust;
  const report = await validateCms(signature, {
    trust: { signers: registers, sealMakers: [], registers: [], timestampAuthorities },
    extraCertificates: certificates,
    policy: VALIDATION_POLICIES.basic,
    validationTime: options.validationTime,
    content: memorySource(manifest),
    ...(options.engine === undefined ? {} : { engine: options.engine }),
  });
  const [found] = report.signatures;
  const status = statusOf(found?.indication ?? 'FAILED');
  const values = {
    signer: found?.signer?.subject ?? null,
    level: found?.baselineLevel ?? null,
    claimedSigningTime: found?.claimedSigningTime ?? null,
  };
  return [
    passed('container.signature-form', ENTRY.signature),
    row('container.signature', ENTRY.signature, status, found?.subIndication ?? 'FORMAT_FAILURE', values),
    ...(found?.timestamps ?? []).map(({ kind, time, authority, indication, subIndication }, index) =>
      row('container.timestamp', String(index + 1), statusOf(indication), subIndication ?? 'FORMAT_FAILURE', {
        kind,
        time,
        authority: authority?.subject ?? null,
      }),
    ),
  ];
}
