import type { Bytes } from '@sealkit/core/bytes';
import { readSignedAssertions } from '@sealkit/core/cades';
import { parseSignedAttributes } from '@sealkit/core/cms';
import type { EvidenceLog, EvidenceRecords, EvidenceSeal, EvidenceUse } from '@sealkit/core/evidence';
import { parseSealStatement, readSealAssertions } from '@sealkit/core/seal';
import { AdapterError } from '../adapter-error.ts';
import { verifyChain } from '../audit/verify-chain.ts';
import { isAlteredEnvelope } from '../envelopes/envelope-alteration.ts';
import { factsOfEnvelope } from '../envelopes/envelope-facts.ts';
import type { AuditEventRecord, CredentialRecord, EnvelopeRecord, UseRecord } from '../storage/records.ts';
import type { Store, StoreTransaction } from '../storage/store.ts';
import { findCredential } from '../uses/discard-use.ts';
import { isAlteredUse } from '../uses/use-alteration.ts';
import { jsonObject, toJson } from './json-record.ts';
import { readParticipants } from './read-participants.ts';

/** What a package is made of besides what the store holds. */
export interface EvidenceSources {
  readonly tenant: string;
  readonly envelopeId: string;
  readonly issued: EvidenceRecords['issued'];
  readonly document: Bytes | null;
  /** Proves that the last event of the chain is in the log; null where there is none. */
  readonly prove: (head: AuditEventRecord) => Promise<EvidenceLog | null>;
  /** What the issuer adds of its own; nothing where absent. */
  readonly own?: Partial<IssuerRecords>;
}

/** What does not come out of the store. */
export type IssuerRecords = Pick<
  EvidenceRecords,
  'crls' | 'ocspResponses' | 'signatures' | 'anchors' | 'environment' | 'report' | 'missing'
>;

/**
 * Everything that the store holds of an envelope, each record looked at before it goes in: what is not as its events say is no evidence.
 *
 * @throws {@link AdapterError} `ENVELOPE_NOT_FOUND`, `EVIDENCE_BLOCKED`; what `prove` throws
 */
export async function gatherEvidence(store: Store, sources: EvidenceSources): Promise<EvidenceRecords> {
  const { tenant, envelopeId, issued, document, prove, own } = sources;
  const events = await readChain(store, tenant, envelopeId);
  const head = events.at(-1);
  if (head === undefined) throw new AdapterError('ENVELOPE_NOT_FOUND');
  const found = await store.transaction((tx) => readRecords(tx, tenant, envelopeId, events));
  const { envelope, uses, persons, organisations, seals, certificates } = found;
  return {
    tenant,
    issued,
    envelope: { ...factsOfEnvelope(envelope), id: envelopeId },
    persons,
    organisations,
    seals,
    document,
    events: events.map(({ digest: _own, ...event }) => toJson(event)),
    log: await prove(head),
    uses,
    certificates,
    crls: [],
    ocspResponses: [],
    signatures: null,
    anchors: [],
    environment: null,
    report: null,
    missing: [],
    ...own,
  };
}

/** The envelope's own chain, from its first event, every link followed. */
async function readChain(store: Store, tenant: string, chain: string): Promise<readonly AuditEventRecord[]> {
  const events: AuditEventRecord[] = [];
  const reader = { read: async (_tx: StoreTransaction, page: readonly AuditEventRecord[]) => void events.push(...page) };
  const verdict = await verifyChain(store, tenant, { chain }, reader);
  if (!verdict.intact) throw new AdapterError('EVIDENCE_BLOCKED', { values: { reason: verdict.fault } });
  return events;
}

interface FoundRecords extends Pick<EvidenceRecords, 'uses' | 'persons' | 'organisations' | 'seals' | 'certificates'> {
  readonly envelope: EnvelopeRecord;
}

async function readRecords(
  tx: StoreTransaction,
  tenant: string,
  envelopeId: string,
  events: readonly AuditEventRecord[],
): Promise<FoundRecords> {
  const envelope = await tx.envelopes.find(tenant, envelopeId);
  if (envelope === undefined) throw new AdapterError('ENVELOPE_NOT_FOUND');
  if (await isAlteredEnvelope(tx, envelope)) throw new AdapterError('EVIDENCE_BLOCKED', { values: { reason: 'ENVELOPE_ALTERED' } });
  const completed = events.filter(({ type }) => type === 'use-completed').map(({ body }) => body['useId']);
  const uses: UseRecord[] = [];
  for (const id of completed) {
    const use = typeof id === 'string' ? await tx.uses.find(tenant, id) : undefined;
    if (use === undefined || (await isAlteredUse(tx, use)))
      throw new AdapterError('EVIDENCE_BLOCKED', { values: { reason: 'USE_ALTERED' } });
    uses.push(use);
  }
  const seals = await readSeals(tx, uses);
  const credentials = await Promise.all(uses.map((use) => findCredential(tx, use)));
  return {
    envelope,
    uses: await Promise.all(uses.map((use) => evidenceOfUse(tx, use))),
    ...(await readParticipants(tx, envelope, uses)),
    seals,
    certificates: [...credentials.flatMap(certificatesOf), ...seals.flatMap(makerCertificates)],
  };
}

async function evidenceOfUse(tx: StoreTransaction, use: UseRecord): Promise<EvidenceUse> {
  const permit = await tx.permits.find(use.tenant, use.permitId);
  const { byteRange, messageDigest } = use.prepared;
  return {
    facts: {
      id: use.id,
      permitId: use.permitId,
      personId: use.personId,
      sealNumber: use.sealNumber,
      sealVersion: use.sealVersion,
      certificate: use.act.certificate,
      signingTime: use.signingTime,
      originalDigest: use.act.originalDigest,
      byteRange: [...byteRange],
      byteRangeDigest: messageDigest,
      fileDigest: use.completed?.fileDigest ?? '',
    },
    permit: permit?.compact ?? null,
    record: recordOf(use),
    receipt: use.completed?.receipt ?? null,
    intent: jsonObject(use.intent),
  };
}

/** The use record lies in the signed attributes. */
function recordOf({ signedAttributes }: UseRecord): string | null {
  if (signedAttributes === null) return null;
  const assertions = readSignedAssertions({ signedAttributes: parseSignedAttributes(signedAttributes) });
  return readSealAssertions(assertions).useRecord ?? null;
}

/** Each version once. */
async function readSeals(tx: StoreTransaction, uses: readonly UseRecord[]): Promise<readonly EvidenceSeal[]> {
  const seals = new Map<string, EvidenceSeal>();
  for (const { tenant, sealNumber: number, sealVersion: version } of uses) {
    if (number === null || version === null || seals.has(`${number}-${version}`)) continue;
    const seal = await tx.register.findSeal(tenant, number);
    const found = await tx.register.findVersion(tenant, number, version);
    if (seal === undefined || found === undefined) continue;
    const { name, kind, organisationId } = seal;
    seals.set(`${number}-${version}`, { number, version, name, kind, organisationId, statement: found.statement });
  }
  return [...seals.values()];
}

function certificatesOf(credential: CredentialRecord | null): readonly Bytes[] {
  return credential?.certificates ?? [];
}

function makerCertificates({ statement }: EvidenceSeal): readonly Bytes[] {
  return statement === null ? [] : parseSealStatement(statement).signedData.certificates;
}
