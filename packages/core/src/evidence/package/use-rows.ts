import { encodeUtf8, type JsonValue, memberOf } from '../../bytes/index.ts';
import { digestText } from '../../crypto/index.ts';
import {
  type BatchFacts,
  type CountersignatureFacts,
  findCountersignatureFault,
  findIntentPolicyFault,
  type IntentProofFacts,
  observeCountersignatures,
  observeIntentProof,
  parsePermit,
  parseReceipt,
  parseUseRecord,
  type PermitPayload,
  type ReceiptPayload,
  type RegisterJws,
  type UseRecordPayload,
} from '../../seal/index.ts';
import { type RegisterStatementVerdict, verifyRegisterStatement } from '../../validation/index.ts';
import { statementEntry, useEntry } from './entry-names.ts';
import type { EvidenceUseFacts } from './evidence-records.ts';
import { agreement, type EvidenceCheckId, type EvidenceRow, failed, row, statusOf } from './evidence-report.ts';
import { type EvidenceEvent, type PackageContents, readCanonical, textOf } from './package-contents.ts';

/** A statement of the register with the digest of its octets; null where the package holds none. */
interface Statement<Payload extends object> {
  readonly judged: RegisterStatementVerdict<Payload>;
  readonly digest: string;
}

interface UseParts {
  readonly facts: EvidenceUseFacts;
  readonly permit: Statement<PermitPayload> | null;
  readonly countersignatures: readonly CountersignatureFacts[];
  readonly record: Statement<UseRecordPayload> | null;
  readonly receipt: Statement<ReceiptPayload> | null;
  readonly intent: IntentProofFacts | 'malformed' | null;
  /** The events of the use; undefined each where the chain has none of that kind. */
  readonly events: { readonly use: EvidenceEvent | undefined; readonly completed: EvidenceEvent | undefined } | null;
  /** Digest of the seal's statement as the package holds it. */
  readonly sealStatement: string | null;
}

/** Each use: the register's signatures over what it said, and that all that speaks of it says the same, pair by pair. §6.4 */
export async function useRows(contents: PackageContents, facts: EvidenceUseFacts): Promise<readonly EvidenceRow[]> {
  const parts = await readParts(contents, facts);
  return [
    ...permitRows(contents, parts),
    ...recordRows(parts),
    ...receiptRows(contents, parts),
    ...intentRows(contents, parts),
    ...eventRowsOf(parts),
  ];
}

async function readParts(contents: PackageContents, facts: EvidenceUseFacts): Promise<UseParts> {
  const { events, files } = contents;
  const find = (type: string): EvidenceEvent | undefined =>
    events?.find((event) => event.type === type && event.body['useId'] === facts.id);
  const intent = files.get(useEntry(facts.id, 'intent.json'));
  const seal =
    facts.sealNumber === null || facts.sealVersion === null ? undefined : files.get(statementEntry(facts.sealNumber, facts.sealVersion));
  const value = intent && readCanonical(intent);
  const permit = await readStatement(contents, facts, 'permit.jws', parsePermit, ({ notBefore }) => notBefore);
  const permitted = permit?.judged.payload ?? null;
  return {
    facts,
    permit,
    countersignatures: permitted === null ? [] : await observeCountersignatures(permitted, contents.options.engine),
    record: await readStatement(contents, facts, 'record.jws', parseUseRecord, () => facts.signingTime),
    receipt: await readStatement(contents, facts, 'receipt.jws', parseReceipt, ({ time }) => time),
    intent:
      intent === undefined
        ? null
        : value === undefined || value === null
          ? 'malformed'
          : await observeIntentProof(value, contents.options.engine),
    events: events === null ? null : { use: find('use'), completed: find('use-completed') },
    sealStatement: seal === undefined ? null : await digestText('SHA-256', seal),
  };
}

async function readStatement<Payload extends object>(
  contents: PackageContents,
  { id }: EvidenceUseFacts,
  part: 'permit.jws' | 'record.jws' | 'receipt.jws',
  parse: (compact: string) => RegisterJws<Payload>,
  at: (payload: Payload) => string,
): Promise<Statement<Payload> | null> {
  const compact = textOf(contents, useEntry(id, part));
  if (compact === undefined) return null;
  const { registers } = contents.options.trust;
  const judged = await verifyRegisterStatement({ compact, parse, registers, at: (payload) => new Date(at(payload)) });
  return { judged, digest: await digestText('SHA-256', encodeUtf8(compact)) };
}

function signatureRow(id: EvidenceCheckId, { id: use }: EvidenceUseFacts, { judged }: Statement<object>): EvidenceRow {
  return row(id, use, statusOf(judged.verdict.indication), judged.reason, { register: judged.register?.subject ?? null });
}

function permitRows({ evidence }: PackageContents, { facts, permit, countersignatures, sealStatement }: UseParts): readonly EvidenceRow[] {
  if (permit === null) return [];
  const says = permit.judged.payload;
  return [
    signatureRow('use.permit', facts, permit),
    agreement('use.permit-evidence', facts.id, {
      id: [says?.id, facts.permitId],
      tenant: [says?.tenant, evidence.tenant],
      envelopeId: [says?.envelopeId, evidence.envelope.id],
      person: [says?.person, facts.personId],
      sealNumber: [says?.seal?.number, facts.sealNumber],
      sealVersion: [says?.seal?.version, facts.sealVersion],
      document: [says?.document.digest, facts.originalDigest],
      certificate: [says?.certificate, facts.certificate],
    }),
    ...(sealStatement === null ? [] : [agreement('use.permit-statement', facts.id, { statement: [says?.seal?.statement, sealStatement] })]),
    ...(says === null ? [] : countersignedRows(facts, says, countersignatures)),
  ];
}

/** Who approved did so by a passkey over this request, where the permit asks for it or says so. Whose key it is, the register says. */
function countersignedRows(
  { id }: EvidenceUseFacts,
  permit: PermitPayload,
  facts: readonly CountersignatureFacts[],
): readonly EvidenceRow[] {
  if (permit.approvalPolicy === undefined && facts.length === 0) return [];
  const found = findCountersignatureFault(permit, facts);
  if (found !== null) return [failed('use.permit-countersigned', id, found.fault, { person: found.person })];
  const approvals = facts.map(({ person, rpId, algorithm, key }) => ({ person, rpId, algorithm, key }));
  return [row('use.permit-countersigned', id, 'passed', null, { approvals })];
}

function recordRows({ facts, permit, record, intent, events }: UseParts): readonly EvidenceRow[] {
  if (record === null) return [];
  const says = record.judged.payload;
  return [
    signatureRow('use.record', facts, record),
    agreement('use.record-evidence', facts.id, { byteRangeDigest: [says?.byteRangeDigest, facts.byteRangeDigest] }),
    ...(permit === null ? [] : [agreement('use.record-permit', facts.id, { permit: [says?.permit, permit.digest] })]),
    ...(intent === null ? [] : [agreement('use.record-intent', facts.id, { intent: [says?.intent, digestOfIntent(intent)] })]),
    ...(events === null ? [] : [agreement('use.record-event', facts.id, { event: [says?.event, events.use?.digest] })]),
  ];
}

function receiptRows({ evidence }: PackageContents, { facts, permit, receipt, events }: UseParts): readonly EvidenceRow[] {
  if (receipt === null) return [];
  const says = receipt.judged.payload;
  return [
    signatureRow('use.receipt', facts, receipt),
    agreement('use.receipt-evidence', facts.id, {
      act: [says?.act, 'use'],
      id: [says?.id, facts.id],
      tenant: [says?.tenant, evidence.tenant],
      envelopeId: [says?.envelopeId, evidence.envelope.id],
      person: [says?.person, facts.personId],
      sealNumber: [says?.sealNumber, facts.sealNumber],
      originalDigest: [says?.originalDigest, facts.originalDigest],
      byteRangeDigest: [says?.byteRangeDigest, facts.byteRangeDigest],
      fileDigest: [says?.fileDigest, facts.fileDigest],
    }),
    ...(permit === null ? [] : [agreement('use.receipt-permit', facts.id, { permit: [says?.permit, permit.digest] })]),
    ...(events === null ? [] : [agreement('use.receipt-event', facts.id, { event: [says?.event, events.use?.digest] })]),
  ];
}

function intentRows({ evidence }: PackageContents, { facts, permit, intent }: UseParts): readonly EvidenceRow[] {
  if (intent === null) return [];
  if (intent === 'malformed') return [failed('use.intent-evidence', facts.id, 'INTENT_MALFORMED')];
  const { proof, statementDigest, batch, assertion } = intent;
  const statement = memberOf(proof, 'statement');
  const says = (name: string): JsonValue | undefined => memberOf(statement, name);
  const permitted = permit?.judged.payload;
  return [
    agreement('use.intent-evidence', facts.id, {
      tenant: [memberOf(proof, 'tenant'), evidence.tenant],
      person: [memberOf(proof, 'person'), facts.personId],
      useId: [memberOf(proof, 'useId'), facts.id],
      result: [memberOf(proof, 'result'), 'passed'],
    }),
    ...(permit === null || permitted === undefined || permitted === null ? [] : [permitRow(facts, intent, permitted, permit.digest)]),
    ...(statement === undefined
      ? []
      : [
          agreement('use.intent-act', facts.id, {
            challenge: [statementDigest, memberOf(proof, 'challenge')],
            shownDigest: [memberOf(proof, 'shownDigest'), memberOf(proof, 'challenge')],
            tenant: [says('tenant'), evidence.tenant],
            envelopeId: [says('envelopeId'), evidence.envelope.id],
            person: [says('person'), facts.personId],
            originalDigest: [says('originalDigest'), facts.originalDigest],
            messageDigest: [says('messageDigest'), facts.byteRangeDigest],
            certificate: [says('certificate'), facts.certificate],
          }),
        ]),
    ...(batch === null ? [] : [batchRow(evidence.tenant, facts, proof, batch)]),
    ...(assertion === null ? [] : [passkeyRow(facts, assertion.fault)]),
  ];
}

/** The permit takes this way of confirming, and is the one that the person was shown. */
function permitRow({ id }: EvidenceUseFacts, { proof }: IntentProofFacts, permit: PermitPayload, digest: string): EvidenceRow {
  const says = { method: memberOf(proof, 'method') ?? null, assurance: memberOf(proof, 'assurance') ?? null };
  const fault = findIntentPolicyFault(proof, permit.intentPolicy);
  if (fault !== null) return failed('use.intent-permit', id, fault, says);
  const statement = memberOf(proof, 'statement');
  const shown = statement === undefined ? digest : (memberOf(statement, 'permit') ?? null);
  return shown === digest ? row('use.intent-permit', id, 'passed', null, says) : failed('use.intent-permit', id, 'DIFFERS', says);
}

/**
 * That the batch which was proven is of this person, and that this act is one of it: its challenge stands at its place under the root.
 * Nothing of the other acts is needed, or there.
 */
function batchRow(tenant: string, { id, personId }: EvidenceUseFacts, proof: JsonValue, facts: BatchFacts): EvidenceRow {
  const batch = memberOf(proof, 'batch');
  const statement = memberOf(batch, 'statement');
  const agreed = agreement('use.intent-batch', id, {
    challenge: [facts.statementDigest, memberOf(batch, 'challenge')],
    action: [memberOf(statement, 'action'), 'batch'],
    tenant: [memberOf(statement, 'tenant'), tenant],
    person: [memberOf(statement, 'person'), personId],
  });
  if (agreed.status !== 'passed') return agreed;
  if (!facts.included) return failed('use.intent-batch', id, 'NOT_IN_BATCH');
  return { ...agreed, values: { index: memberOf(batch, 'index') ?? null, count: memberOf(statement, 'count') ?? null } };
}

/** The assertion of the passkey holds over the challenge of the act, or of the batch that it is in. Web Authentication Level 3 §7.2 */
function passkeyRow({ id }: EvidenceUseFacts, fault: string | null): EvidenceRow {
  return fault === null ? row('use.intent-passkey', id, 'passed', null) : failed('use.intent-passkey', id, fault);
}

function eventRowsOf({ facts, permit, intent, events }: UseParts): readonly EvidenceRow[] {
  if (events === null) return [];
  const { use, completed } = events;
  if (use === undefined || completed === undefined) return [failed('use.event-evidence', facts.id, 'EVENT_MISSING')];
  return [
    agreement('use.event-evidence', facts.id, {
      actor: [use.members['actor'], facts.personId],
      sealNumber: [use.members['sealNumber'], facts.sealNumber],
      sealVersion: [use.body['sealVersion'], facts.sealVersion],
      permitId: [use.body['permitId'], facts.permitId],
      certificate: [use.body['certificate'], facts.certificate],
      originalDigest: [use.body['originalDigest'], facts.originalDigest],
      byteRangeDigest: [use.body['byteRangeDigest'], facts.byteRangeDigest],
      signingTime: [use.body['signingTime'], facts.signingTime],
      useEvent: [completed.body['useEvent'], use.digest],
      fileDigest: [completed.body['fileDigest'], facts.fileDigest],
    }),
    ...(permit === null ? [] : [agreement('use.event-permit', facts.id, { permit: [use.body['permit'], permit.digest] })]),
    ...(intent === null
      ? []
      : [
          agreement('use.event-intent', facts.id, {
            intent: [use.body['intent'], digestOfIntent(intent)],
            challenge: [use.body['challenge'], intent === 'malformed' ? null : memberOf(intent.proof, 'challenge')],
          }),
        ]),
  ];
}

function digestOfIntent(intent: Exclude<UseParts['intent'], null>): string | null {
  return intent === 'malformed' ? null : intent.digest;
}
