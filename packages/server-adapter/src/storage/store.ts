import type { Bytes, CallOptions } from '@sealkit/core/bytes';
import type { EnvelopeState, SealKind, SealState } from '@sealkit/core/seal';
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
} from './records.ts';

export interface TransactionOptions extends CallOptions {
  /**
   * The work only looks: it sees the store as it is at one instant, with all that was answered as durable before it began, and waits for
   * nobody who writes. A call that would write is refused with `STORE_READ_ONLY`.
   */
  readonly readOnly?: boolean;
}

/**
 * Where the server keeps everything. What `work` does becomes durable together when the promise resolves, or not at all
 * when it rejects; transactions run as if one after another. `work` must not open another transaction, and every call in it is about
 * one tenant (but `listUnloggedTenants`). Where a call of `tx` rejects, `work` must reject too.
 *
 * @throws {@link StoreError} `STORE_CONFLICT` where a uniqueness rule is broken, `STORE_BUSY` (retryable) under load, `STORE_TENANT_MIXED`, `STORE_READ_ONLY`.
 */
export interface Store {
  transaction<T>(work: (tx: StoreTransaction) => Promise<T>, options?: TransactionOptions): Promise<T>;
  close(): Promise<void>;
  /**
   * Takes what was erased out of the files of the store too, as far as it has any and can. Whether nothing of it is left there; where a
   * store has no such step, that is for its operator to see to.
   */
  scrub?(): Promise<boolean>;
}

export interface StoreTransaction {
  readonly audit: AuditTable;
  readonly personal: PersonalValueTable;
  readonly identities: IdentityTable;
  readonly eventKeys: EventKeyTable;
  readonly log: LogTable;
  readonly register: RegisterTable;
  readonly envelopes: EnvelopeTable;
  readonly permits: PermitTable;
  readonly approvals: ApprovalTable;
  readonly uses: UseTable;
  readonly intents: IntentTable;
  readonly answers: AnswerTable;
  readonly outbox: OutboxTable;
}

/** The last event of a chain. */
export interface ChainHead {
  readonly sequence: number;
  readonly digest: string;
}

/** An event with its place among all events of its tenant; places only grow, and may leave numbers out. */
export interface PlacedEvent {
  readonly place: number;
  readonly event: AuditEventRecord | null;
}

export interface ChainQuery {
  readonly tenant: string;
  /** One of the two chains that an event belongs to. */
  readonly of: { readonly chain: string } | { readonly sealNumber: string };
  /** Only events after this position. */
  readonly after?: number;
  /** Leaves out the permits and uses of a seal: what remains is its life. */
  readonly withoutUses?: boolean;
  readonly limit: number;
}

export interface UseLogScope {
  readonly sealNumbers: readonly string[];
  readonly personIds: readonly string[];
}

export interface UseLogQuery {
  readonly tenant: string;
  readonly sealNumber?: string;
  /** Only rows of these seals, and rows without a seal of these persons. */
  readonly scope?: UseLogScope;
  readonly personIds?: readonly string[];
  readonly from?: string;
  readonly to?: string;
  /** Rows whose search text holds `text` or whose person is one of `persons`. */
  readonly match?: { readonly text: string; readonly persons: readonly string[] };
  readonly result?: UseLogRow['result'];
  readonly sealVersion?: number;
  /** One of the row's digests. */
  readonly digest?: string;
  /** Only rows before this position. */
  readonly before?: number;
  /** Only rows after this position. */
  readonly after?: number;
  readonly limit: number;
}

/** Events are appended and read; nothing changes or removes them. */
export interface AuditTable {
  append(event: AuditEventRecord): Promise<void>;
  findEvent(tenant: string, id: string): Promise<AuditEventRecord | undefined>;
  findHead(tenant: string, of: ChainQuery['of']): Promise<ChainHead | undefined>;
  listEvents(query: ChainQuery): Promise<readonly AuditEventRecord[]>;
  /** Those of these events that there are, in any order. */
  findEvents(tenant: string, ids: readonly string[]): Promise<readonly AuditEventRecord[]>;
  /** Events of all chains in the order in which they were appended, from behind a place; null where an event is gone. */
  listInOrder(query: { readonly tenant: string; readonly after: number; readonly limit: number }): Promise<readonly PlacedEvent[]>;
  /** Names of the chains of a tenant, sorted. */
  listChains(tenant: string): Promise<readonly string[]>;
  countEvents(tenant: string): Promise<number>;
  /** Adds or replaces a row of the use log's index; a new row gets the next position. */
  putRow(row: Omit<UseLogRow, 'position'>): Promise<void>;
  findRow(tenant: string, id: string): Promise<UseLogRow | undefined>;
  /** Those of these rows that there are, in any order. */
  findRows(tenant: string, ids: readonly string[]): Promise<readonly UseLogRow[]>;
  /** Newest first. */
  listRows(query: UseLogQuery): Promise<readonly UseLogRow[]>;
  countRows(query: Pick<UseLogQuery, 'tenant' | 'sealNumber' | 'scope' | 'after'>): Promise<number>;
}

/** What persons wrote, beside the events that hold its digests. Values are added, read and erased, and nothing else. */
export interface PersonalValueTable {
  add(value: PersonalValueRecord): Promise<void>;
  /** Those of these values that there are, in any order. */
  find(tenant: string, digests: readonly string[]): Promise<readonly PersonalValueRecord[]>;
  /** What a person wrote and nobody erased, by digest. */
  listKept(query: { readonly tenant: string; readonly personId: string; readonly limit: number }): Promise<readonly PersonalValueRecord[]>;
  /** Takes salt and text away for good; what is erased already stays as it is. */
  erase(tenant: string, digests: readonly string[], erased: NonNullable<PersonalValueRecord['erased']>): Promise<void>;
}

export interface IdentityListQuery {
  readonly tenant: string;
  readonly subject?: IdentityVerificationRecord['subject'];
  readonly state?: IdentityVerificationRecord['state'];
  readonly limit: number;
}

/** Verifications of who somebody is. One that has ended stays as it is. */
export interface IdentityTable {
  /** Adds, or replaces one that is pending; `STORE_CONFLICT` where it has ended or is about somebody else (`never-changed`). */
  put(verification: IdentityVerificationRecord): Promise<void>;
  find(tenant: string, id: string): Promise<IdentityVerificationRecord | undefined>;
  /** The one that passed last. */
  findLatestPassed(tenant: string, subject: IdentityVerificationRecord['subject']): Promise<IdentityVerificationRecord | undefined>;
  /** Newest first. */
  list(query: IdentityListQuery): Promise<readonly IdentityVerificationRecord[]>;
}

/** Keys that sign once: which there were, for which permit, and how each ended. */
export interface EventKeyTable {
  /** Adds one without certificate or end; `STORE_CONFLICT` (`unique-id`) where there is one of this id, or of this permit. */
  add(key: EventKeyRecord): Promise<void>;
  /** Writes how far it is; `STORE_CONFLICT` (`never-changed`) where it has ended, or for another certificate than it has. */
  update(key: Pick<EventKeyRecord, 'tenant' | 'id' | 'until' | 'credential' | 'ended'>): Promise<void>;
  find(tenant: string, id: string): Promise<EventKeyRecord | undefined>;
  findByPermit(tenant: string, permitId: string): Promise<EventKeyRecord | undefined>;
  /** Keys that nobody said to be destroyed although their time is over. */
  listOverdue(tenant: string, now: string, limit: number): Promise<readonly EventKeyRecord[]>;
}

/** The transparency log of each tenant. Rows are added and read; nothing changes or removes them. */
export interface LogTable {
  /** Events that are no leaf yet, in the order in which they were appended to any chain. */
  listUnlogged(tenant: string, limit: number): Promise<readonly Pick<AuditEventRecord, 'id' | 'digest'>[]>;
  countUnlogged(tenant: string): Promise<number>;
  /** Tenants with events that are no leaf yet, sorted. */
  listUnloggedTenants(): Promise<readonly string[]>;
  /** The next leaf; `STORE_CONFLICT` where the index is not the next one, or the event is a leaf already. */
  addLeaf(leaf: LogLeafRecord): Promise<void>;
  findLeaf(tenant: string, eventId: string): Promise<LogLeafRecord | undefined>;
  /** In order of the index, from `from` on. */
  listLeaves(tenant: string, from: number, limit: number): Promise<readonly LogLeafRecord[]>;
  countLeaves(tenant: string): Promise<number>;
  /** `STORE_CONFLICT` where there is one in its place. */
  addHash(hash: LogHashRecord): Promise<void>;
  /** Hashes of one level from `from` on, as many as follow each other without a gap. */
  listHashes(of: {
    readonly tenant: string;
    readonly level: number;
    readonly from: number;
    readonly limit: number;
  }): Promise<readonly Bytes[]>;
  /** `STORE_CONFLICT` where there is one of that size. */
  addCheckpoint(checkpoint: LogCheckpointRecord): Promise<void>;
  /** The one of the greatest size. */
  findLatestCheckpoint(tenant: string): Promise<LogCheckpointRecord | undefined>;
  /** By size, those of at least `from`. */
  listCheckpoints(tenant: string, from: number, limit: number): Promise<readonly LogCheckpointRecord[]>;
}

export interface SealListQuery {
  readonly tenant: string;
  /** Only seals of these organisations. */
  readonly organisationIds?: readonly string[];
  readonly kind?: SealKind;
  readonly state?: SealState;
  readonly keeperId?: string;
  /** Part of number or name, or of the name of organisation or keeper; any case. */
  readonly text?: string;
  /** Only seals after this place. */
  readonly after?: SealPlace;
  readonly limit: number;
}

/** Place of a seal among the others: by `sealStanding` of its state, then by name and number. */
export interface SealPlace {
  readonly standing: number;
  readonly name: string;
  readonly number: string;
}

/** How many seals of an organisation are in a state. */
export interface SealCount {
  readonly organisationId: string;
  readonly state: SealState;
  readonly count: number;
}

export interface RegisterTable {
  putOrganisation(organisation: OrganisationRecord): Promise<void>;
  findOrganisation(tenant: string, id: string): Promise<OrganisationRecord | undefined>;
  /** Sorted by id. */
  listOrganisations(tenant: string): Promise<readonly OrganisationRecord[]>;
  putPerson(person: PersonRecord): Promise<void>;
  findPerson(tenant: string, id: string): Promise<PersonRecord | undefined>;
  listPersons(tenant: string): Promise<readonly PersonRecord[]>;
  /** Adds or replaces; `STORE_CONFLICT` where another seal of the same organisation, kind and ordinal is in use. */
  putSeal(seal: SealRecord): Promise<void>;
  findSeal(tenant: string, number: string): Promise<SealRecord | undefined>;
  /** As a person looks for them: by standing, then by name and number, octet by octet. */
  listSeals(query: SealListQuery): Promise<readonly SealRecord[]>;
  countSeals(tenant: string): Promise<readonly SealCount[]>;
  addSealAct(act: SealActRecord): Promise<void>;
  /** In the order in which they were recorded. */
  listSealActs(tenant: string, sealNumber: string): Promise<readonly SealActRecord[]>;
  /** Adds or replaces; `STORE_CONFLICT` where another version of the seal is current. */
  putVersion(version: SealVersionRecord): Promise<void>;
  findVersion(tenant: string, sealNumber: string, version: number): Promise<SealVersionRecord | undefined>;
  findCurrentVersion(tenant: string, sealNumber: string): Promise<SealVersionRecord | undefined>;
  listVersions(tenant: string, sealNumber: string): Promise<readonly SealVersionRecord[]>;
  /** What the faces of the tenant look like, as far as that was measured. */
  listLikenesses(tenant: string): Promise<readonly Pick<SealVersionRecord, 'sealNumber' | 'version' | 'likeness'>[]>;
  putGrant(grant: GrantRecord): Promise<void>;
  findGrant(tenant: string, id: string): Promise<GrantRecord | undefined>;
  /** Of one seal, sorted by id. */
  listGrants(tenant: string, sealNumber: string): Promise<readonly GrantRecord[]>;
}

export interface EnvelopeListQuery {
  readonly tenant: string;
  readonly state?: EnvelopeState;
  /** Only envelopes that wait for one of these, as in `EnvelopeRecord.waitingFor`. */
  readonly waitingFor?: readonly string[];
  /** Only envelopes that one of these has to do with. */
  readonly participants?: readonly string[];
  /** Only envelopes that were added before the one at this position. */
  readonly before?: number;
  readonly limit: number;
}

export interface EnvelopeTable {
  /** Adds an envelope with its parties and its first version. */
  add(envelope: EnvelopeRecord): Promise<void>;
  find(tenant: string, id: string): Promise<EnvelopeRecord | undefined>;
  /**
   * Writes the next revision of an envelope, and the versions that are new in it: compare-and-set. `STORE_CONFLICT` where the
   * stored revision is not the one before (`envelope-revision`), the envelope has ended (`envelope-ended`), the step is not known
   * (`known-transition`), or a version does not follow the last one (`version-position`).
   */
  update(envelope: EnvelopeRecord): Promise<void>;
  /** Newest first, each with its position among the envelopes of the store. */
  list(query: EnvelopeListQuery): Promise<readonly { readonly position: number; readonly envelope: EnvelopeRecord }[]>;
  /** Envelopes that go on although their time is over. */
  listOverdue(tenant: string, now: string, limit: number): Promise<readonly EnvelopeRecord[]>;
}

export interface PermitTable {
  add(permit: PermitRecord): Promise<void>;
  find(tenant: string, id: string): Promise<PermitRecord | undefined>;
  /** Marks an unused permit as used; `STORE_CONFLICT` where it is used already. */
  consume(tenant: string, id: string, useId: string, usedAt: string): Promise<void>;
  /** Permits of a grant that are used, or may still be at `now`. */
  countOfGrant(tenant: string, grantId: string, now: string): Promise<number>;
}

export interface ApprovalListQuery {
  readonly tenant: string;
  readonly sealNumber?: string;
  readonly requestedBy?: string;
  /** Only requests that wait for one of these, as in `ApprovalRecord.waitingFor`. */
  readonly waitingFor?: readonly string[];
  readonly state?: ApprovalRecord['state'];
  readonly ended?: boolean;
  /** Only requests older than the one with this id. */
  readonly after?: string;
  readonly limit: number;
}

export interface ApprovalTable {
  /** Adds or replaces; `STORE_CONFLICT` where the request has ended already. */
  put(approval: ApprovalRecord): Promise<void>;
  find(tenant: string, id: string): Promise<ApprovalRecord | undefined>;
  findByPermit(tenant: string, permitId: string): Promise<ApprovalRecord | undefined>;
  /** Newest first. */
  list(query: ApprovalListQuery): Promise<readonly ApprovalRecord[]>;
  /** Requests that wait although their time is over. */
  listOverdue(tenant: string, now: string, limit: number): Promise<readonly ApprovalRecord[]>;
}

export interface UseTable {
  /** Adds or replaces; `STORE_CONFLICT` where another use of the same permit is under way or done. */
  put(use: UseRecord): Promise<void>;
  find(tenant: string, id: string): Promise<UseRecord | undefined>;
  /** Uses that still wait for intent although their time is over. */
  listOverdue(tenant: string, now: string, limit: number): Promise<readonly UseRecord[]>;
}

/** Authenticators, proofs of intent under way, what is counted of them, and who asks for which. */
export interface IntentTable {
  /** Adds, or writes the next revision; `STORE_CONFLICT` (`never-changed`) where the stored revision is not the one before. */
  putAuthenticator(authenticator: AuthenticatorRecord): Promise<void>;
  findAuthenticator(tenant: string, id: string): Promise<AuthenticatorRecord | undefined>;
  /** Of one person, in the order in which they were begun; those that were removed are left out. */
  listAuthenticators(tenant: string, personId: string): Promise<readonly AuthenticatorRecord[]>;
  /** Adds one; `STORE_CONFLICT` (`unique-id`) where there is one of this number. */
  addAct(act: AuthenticatorActRecord): Promise<void>;
  findAct(tenant: string, id: string): Promise<AuthenticatorActRecord | undefined>;
  /** Writes that it was confirmed, and by what; `STORE_CONFLICT` (`never-changed`) where that was done before. */
  confirmAct(act: Pick<AuthenticatorActRecord, 'tenant' | 'id' | 'confirmedAt' | 'intent'>): Promise<void>;
  /** Begins a proof; every other one of the same use that goes on ends as superseded, at the time of the new one. */
  begin(intent: IntentRecord): Promise<void>;
  find(tenant: string, id: string): Promise<IntentRecord | undefined>;
  /** Writes tries and end; `STORE_CONFLICT` (`never-changed`) where it has ended already. */
  update(intent: Pick<IntentRecord, 'tenant' | 'id' | 'tries' | 'ended'>): Promise<void>;
  addBatch(batch: IntentBatchRecord): Promise<void>;
  findBatch(tenant: string, id: string): Promise<IntentBatchRecord | undefined>;
  /** Writes what was proven; `STORE_CONFLICT` (`never-changed`) where the batch was confirmed already. */
  confirmBatch(of: Pick<IntentBatchRecord, 'tenant' | 'id'>, confirmed: NonNullable<IntentBatchRecord['confirmed']>): Promise<void>;
  findCount(tenant: string, subject: string): Promise<IntentCountRecord | undefined>;
  putCount(count: IntentCountRecord): Promise<void>;
  findPolicy(tenant: string, subject: string): Promise<IntentPolicyRecord | undefined>;
  putPolicy(policy: IntentPolicyRecord): Promise<void>;
}

export interface AnswerTable {
  find(of: Pick<AnswerRecord, 'tenant' | 'personId' | 'route' | 'key'>): Promise<AnswerRecord | undefined>;
  put(answer: AnswerRecord): Promise<void>;
  remove(of: Pick<AnswerRecord, 'tenant' | 'personId' | 'route' | 'key'>): Promise<void>;
  removeExpired(tenant: string, now: string): Promise<void>;
}

export interface OutboxTable {
  add(message: OutboxRecord): Promise<void>;
  /** Messages for one endpoint that are neither delivered nor given up, in the order in which they were added. */
  listUndelivered(tenant: string, endpoint: string, limit: number): Promise<readonly OutboxRecord[]>;
  /** Writes down how far a message is; what it says and to whom stays as it was. */
  update(message: Pick<OutboxRecord, 'tenant' | 'id' | 'attempts' | 'nextAttemptAt' | 'deliveredAt' | 'givenUpAt'>): Promise<void>;
  /** Removes what was delivered or given up before an instant. */
  removeSettled(tenant: string, before: string): Promise<void>;
}
