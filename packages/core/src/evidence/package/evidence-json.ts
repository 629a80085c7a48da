import { BytesError, canonicalJson, decodeUtf8, encodeUtf8, type Bytes, type JsonValue } from '../../bytes/index.ts';
import { digestText } from '../../crypto/index.ts';
import { instant, integer, list, literal, members, nullable, type Shape, ShapeMismatch, text } from '../../seal/index.ts';
import type {
  EvidenceAnchor,
  EvidenceEnvironment,
  EvidenceGap,
  EvidenceOrganisation,
  EvidencePerson,
  EvidenceRecords,
  EvidenceReportSettings,
  EvidenceSeal,
  EvidenceSignature,
  EvidenceUseFacts,
} from './evidence-records.ts';

/** `evidence.json`: the case in one RFC 8785 object. docs/evidence-format.md §5 */
export interface Evidence {
  readonly v: 1;
  readonly tenant: string;
  readonly issued: EvidenceRecords['issued'];
  readonly envelope: EvidenceEnvelope;
  readonly persons: readonly EvidencePerson[];
  readonly organisations: readonly EvidenceOrganisation[];
  readonly seals: readonly (Omit<EvidenceSeal, 'statement'> & { readonly statement: string | null })[];
  readonly uses: readonly EvidenceUseFacts[];
  /** Number of events and digest of the last one; null without events. */
  readonly events: { readonly count: number; readonly head: string } | null;
  readonly log: { readonly key: string } | null;
  readonly signatures: readonly EvidenceSignature[] | null;
  /** `receipt` is the digest of the entry. */
  readonly anchors: readonly (Omit<EvidenceAnchor, 'receipt'> & { readonly receipt: string | null })[];
  readonly environment: EvidenceEnvironment | null;
  readonly report: EvidenceReportSettings | null;
  readonly missing: readonly EvidenceGap[];
}

/** What a verifier reads of the envelope; the rest counts through its digest. */
export interface EvidenceEnvelope {
  readonly id: string;
  readonly versions: readonly EvidenceVersion[];
  /** All of it. */
  readonly raw: JsonValue;
}

export interface EvidenceVersion {
  readonly version: number;
  readonly digest: string;
  readonly length: number;
  readonly useId: string | null;
}

/** The octets of `evidence.json`. */
export async function encodeEvidence(records: EvidenceRecords): Promise<Bytes> {
  const { tenant, issued, envelope, persons, organisations, uses, events, log, signatures, environment, report, missing } = records;
  const seals: JsonValue[] = [];
  for (const { statement, ...seal } of records.seals)
    seals.push({ ...seal, statement: statement === null ? null : await digestText('SHA-256', statement) });
  const anchors: JsonValue[] = [];
  for (const { receipt, ...anchor } of records.anchors)
    anchors.push({ ...anchor, receipt: receipt === null ? null : await digestText('SHA-256', receipt) });
  const evidence: JsonValue = {
    v: 1,
    tenant,
    issued,
    envelope,
    persons: persons.map((person) => ({ ...person })),
    organisations: organisations.map((organisation) => ({ ...organisation })),
    seals,
    uses: uses.map(({ facts }) => ({ ...facts })),
    events: await headOf(events),
    log: log && { key: log.key },
    signatures: signatures && signatures.map((signature) => ({ ...signature })),
    anchors,
    environment: environment && { ...environment },
    report: report && { ...report },
    missing: missing.map((gap) => ({ ...gap })),
  };
  return encodeUtf8(canonicalJson(evidence));
}

/** Undefined where the octets are no evidence of this version in its one spelling. */
export function readEvidence(bytes: Uint8Array): Evidence | undefined {
  try {
    const spelled = decodeUtf8(bytes);
    const value = JSON.parse(spelled) as JsonValue;
    return canonicalJson(value) === spelled ? evidenceShape(value, 'evidence') : undefined;
  } catch (error) {
    if (error instanceof ShapeMismatch || error instanceof BytesError || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

async function headOf(events: EvidenceRecords['events']): Promise<Evidence['events']> {
  const last = events?.at(-1);
  return events === null || last === undefined
    ? null
    : { count: events.length, head: await digestText('SHA-256', encodeUtf8(canonicalJson(last))) };
}

const MOST = 10_000;
const digest = text(/^(?:sha256:[0-9a-f]{64}|sha384:[0-9a-f]{96}|sha512:[0-9a-f]{128})$/, 140);
const id = text(/^[A-Za-z0-9_-]+$/, 64);
const words = text(/^[^]+$/, 1000);
const count = integer(0, Number.MAX_SAFE_INTEGER);

const envelopeShape: Shape<EvidenceEnvelope> = (value, path) => {
  const raw = value ?? null;
  const member = (name: string): JsonValue | undefined =>
    typeof raw === 'object' && raw !== null && !Array.isArray(raw) ? (raw as { readonly [name: string]: JsonValue })[name] : undefined;
  return { id: id(member('id'), `${path}.id`), versions: list(versionShape, MOST)(member('versions'), `${path}.versions`), raw };
};

/** Versions hold more members than these: those of the envelope's record. */
const versionShape: Shape<EvidenceVersion> = (value, path) => {
  const { version, digest: digested, length, useId } = Object(value ?? {}) as { readonly [name: string]: JsonValue };
  return {
    version: integer(1, MOST)(version, `${path}.version`),
    digest: digest(digested, `${path}.digest`),
    length: count(length, `${path}.length`),
    useId: nullable(id)(useId, `${path}.useId`),
  };
};

const evidenceShape: Shape<Evidence> = members<Evidence>({
  v: literal(1),
  tenant: words,
  issued: members({ at: instant, personId: words, issuer: words }),
  envelope: envelopeShape,
  persons: list(members<EvidencePerson>({ id: words, name: words, organisationId: words }), MOST),
  organisations: list(members<EvidenceOrganisation>({ id: words, name: words, verifiedName: words }), MOST),
  seals: list(
    members<Evidence['seals'][number]>({
      number: id,
      version: integer(1, 1_000_000),
      name: words,
      kind: words,
      organisationId: words,
      statement: nullable(digest),
    }),
    MOST,
  ),
  uses: list(
    members<EvidenceUseFacts>({
      id,
      permitId: id,
      personId: words,
      sealNumber: nullable(id),
      sealVersion: nullable(integer(1, 1_000_000)),
      certificate: digest,
      signingTime: instant,
      originalDigest: digest,
      byteRange: list(count, 4),
      byteRangeDigest: digest,
      fileDigest: digest,
    }),
    MOST,
  ),
  events: nullable(members({ count: integer(1, Number.MAX_SAFE_INTEGER), head: digest })),
  log: nullable(members({ key: words })),
  signatures: nullable(
    list(
      members<EvidenceSignature>({
        field: words,
        indication: words,
        subIndication: nullable(words),
        level: nullable(words),
        signer: nullable(words),
        issuer: nullable(words),
        claimedSigningTime: nullable(instant),
        bestSignatureTime: instant,
        bestSignatureTimeSource: words,
      }),
      MOST,
    ),
  ),
  anchors: list(
    members<Evidence['anchors'][number]>({
      name: id,
      kind: literal('judicial-chain', 'notary'),
      state: literal('recorded', 'pending', 'failed'),
      reference: nullable(words),
      at: nullable(instant),
      reason: nullable(words),
      receipt: nullable(digest),
    }),
    MOST,
  ),
  environment: nullable(members<EvidenceEnvironment>({ software: words, runtime: words, clock: words })),
  report: nullable(members<EvidenceReportSettings>({ glyphs: words, checkPage: nullable(words) })),
  missing: list(members<EvidenceGap>({ what: words, reason: words }), MOST),
});
