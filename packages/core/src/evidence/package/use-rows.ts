import type { JsonValue } from '../../bytes/index.ts';
import { digestOfJson, digestText } from '../../crypto/index.ts';
import {
  parsePermit,
  parseReceipt,
  parseUseRecord,
  type PermitPayload,
  type ReceiptPayload,
  type RegisterJws,
  type UseRecordPayload,
} from '../../seal/index.ts';
import { type RegisterStatementVerdict, verifyRegisterStatement } from '../../validation/index.ts';
import { encodeUtf8 } from '../../bytes/index.ts';
import { statementEntry, useEntry } from './entry-names.ts';
import type { EvidenceUseFacts } from './evidence-records.ts';
import { agreement, type EvidenceCheckId, type EvidenceRow, failed, row, statusOf } from './evidence-report.ts';
import { type EvidenceEvent, memberOf, type PackageContents, readCanonical, textOf } from './package-contents.ts';

/** A statement of the register with the digest of its octets; null where the package holds none. */
interface Statement<Payload extends object> {
  readonly judged: RegisterStatementVerdict<Payload>;
  readonly digest: string;
}

interface UseParts {
  readonly facts: EvidenceUseFacts;
  readonly permit: Statement<PermitPayload> | null;
  readonly record: Statement<UseRecordPayload> | null;
  readonly receipt: Statement<ReceiptPayload> | null;
  readonly intent: { readonly value: JsonValue; readonly digest: string } | 'malformed' | null;
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
  return {
    facts,
    permit: await readStatement(contents, facts, 'permit.jws', parsePermit, ({ notBefore }) => notBefore),
    record: await readStatement(contents, facts, 'record.jws', parseUseRecord, () => facts.signingTime),
    receipt: await readStatement(contents, facts, 'receipt.jws', parseReceipt, ({ time }) => time),
    intent: intent === undefined ? null : value === undefined ? 'malformed' : { value, digest: await digestOfJson(value) },
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

function permitRows({ evidence }: PackageContents, { facts, permit, sealStatement }: UseParts): readonly EvidenceRow[] {
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
  ];
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

function intentRows({ evidence }: PackageContents, { facts, intent }: UseParts): readonly EvidenceRow[] {
  if (intent === null) return [];
  if (intent === 'malformed') return [failed('use.intent-evidence', facts.id, 'INTENT_MALFORMED')];
  const { value } = intent;
  return [
    agreement('use.intent-evidence', facts.id, {
      tenant: [memberOf(value, 'tenant'), evidence.tenant],
      person: [memberOf(value, 'person'), facts.personId],
      useId: [memberOf(value, 'useId'), facts.id],
      result: [memberOf(value, 'result'), 'passed'],
    }),
  ];
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
            challenge: [use.body['challenge'], intent === 'malformed' ? null : memberOf(intent.value, 'challenge')],
          }),
        ]),
  ];
}

function digestOfIntent(intent: Exclude<UseParts['intent'], null>): string | null {
  return intent === 'malformed' ? null : intent.digest;
}
