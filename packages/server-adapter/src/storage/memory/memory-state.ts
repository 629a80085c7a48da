import type {
  AnswerRecord,
  ApprovalRecord,
  AuditEventRecord,
  AuthenticatorActRecord,
  AuthenticatorRecord,
  EnvelopeRecord,
  EventKeyRecord,
  GrantRecord,
  IdentityVerificationRecord,
  IntentBatchRecord,
  IntentCountRecord,
  IntentPolicyRecord,
  IntentRecord,
  LogCheckpointRecord,
  LogHashRecord,
  LogLeafRecord,
  OrganisationRecord,
  OutboxRecord,
  PermitRecord,
  PersonRecord,
  PersonalValueRecord,
  SealActRecord,
  SealRecord,
  SealVersionRecord,
  UseLogRow,
  UseRecord,
} from '../records.ts';
import { storeConflict } from '../store-error.ts';

/** Everything a memory store holds; keys come from `rowKey`. */
export interface MemoryState {
  readonly organisations: Map<string, OrganisationRecord>;
  readonly persons: Map<string, PersonRecord>;
  readonly seals: Map<string, SealRecord>;
  readonly versions: Map<string, SealVersionRecord>;
  readonly sealActs: Map<string, SealActRecord>;
  readonly grants: Map<string, GrantRecord>;
  readonly approvals: Map<string, ApprovalRecord>;
  readonly envelopes: Map<string, EnvelopeRecord>;
  readonly permits: Map<string, PermitRecord>;
  readonly uses: Map<string, UseRecord>;
  readonly authenticators: Map<string, AuthenticatorRecord>;
  readonly authenticatorActs: Map<string, AuthenticatorActRecord>;
  readonly intents: Map<string, IntentRecord>;
  readonly intentBatches: Map<string, IntentBatchRecord>;
  readonly intentCounts: Map<string, IntentCountRecord>;
  readonly intentPolicies: Map<string, IntentPolicyRecord>;
  readonly events: Map<string, AuditEventRecord>;
  readonly personalValues: Map<string, PersonalValueRecord>;
  readonly identities: Map<string, IdentityVerificationRecord>;
  readonly eventKeys: Map<string, EventKeyRecord>;
  readonly rows: Map<string, UseLogRow>;
  readonly leaves: Map<string, LogLeafRecord>;
  readonly hashes: Map<string, LogHashRecord>;
  readonly checkpoints: Map<string, LogCheckpointRecord>;
  readonly answers: Map<string, AnswerRecord>;
  readonly outbox: Map<string, OutboxRecord>;
}

export function emptyState(): MemoryState {
  return {
    organisations: new Map(),
    persons: new Map(),
    seals: new Map(),
    versions: new Map(),
    sealActs: new Map(),
    grants: new Map(),
    approvals: new Map(),
    envelopes: new Map(),
    permits: new Map(),
    uses: new Map(),
    authenticators: new Map(),
    authenticatorActs: new Map(),
    intents: new Map(),
    intentBatches: new Map(),
    intentCounts: new Map(),
    intentPolicies: new Map(),
    events: new Map(),
    personalValues: new Map(),
    identities: new Map(),
    eventKeys: new Map(),
    rows: new Map(),
    leaves: new Map(),
    hashes: new Map(),
    checkpoints: new Map(),
    answers: new Map(),
    outbox: new Map(),
  };
}

/** A copy that a transaction may change; rows are values and are shared. */
export function copyState(state: MemoryState): MemoryState {
  return {
    organisations: new Map(state.organisations),
    persons: new Map(state.persons),
    seals: new Map(state.seals),
    versions: new Map(state.versions),
    sealActs: new Map(state.sealActs),
    grants: new Map(state.grants),
    approvals: new Map(state.approvals),
    envelopes: new Map(state.envelopes),
    permits: new Map(state.permits),
    uses: new Map(state.uses),
    authenticators: new Map(state.authenticators),
    authenticatorActs: new Map(state.authenticatorActs),
    intents: new Map(state.intents),
    intentBatches: new Map(state.intentBatches),
    intentCounts: new Map(state.intentCounts),
    intentPolicies: new Map(state.intentPolicies),
    events: new Map(state.events),
    personalValues: new Map(state.personalValues),
    identities: new Map(state.identities),
    eventKeys: new Map(state.eventKeys),
    rows: new Map(state.rows),
    leaves: new Map(state.leaves),
    hashes: new Map(state.hashes),
    checkpoints: new Map(state.checkpoints),
    answers: new Map(state.answers),
    outbox: new Map(state.outbox),
  };
}

/** One key for several parts; no part can imitate another. */
export function rowKey(...parts: readonly (string | number)[]): string {
  return JSON.stringify(parts);
}

/** Order of texts by their code units, as the databases sort them. */
export function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

/** @throws {@link StoreError} `STORE_CONFLICT` (`unique-id`) */
export function addNew<T>(map: Map<string, T>, key: string, row: T): void {
  if (map.has(key)) throw storeConflict('unique-id');
  map.set(key, row);
}
