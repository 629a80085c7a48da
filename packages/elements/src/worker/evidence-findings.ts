/** The verifier of evidence packages, with whatever it needs: loaded apart, since few pages do. */
import { blobSource, type Bytes, encodeHex } from '@sealkit/core/bytes';
import { digestSource, formatDigest } from '@sealkit/core/crypto';
import {
  type Evidence,
  type EvidenceCheckId,
  evidenceGaps,
  type EvidenceReport,
  readCanonicalZip,
  readEvidence,
  verifyEvidencePackage,
} from '@sealkit/core/evidence';
import { sm3 } from '@sealkit/core/sm';
import type { TrustAnchors } from '../foundation/context.ts';
import { policyNamed, type PolicyName } from './validation-tasks.ts';

export interface EvidenceInput {
  readonly container: Blob;
  /** The document, where the package holds only its digests. */
  readonly document: Blob | null;
  /** Of the signatures in the document. */
  readonly policy: PolicyName;
  readonly trust: TrustAnchors;
  /** C2SP vkeys of transparency logs. */
  readonly logKeys: readonly string[];
  /** ISO 8601 UTC. */
  readonly validationTime: string;
}

/** A check that was not made here: it has no answer, good or bad. */
export interface UncheckedRow {
  readonly id: EvidenceCheckId;
  readonly reason: 'DOCUMENT_ABSENT' | 'EVENTS_ABSENT' | 'LOG_ABSENT' | 'GLYPHS_ABSENT';
}

/** What a package says of itself, for reading beside its report; believe it as far as the report goes. */
export interface EvidenceContents {
  readonly issuedAt: string;
  readonly issuer: string;
  readonly uses: readonly { readonly id: string; readonly seal: string | null; readonly signingTime: string }[];
  readonly seals: readonly { readonly subject: string; readonly name: string }[];
  readonly entries: readonly { readonly name: string; readonly size: number }[];
  /** What it does not hold, each with a code. */
  readonly missing: readonly { readonly what: string; readonly reason: string }[];
}

export interface EvidenceFindings {
  readonly report: EvidenceReport;
  readonly unchecked: readonly UncheckedRow[];
  /** Of the whole file, `sha256:<hex>`. */
  readonly sha256: string;
  /** Hexadecimal; null of a file that is too large to be a package. */
  readonly sm3: string | null;
  /** Null where the package cannot be read that far. */
  readonly contents: EvidenceContents | null;
}

export async function findEvidence(input: EvidenceInput, signal: AbortSignal): Promise<EvidenceFindings> {
  const { container, document, trust, logKeys, validationTime } = input;
  const source = blobSource(container);
  const report = await verifyEvidencePackage(source, {
    trust: { ...trust, logs: logKeys },
    policy: policyNamed(input.policy),
    validationTime: new Date(validationTime),
    ...(document === null ? {} : { document: new Uint8Array(await document.arrayBuffer()) }),
    signal,
  });
  const sha256 = formatDigest('SHA-256', await digestSource('SHA-256', source, { signal }));
  if (report.rows.some(({ reason }) => reason === 'PACKAGE_TOO_LARGE')) return { report, sha256, sm3: null, unchecked: [], contents: null };
  const bytes = await source.read(0, source.size, { signal });
  const files = filesOf(bytes);
  const evidence = readEvidence(files.get('evidence.json') ?? new Uint8Array());
  return {
    report,
    sha256,
    sm3: encodeHex(sm3(bytes)),
    unchecked: evidence === undefined ? [] : uncheckedRows(evidence, report),
    contents: evidence === undefined ? null : contentsOf(files, evidence),
  };
}

type Files = ReadonlyMap<string, Bytes>;

function filesOf(bytes: Uint8Array): Files {
  const entries = readCanonicalZip(bytes);
  return new Map('reason' in entries ? [] : entries.map((entry) => [entry.name, entry.bytes]));
}

/** The report has no row for what is not there; so that nobody takes that for an answer, it is named. */
function uncheckedRows({ events, log, report: drawn }: Evidence, report: EvidenceReport): readonly UncheckedRow[] {
  const isMade = (id: UncheckedRow['id']): boolean => report.rows.some((row) => row.id === id);
  const rows: readonly (UncheckedRow & { readonly isDue: boolean })[] = [
    { id: 'document.version', reason: 'DOCUMENT_ABSENT', isDue: true },
    { id: 'document.integrity', reason: 'DOCUMENT_ABSENT', isDue: true },
    { id: 'events.chain', reason: 'EVENTS_ABSENT', isDue: events === null },
    { id: 'log.inclusion', reason: 'LOG_ABSENT', isDue: log === null },
    { id: 'report.pages', reason: 'GLYPHS_ABSENT', isDue: drawn !== null },
  ];
  return rows.filter(({ id, isDue }) => isDue && !isMade(id)).map(({ id, reason }) => ({ id, reason }));
}

function contentsOf(files: Files, evidence: Evidence): EvidenceContents {
  const { issued, seals, uses } = evidence;
  const nameOf = (number: string | null): string | null => seals.find((seal) => seal.number === number)?.name ?? number;
  return {
    issuedAt: issued.at,
    issuer: issued.issuer,
    uses: uses.map(({ id, sealNumber, signingTime }) => ({ id, seal: nameOf(sealNumber), signingTime })),
    seals: seals.map(({ number, version, name }) => ({ subject: `${number}-${version}`, name })),
    entries: [...files].map(([name, { length }]) => ({ name, size: length })),
    missing: evidenceGaps(files, evidence).map(({ what, reason }) => ({ what, reason })),
  };
}
